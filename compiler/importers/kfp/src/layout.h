#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlpc::importers::kfp {

/// A piece of source that is laid out on one line if it fits, otherwise on several.
struct Code {
  enum class Kind : uint8_t { Atom, List, Record, Call, Fence, Choice };
  Kind kind = Kind::Atom;
  std::string text;  ///< an atom; the head of a call; the language of a fence
  std::vector<Code> items;
  std::vector<std::string> keys;  ///< of records and calls; as written
  std::string body;               ///< of a fence

  static Code atom(std::string text) { return {Kind::Atom, std::move(text), {}, {}, {}}; }
  static Code list() { return {Kind::List, {}, {}, {}, {}}; }
  static Code record() { return {Kind::Record, {}, {}, {}, {}}; }
  static Code call(std::string head) { return {Kind::Call, std::move(head), {}, {}, {}}; }
  /// `test ? then : otherwise`
  static Code choice(std::string test, Code then, Code otherwise);
  void add(std::string key, Code value) {
    keys.push_back(std::move(key));
    items.push_back(std::move(value));
  }
  void add(Code value) { items.push_back(std::move(value)); }
  [[nodiscard]] bool empty() const { return items.empty(); }
};

/// Text as a string literal, or as a fence if it has several lines and a fence can reproduce it.
Code textCode(std::string_view text);
/// What stands for a placeholder in the text of a template: a byte that no text contains.
inline constexpr char kHole = '\xFF';
/// The same for text with placeholders: `holes` are their expressions, each represented in `text` by `kHole`.
Code templateCode(std::string_view text, const std::vector<std::string>& holes);
/// Whether a fence reproduces the text exactly.
bool fitsFence(std::string_view text);

/// Lines of source.
class Page {
 public:
  /// One line at the current depth.
  void line(std::string_view text);
  void blank();
  void indent() { ++depth_; }
  void dedent() { --depth_; }
  /// `before`, the code, `after`.
  void put(std::string_view before, const Code& code, std::string_view after = {});
  /// `key: value`
  void setting(std::string_view key, const Code& value) { put(std::string(key) + ": ", value); }
  /// `before`, the call, and a record as its settings: on the same line if short, otherwise each setting on its own
  /// line.
  void block(std::string_view before, const Code& call, const Code& settings);
  /// A fence as a statement: `python module <<<` …
  void fence(std::string_view head, std::string_view body);
  /// A description.
  void doc(std::string_view text);
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void append(const Code& code, size_t used, size_t reserve);
  void appendLines(const Code& code);
  void appendFence(std::string_view head, std::string_view body);
  [[nodiscard]] std::string margin() const { return std::string(2 * depth_, ' '); }

  std::string out_;
  size_t depth_ = 0;
};

/// The code on one line; empty if it contains a fence.
std::string oneLine(const Code& code);

}  // namespace mlpc::importers::kfp
