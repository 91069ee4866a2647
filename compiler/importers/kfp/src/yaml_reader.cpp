#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>

#include "mlpc/diag/import.h"
#include "mlpc/support/text.h"
#include "yaml_node.h"

namespace mlpc::importers::kfp {
namespace {

/// The limit of Kubeflow Pipelines.
constexpr size_t kLargestFile = size_t{32} << 20;
/// A task takes about forty in a document of the SDK.
constexpr size_t kMostNodes = 2'000'000;

std::string_view textOf(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

/// JSON writes a character beyond U+FFFF as two escapes, YAML as one.
struct Joined {
  std::string text;
  std::vector<size_t> shortened;      ///< where escapes of YAML are in `text`, in order
  static constexpr size_t kLost = 2;  ///< twelve bytes became ten

  /// Where `offset` of `text` is in the original.
  [[nodiscard]] size_t original(size_t offset) const {
    const auto before = std::lower_bound(shortened.begin(), shortened.end(), offset);
    return offset + static_cast<size_t>(before - shortened.begin()) * kLost;
  }
};

/// The four digits of an escape `\uXXXX` at `at`, or 0.
uint32_t escapedUnit(std::string_view text, size_t at) {
  uint32_t unit = 0;
  if (text.size() < at + 6 || text.substr(at, 2) != "\\u") return 0;
  const char* const end = text.data() + at + 6;
  return std::from_chars(text.data() + at + 2, end, unit, 16).ptr == end ? unit : 0;
}

Joined joinSurrogates(std::string_view text) {
  Joined joined;
  for (size_t i = 0; i < text.size();) {
    const uint32_t high = escapedUnit(text, i);
    const uint32_t low = escapedUnit(text, i + 6);
    if (high >= 0xD800 && high < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
      joined.shortened.push_back(joined.text.size());
      joined.text += fmt::format("\\U{:08X}", 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
      i += 12;
      continue;
    }
    const size_t length = text[i] == '\\' ? 2 : 1;
    joined.text += text.substr(i, length);
    i += length;
  }
  return joined;
}

/// libyaml's parser of a text, and its last event.
class Events {
 public:
  explicit Events(std::string_view text) {
    yaml_parser_initialize(&parser_);
    // Otherwise it guesses UTF-16 from the first bytes.
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Events() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// The next event, valid until the next call; null if the text is not YAML.
  const yaml_event_t* next() {
    yaml_event_delete(&event_);
    return yaml_parser_parse(&parser_, &event_) != 0 ? &event_ : nullptr;
  }
  [[nodiscard]] const yaml_parser_t& parser() const { return parser_; }

 private:
  yaml_parser_t parser_{};
  yaml_event_t event_{};
};

/// Builds the tree from the parser's events, so that its limits hold while it grows.
class TreeReader {
 public:
  /// `joined` is read in place of `text` unless it is null.
  TreeReader(std::string_view text, const Joined* joined, source::FileId file, diag::Engine& diags, size_t most)
      : text_(joined != nullptr ? joined->text : text),
        joined_(joined),
        file_(file),
        diags_(diags),
        most_(most),
        events_(text_) {}

  /// Without documents that are empty; empty if an error was reported.
  std::optional<std::vector<Node>> run() {
    for (;;) {
      const yaml_event_t* event = events_.next();
      if (event == nullptr) return notYaml();
      if (event->type == YAML_STREAM_END_EVENT) return std::move(documents_);
      if (!take(*event)) return std::nullopt;
    }
  }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;
    std::unordered_set<std::string> keys;
  };

  bool take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_ALIAS_EVENT: diags_.report(spanOf(event.start_mark, 1), diag::importAlias); return false;
      case YAML_SCALAR_EVENT: return scalar(event);
      case YAML_SEQUENCE_START_EVENT:
        return open(Node::Kind::Sequence, event.start_mark, event.data.sequence_start.tag,
                    event.data.sequence_start.anchor);
      case YAML_MAPPING_START_EVENT:
        return open(Node::Kind::Mapping, event.start_mark, event.data.mapping_start.tag,
                    event.data.mapping_start.anchor);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: return close();
      default: return true;
    }
  }

  bool scalar(const yaml_event_t& event) {
    const auto& data = event.data.scalar;
    if (!noAnchor(event.start_mark, data.anchor)) return false;
    Node node;
    node.kind = Node::Kind::Text;
    node.span = spanOf(event.start_mark, data.length);
    node.text.assign(reinterpret_cast<const char*>(data.value), data.length);
    if (node.text.find('\0') != std::string::npos) {
      diags_.report(node.span, diag::importNul);
      return false;
    }
    const std::string_view tag = textOf(data.tag);
    if (tag.empty() && data.style == YAML_PLAIN_SCALAR_STYLE) {
      if (node.text == "<<" || node.text == "=") {
        diags_.report(node.span, diag::importTag,
                      node.text == "=" ? "tag:yaml.org,2002:value" : "tag:yaml.org,2002:merge");
        return false;
      }
      resolvePlain(node);
    } else if (!tag.empty() && tag != "!" && tag != YAML_STR_TAG) {
      diags_.report(node.span, diag::importTag, tag);
      return false;
    }
    return add(std::move(node));
  }

  bool noAnchor(const yaml_mark_t& mark, const yaml_char_t* anchor) {
    if (anchor == nullptr) return true;
    diags_.report(spanOf(mark, 1), diag::importAlias);
    return false;
  }

  bool open(Node::Kind kind, const yaml_mark_t& mark, const yaml_char_t* tag, const yaml_char_t* anchor) {
    if (!noAnchor(mark, anchor)) return false;
    if (tag != nullptr && textOf(tag) != "!") {
      diags_.report(spanOf(mark, 1), diag::importTag, textOf(tag));
      return false;
    }
    if (open_.size() >= kDeepest) {
      diags_.report(spanOf(mark, 1), diag::importTooDeep, kDeepest);
      return false;
    }
    Open& level = open_.emplace_back();
    level.node.kind = kind;
    level.node.span = spanOf(mark, 1);
    return true;
  }

  bool close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    if (node.isMapping()) node.indexKeys();
    return add(std::move(node));
  }

  bool add(Node node) {
    if (++nodes_ > most_) {
      diags_.report(node.span, diag::importTooMany, most_, diag::Phrase("values"));
      return false;
    }
    if (open_.empty()) {
      if (!node.isNull()) documents_.push_back(std::move(node));
      return true;
    }
    Open& level = open_.back();
    if (level.node.isSequence()) {
      level.node.items.push_back(std::move(node));
      return true;
    }
    return level.key ? addValue(level, std::move(node)) : addKey(level, std::move(node));
  }

  bool addKey(Open& level, Node node) {
    if (!node.isText()) {
      reportNoString(node, diags_);
      return false;
    }
    level.key = std::move(node);
    return true;
  }

  bool addValue(Open& level, Node node) {
    if (!level.keys.insert(level.key->text).second) {
      diags_.report(level.key->span, diag::importTwice, level.key->text);
      return false;
    }
    level.node.keys.push_back(std::move(level.key->text));
    level.node.keySpans.push_back(level.key->span);
    level.node.items.push_back(std::move(node));
    level.key.reset();
    return true;
  }

  /// Marks count code points, without a byte order mark. They hardly ever go back, so that the text is walked once.
  size_t offsetOf(const yaml_mark_t& mark) {
    if (mark.index < codePoints_) {
      codePoints_ = 0;
      offset_ = 0;
    }
    if (offset_ == 0 && text_.starts_with("\xEF\xBB\xBF")) offset_ = 3;
    for (; codePoints_ < mark.index && offset_ < text_.size(); ++codePoints_) {
      ++offset_;
      while (offset_ < text_.size() && (static_cast<unsigned char>(text_[offset_]) & 0xC0U) == 0x80U) ++offset_;
    }
    return offset_;
  }

  /// From the mark to the end of its line, at most `length` bytes.
  source::Span spanOf(const yaml_mark_t& mark, size_t length) {
    const size_t begin = offsetOf(mark);
    size_t end = begin;
    while (end < text_.size() && end - begin < length && text_[end] != '\n' && text_[end] != '\r') ++end;
    while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    return span(begin, end);
  }
  [[nodiscard]] source::Span span(size_t begin, size_t end) const {
    if (joined_ != nullptr) {
      begin = joined_->original(begin);
      end = joined_->original(end);
    }
    return {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  std::optional<std::vector<Node>> notYaml() {
    const yaml_parser_t& parser = events_.parser();
    // Of the characters themselves it gives the place in bytes.
    const size_t at = parser.error == YAML_READER_ERROR ? std::min(parser.problem_offset, text_.size())
                                                        : offsetOf(parser.problem_mark);
    const std::string problem = parser.problem == nullptr ? "it takes too much memory" : parser.problem;
    diags_.report(span(at, at), diag::importNotYaml, diag::Phrase(problem));
    return std::nullopt;
  }

  std::string_view text_;
  const Joined* joined_;
  source::FileId file_;
  diag::Engine& diags_;
  size_t most_;
  Events events_;
  std::vector<Node> documents_;
  std::vector<Open> open_;
  size_t nodes_ = 0;
  size_t codePoints_ = 0;  ///< how many of them are before `offset_`
  size_t offset_ = 0;
};

}  // namespace

std::optional<std::vector<Node>> readYaml(const source::SourceManager& sources, source::FileId file,
                                          diag::Engine& diags, bool bounded) {
  const std::string_view text = sources.file(file).text();
  if (bounded && text.size() > kLargestFile) {
    diags.report({file, 0, 0}, diag::importTooLarge, text.size());
    return std::nullopt;
  }
  if (const auto at = support::findInvalidUtf8(text)) {
    const auto offset = static_cast<uint32_t>(*at);
    diags.report({file, offset, offset + 1}, diag::importNotYaml, diag::Phrase("it is not UTF-8 text"));
    return std::nullopt;
  }
  // In YAML these bytes may be meant as they are.
  std::optional<Joined> joined;
  if (text.find("\\u") != std::string_view::npos && nlohmann::json::accept(text)) joined = joinSurrogates(text);
  return TreeReader(text, joined ? &*joined : nullptr, file, diags,
                    bounded ? kMostNodes : std::numeric_limits<size_t>::max())
      .run();
}

}  // namespace mlpc::importers::kfp
