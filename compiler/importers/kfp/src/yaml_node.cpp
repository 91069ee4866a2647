#include "yaml_node.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <limits>
#include <map>
#include <streambuf>
#include <unordered_set>

#include "mlpc/diag/import.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "yaml_quoted.h"

namespace mlpc::importers::kfp {
namespace {

/// The limit of Kubeflow Pipelines.
constexpr size_t kLargestFile = size_t{32} << 20;
/// A task takes about forty in a document of the SDK.
constexpr size_t kMostNodes = 2'000'000;
constexpr size_t kDeepest = 256;

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

using support::isDigit;

bool isBlank(char c) { return c == ' ' || c == '\t'; }

/// `[-+]?(0|[1-9][0-9_]*)` and the binary, octal and hexadecimal forms.
std::optional<double> wholeNumber(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !isDigit(text.front())) return std::nullopt;
  int base = 10;
  if (text.size() > 1 && text.front() == '0') {
    base = 8;
    if (text[1] == 'x') base = 16;
    if (text[1] == 'b') base = 2;
    text.remove_prefix(base == 8 ? 1 : 2);
    if (text.empty()) return std::nullopt;
  }
  double value = 0;
  for (const char c : text) {
    if (c == '_') continue;
    int digit = 99;
    if (isDigit(c)) digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return negative ? -value : value;
}

/// `[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?`, `[-+]?\.[0-9]…`, `.inf`, `.nan`.
std::optional<double> fraction(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (isOneOf(rest, {".inf", ".Inf", ".INF"})) return text.starts_with('-') ? -HUGE_VAL : HUGE_VAL;
  if (isOneOf(text, {".nan", ".NaN", ".NAN"})) return std::nan("");
  std::string plain(text.substr(0, text.size() - rest.size()));
  size_t at = 0;
  const auto digits = [&] {
    const size_t from = at;
    for (; at < rest.size() && (isDigit(rest[at]) || (rest[at] == '_' && at != from)); ++at) {
      if (rest[at] != '_') plain += rest[at];
    }
    return at - from;
  };
  const size_t before = digits();
  if (at == rest.size() || rest[at] != '.') return std::nullopt;
  plain += rest[at++];
  if (digits() + before == 0) return std::nullopt;
  if (at < rest.size() && (rest[at] == 'e' || rest[at] == 'E')) {
    plain += rest[at++];
    if (at == rest.size() || (rest[at] != '+' && rest[at] != '-')) return std::nullopt;
    plain += rest[at++];
    if (digits() == 0) return std::nullopt;
  }
  if (at != rest.size()) return std::nullopt;
  return std::strtod(plain.c_str(), nullptr);
}

void resolvePlain(Node& node) {
  const std::string& text = node.text;
  if (isOneOf(text, {"", "~", "null", "Null", "NULL"})) {
    node.kind = Node::Kind::Null;
    return;
  }
  const bool isTrue = isOneOf(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"});
  if (isTrue || isOneOf(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})) {
    node.kind = Node::Kind::Bool;
    node.number = isTrue ? 1 : 0;
    return;
  }
  node.kind = Node::Kind::Text;
  if (const auto whole = wholeNumber(text)) {
    node.kind = Node::Kind::Int;
    node.number = *whole;
  } else if (const auto number = fraction(text)) {
    node.kind = Node::Kind::Float;
    node.number = *number;
  }
}

/// Reads memory as a stream without copying it.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

struct Stopped {};

/// Builds the tree from the parser's events, so that its limits hold while it grows.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, source::FileId file, diag::Engine& diags, size_t most)
      : text_(text), file_(file), diags_(diags), most_(most) {}

  std::vector<Node> documents;

  void OnDocumentStart(const YAML::Mark&) override { open_.clear(); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    noAnchor(mark, anchor);
    Node node;
    node.span = spanOf(mark, 0);
    add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diags_.report(spanOf(mark, 1), diag::importAlias);
    throw Stopped();
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    noAnchor(mark, anchor);
    Node node;
    node.kind = Node::Kind::Text;
    node.span = spanOf(mark, value.size());
    auto quoted = tag == "!" ? readQuoted(text_.substr(node.span.begin)) : std::nullopt;
    node.text = quoted ? std::move(*quoted) : value;
    if (tag == "?") {
      resolvePlain(node);
    } else if (tag != "!" && tag != "tag:yaml.org,2002:str") {
      diags_.report(node.span, diag::importTag, tag);
      throw Stopped();
    }
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::Sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::Mapping, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;
    std::unordered_set<std::string> keys;
  };

  /// From the mark to the end of its line, at most `length` bytes.
  source::Span spanOf(const YAML::Mark& mark, size_t length) const {
    // Marks do not count the byte order mark.
    const size_t pos = static_cast<size_t>(std::max(mark.pos, 0)) + (text_.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    const auto begin = static_cast<uint32_t>(std::min(pos, text_.size()));
    size_t end = begin;
    while (end < text_.size() && end - begin < length && text_[end] != '\n' && text_[end] != '\r') ++end;
    while (end > begin && isBlank(text_[end - 1])) --end;
    return {file_, begin, static_cast<uint32_t>(end)};
  }
  void noAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    diags_.report(spanOf(mark, 1), diag::importAlias);
    throw Stopped();
  }
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    noAnchor(mark, anchor);
    if (tag != "?" && tag != "!") {
      diags_.report(spanOf(mark, 1), diag::importTag, tag);
      throw Stopped();
    }
    if (open_.size() >= kDeepest) {
      diags_.report(spanOf(mark, 1), diag::importTooDeep, kDeepest);
      throw Stopped();
    }
    Open& level = open_.emplace_back();
    level.node.kind = kind;
    level.node.span = spanOf(mark, 1);
  }
  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    if (node.isMapping()) node.indexKeys();
    add(std::move(node));
  }
  void add(Node node) {
    if (++nodes_ > most_) {
      diags_.report(node.span, diag::importTooMany, most_, diag::Phrase("values"));
      throw Stopped();
    }
    if (open_.empty()) {
      if (!node.isNull()) documents.push_back(std::move(node));
      return;
    }
    Open& level = open_.back();
    if (level.node.isSequence()) {
      level.node.items.push_back(std::move(node));
    } else if (!level.key) {
      if (node.isMapping() || node.isSequence()) {
        diags_.report(node.span, diag::importWrongType, diag::Phrase("a string"), diag::Phrase(kindName(node)));
        throw Stopped();
      }
      level.key = std::move(node);
    } else {
      if (!level.keys.insert(level.key->text).second) {
        diags_.report(level.key->span, diag::importTwice, level.key->text);
        throw Stopped();
      }
      level.node.keys.push_back(std::move(level.key->text));
      level.node.keySpans.push_back(level.key->span);
      level.node.items.push_back(std::move(node));
      level.key.reset();
    }
  }

  std::string_view text_;
  source::FileId file_;
  diag::Engine& diags_;
  size_t most_;
  std::vector<Open> open_;
  size_t nodes_ = 0;
};

void appendCanonical(const Node& node, std::string& out) {
  switch (node.kind) {
    case Node::Kind::Null: out += 'n'; return;
    case Node::Kind::Bool: out += node.isTrue() ? 't' : 'f'; return;
    case Node::Kind::Int:
    case Node::Kind::Float: out += fmt::format("#{:.17g};", node.number); return;
    case Node::Kind::Text: out += fmt::format("\"{}:{}", node.text.size(), node.text); return;
    case Node::Kind::Sequence:
      out += '[';
      for (const Node& item : node.items) appendCanonical(item, out);
      out += ']';
      return;
    case Node::Kind::Mapping: {
      std::map<std::string_view, const Node*> sorted;
      for (size_t i = 0; i < node.keys.size(); ++i) sorted.emplace(node.keys[i], &node.items[i]);
      out += '{';
      for (const auto& [key, value] : sorted) {
        out += fmt::format("{}:{}=", key.size(), key);
        appendCanonical(*value, out);
      }
      out += '}';
      return;
    }
  }
}

/// Where far more brackets have been opened than closed. yaml-cpp keeps a whole flow collection before it reports
/// anything of it, which takes two hundred times the memory of the text; brackets in strings hardly ever add up to that
/// many.
std::optional<uint32_t> leftOpen(std::string_view text) {
  constexpr uint32_t kMostOpen = 100'000;
  uint32_t open = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') {
      if (++open > kMostOpen) return static_cast<uint32_t>(i);
    } else if ((text[i] == ']' || text[i] == '}') && open > 0) {
      --open;
    }
  }
  return std::nullopt;
}

}  // namespace

void Node::indexKeys() {
  constexpr size_t kLarge = 32;
  if (keys.size() < kLarge) return;
  auto all = std::make_shared<std::vector<std::pair<size_t, uint32_t>>>();
  all->reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i)
    all->emplace_back(std::hash<std::string_view>()(keys[i]), static_cast<uint32_t>(i));
  std::sort(all->begin(), all->end());
  places = std::move(all);
}

const Node* Node::find(std::string_view key) const {
  if (places != nullptr) {
    const size_t hash = std::hash<std::string_view>()(key);
    auto at = std::lower_bound(places->begin(), places->end(), std::pair(hash, uint32_t{0}));
    for (; at != places->end() && at->first == hash; ++at) {
      if (keys[at->second] == key) return &items[at->second];
    }
    return nullptr;
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return &items[i];
  }
  return nullptr;
}

std::string_view kindName(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Bool: return "a boolean";
    case Node::Kind::Int: return "a whole number";
    case Node::Kind::Float: return "a number";
    case Node::Kind::Text: return "a string";
    case Node::Kind::Sequence: return "a list";
    case Node::Kind::Mapping: return "a mapping";
  }
  return "";
}

std::optional<std::vector<Node>> readYaml(const source::SourceManager& sources, source::FileId file,
                                          diag::Engine& diags, bool bounded) {
  const std::string_view text = sources.file(file).text();
  const source::Span start{file, 0, 0};
  if (bounded && text.size() > kLargestFile) {
    diags.report(start, diag::importTooLarge, text.size());
    return std::nullopt;
  }
  if (const auto at = support::findInvalidUtf8(text)) {
    const auto offset = static_cast<uint32_t>(*at);
    diags.report({file, offset, offset + 1}, diag::importNotYaml, diag::Phrase("it is not UTF-8 text"));
    return std::nullopt;
  }
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  if (const auto at = leftOpen(text)) {
    diags.report({file, *at, *at + 1}, diag::importTooDeep, kDeepest);
    return std::nullopt;
  }
  TreeBuilder builder(text, file, diags, bounded ? kMostNodes : std::numeric_limits<size_t>::max());
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stopped&) {
    return std::nullopt;
  } catch (const YAML::DeepRecursion& error) {
    const auto at = static_cast<uint32_t>(std::clamp<long>(error.mark.pos, 0, static_cast<long>(text.size())));
    diags.report({file, at, at}, diag::importTooDeep, kDeepest);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    const auto at = static_cast<uint32_t>(std::clamp<long>(error.mark.pos, 0, static_cast<long>(text.size())));
    diags.report({file, at, at}, diag::importNotYaml, diag::Phrase(error.msg));
    return std::nullopt;
  }
  return std::move(builder.documents);
}

std::string canonical(const Node& node) {
  std::string out;
  appendCanonical(node, out);
  return out;
}

bool equal(const Node& a, const Node& b) { return canonical(a) == canonical(b); }

}  // namespace mlpc::importers::kfp
