#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mlpc/source/span.h"
#include "mlpc/support/boxed.h"
#include "mlpc/support/constant.h"

namespace mlpc::emit {

struct Entry;

/// Represents a value that has no form in a document although the rules of the target accepted it. No source contains
/// such a byte, and no gate lets it through: it becomes an `internal-error`.
inline constexpr std::string_view kUnmapped = "\xff";

/// How a node should look. To the writer this is a preference: text that would not survive it is written another way.
enum class Style : uint8_t {
  Auto,     ///< plain where that is safe, a literal block for text of several lines, otherwise double quotes
  Quoted,   ///< always in quotes (a string that people expect quoted)
  Literal,  ///< `|` where possible
  Flow,     ///< a list or map on one line
  Code,     ///< an expression of a language that a back end prints itself; the writers here treat it as `Auto`
};

/// A node of a document to be written as YAML or JSON, with the part of the source that asked for it.
///
/// Maps keep the order in which keys were added; a back end that needs another order sorts them.
class Node {
 public:
  using Sequence = std::vector<Node>;
  using Mapping = std::vector<Entry>;
  using Storage = std::variant<std::monostate, bool, int64_t, double, std::string, Sequence, Mapping>;

  Node() = default;
  Node(bool value);
  Node(int value);
  Node(int64_t value);
  Node(double value);
  Node(std::string value);
  Node(std::string_view value);
  Node(const char* value);

  static Node null();
  static Node sequence();
  static Node sequence(Sequence items);
  static Node mapping();
  static Node mapping(Mapping entries);
  /// A constant as data. Quantities and durations become strings.
  static Node of(const support::Constant& constant);

  [[nodiscard]] const Storage& storage() const { return storage_; }
  [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(storage_); }
  [[nodiscard]] bool isMapping() const { return std::holds_alternative<Mapping>(storage_); }
  [[nodiscard]] bool isSequence() const { return std::holds_alternative<Sequence>(storage_); }
  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&storage_);
  }
  template <typename T>
  [[nodiscard]] T* as() {
    return std::get_if<T>(&storage_);
  }

  /// The value at `key` of a mapping; null if absent. Turns a null node into a mapping when used to write.
  [[nodiscard]] const Node* find(std::string_view key) const;
  Node& operator[](std::string_view key);
  /// Adds an entry at the end; the key must not exist yet. `origin` is where the key was written, if it was.
  Node& set(std::string_view key, Node value, source::Span origin = {});
  /// Adds an item at the end of a sequence (a null node becomes one).
  Node& push(Node value);
  /// Sorts the keys of every mapping in this node by their bytes.
  void sortKeys();
  [[nodiscard]] bool empty() const;  ///< an empty list or map, or null

  /// Sets where this was asked for. A node without an origin of its own has that of the node around it.
  Node& at(source::Span origin) {
    origin_ = origin;
    return *this;
  }
  /// The same, unless it already has an origin.
  Node& orAt(source::Span origin) {
    if (!origin_.valid()) origin_ = origin;
    return *this;
  }
  Node& styled(Style style) {
    style_ = style;
    return *this;
  }
  /// Lines written as `# …` comments before this node, where it is an entry or an item.
  Node& commented(std::string comment);

  [[nodiscard]] source::Span origin() const { return origin_; }
  [[nodiscard]] Style style() const { return style_; }
  [[nodiscard]] std::string_view comment() const { return comment_ ? std::string_view(*comment_) : std::string_view(); }

 private:
  Storage storage_;
  source::Span origin_;
  Style style_ = Style::Auto;
  support::Boxed<std::string> comment_;  // few nodes have one
};

struct Entry {
  std::string key;
  Node value;
  source::Span origin = {};  ///< where the key was written; has no file if nobody wrote it
};

// Not in the class: clang needs Entry complete where storage_ is initialised.
inline Node::Node(bool value) : storage_(value) {}
inline Node::Node(int value) : storage_(static_cast<int64_t>(value)) {}
inline Node::Node(int64_t value) : storage_(value) {}
inline Node::Node(double value) : storage_(value) {}
inline Node::Node(std::string value) : storage_(std::move(value)) {}
inline Node::Node(std::string_view value) : storage_(std::string(value)) {}
inline Node::Node(const char* value) : storage_(std::string(value)) {}
inline Node Node::null() { return {}; }
inline Node Node::sequence() { return sequence(Sequence()); }
inline Node Node::mapping() { return mapping(Mapping()); }

/// Calls `visit(key, text, origin)` for each string in `node`, with the nearest key above it and the origin that
/// applies to it; `origin` is that of the document.
template <typename Visit>
void forEachText(const Node& node, source::Span origin, Visit&& visit, std::string_view key = {}) {
  if (node.origin().valid()) origin = node.origin();
  if (const auto* text = node.as<std::string>()) {
    visit(key, *text, origin);
  } else if (const auto* items = node.as<Node::Sequence>()) {
    for (const Node& item : *items) forEachText(item, origin, visit, key);
  } else if (const auto* entries = node.as<Node::Mapping>()) {
    for (const Entry& entry : *entries) forEachText(entry.value, origin, visit, entry.key);
  }
}

/// Compact JSON on one line, as Python's `json.dumps` writes it (`, ` and `: `, ASCII only): for a string in a
/// document, or a word with a script, that holds data.
std::string jsonText(const Node& node);

}  // namespace mlpc::emit
