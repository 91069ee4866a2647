#include "yaml_writer.h"

#include <algorithm>
#include <span>

#include "characters.h"
#include "mlpc/support/id.h"
#include "mlpc/support/utf8.h"
#include "recorder.h"
#include "scalar.h"

namespace mlpc::emit {
namespace {

/// Readers give up on a key whose `:` does not follow within 1024 characters, unless a `?` announces it.
constexpr size_t kLongestSimpleKey = 1000;

/// Roughly the size of `node` as text, preferably too much. Growing the text by doubling costs more than counting
/// first: each larger buffer means new pages and a copy.
size_t estimateSize(const Node& node, size_t indent) {
  constexpr size_t kDecoration = 4;  // a dash or colon, spaces, a line break
  size_t size = 0;
  if (const auto* entries = node.as<Node::Mapping>()) {
    for (const auto& entry : *entries) {
      size += indent + entry.key.size() + kDecoration + estimateSize(entry.value, indent + 2);
    }
  } else if (const auto* items = node.as<Node::Sequence>()) {
    for (const auto& item : *items) size += indent + kDecoration + estimateSize(item, indent + 2);
  } else if (const auto* text = node.as<std::string>()) {
    // Half as much again if it may be a script, for the indentation of its lines.
    size += text->size() + kDecoration + (text->size() > 80 ? text->size() / 2 : 0);
  } else {
    size += 8;
  }
  return size + node.comment().size();
}

class YamlWriter {
 public:
  /// `recorder` may be null.
  explicit YamlWriter(std::string& out, Recorder* recorder = nullptr) : out_(out), recorder_(recorder) {}

  void writeDocument(const Node& node) {
    const Recorder::Step step(recorder_, node);
    writeComment(node.comment(), 0);
    writeLeadingComments(node, 0);
    if (isBlock(node)) {
      writeBlock(node, 0, /*inItem=*/false);
    } else {
      // Never a literal block: readers disagree about its indentation at the top level.
      writeInline(node, Place::Block);
      out_ += '\n';
    }
  }

  /// Writes anything on one line.
  void writeInline(const Node& node, Place place) {
    const size_t begin = out_.size();
    std::visit(support::Overload{
                   [&](std::monostate) { out_ += "null"; },
                   [&](bool value) { out_ += value ? "true" : "false"; },
                   [&](int64_t value) { appendInteger(out_, value); },
                   [&](double value) { appendDouble(out_, value); },
                   [&](const std::string& text) {
                     if (node.style() == Style::Quoted) {
                       appendQuoted(out_, text);
                     } else {
                       appendString(out_, text, place);
                     }
                   },
                   [&](const Node::Sequence& items) {
                     out_ += '[';
                     for (size_t i = 0; i < items.size(); ++i) {
                       if (i != 0) out_ += ", ";
                       const Recorder::Step step(recorder_, i, items[i]);
                       writeInline(items[i], Place::Flow);
                     }
                     out_ += ']';
                   },
                   [&](const Node::Mapping& entries) {
                     out_ += '{';
                     for (size_t i = 0; i < entries.size(); ++i) {
                       if (i != 0) out_ += ", ";
                       writeKey(entries[i].key, Place::Flow);
                       out_ += ' ';
                       const Recorder::Step step(recorder_, entries[i].key, entries[i].value);
                       writeInline(entries[i].value, Place::Flow);
                     }
                     out_ += '}';
                   },
               },
               node.storage());
    if (recorder_ != nullptr && !node.isMapping() && !node.isSequence()) recorder_->note(begin, out_.size());
  }

 private:
  /// Whether the node takes lines of its own.
  static bool isBlock(const Node& node) {
    return (node.isMapping() || node.isSequence()) && node.style() != Style::Flow && !node.empty();
  }

  /// Writes the comments of everything that starts on the first line of `node` (in `- - key:` all three) above that
  /// line.
  void writeLeadingComments(const Node& node, size_t indent) {
    for (const Node* inner = &node; isBlock(*inner);) {
      const auto* items = inner->as<Node::Sequence>();
      inner = items != nullptr ? &items->front() : &inner->as<Node::Mapping>()->front().value;
      writeComment(inner->comment(), indent);
      if (items == nullptr) return;  // the value of an entry continues on the next line
    }
  }

  void writeComment(std::string_view comment, size_t indent) {
    while (!comment.empty()) {
      const size_t end = std::min(comment.find('\n'), comment.size());
      const std::string_view line = comment.substr(0, end);
      out_.append(indent, ' ');
      out_ += '#';
      if (!line.empty()) out_ += ' ';
      for (size_t i = 0; i < line.size();) {
        const support::CodePoint point = support::decodeUtf8(line, i);
        const bool shown = point.value >= 0x80 ? point.valid && isWritable(point.value)
                                               : (charClass(line[i]) & (kControl | kTab)) == 0;
        // There are no escapes in comments, and some of these characters would end the line.
        if (shown) {
          out_.append(line.substr(i, point.length));
        } else {
          out_ += ' ';
        }
        i += point.length;
      }
      out_ += '\n';
      comment.remove_prefix(std::min(end + 1, comment.size()));
    }
  }

  /// Writes the key and its colon.
  void writeKey(std::string_view key, Place place, size_t indent = 0) {
    const size_t start = out_.size();
    appendString(out_, key, place);
    if (out_.size() - start > kLongestSimpleKey) {
      out_.insert(start, "? ");
      if (place == Place::Block) {
        out_ += '\n';
        out_.append(indent, ' ');
      } else {
        out_ += ' ';
      }
    }
    out_ += ':';
  }

  /// Writes a mapping or sequence over several lines. The caller has written the comments above the first line and,
  /// with `inItem`, the start of that line.
  void writeBlock(const Node& node, size_t indent, bool inItem) {
    bool first = true;
    if (const auto* items = node.as<Node::Sequence>()) {
      for (const auto& item : *items) {
        const Recorder::Step step(recorder_, static_cast<size_t>(&item - items->data()), item);
        if (!first) {
          writeComment(item.comment(), indent);
          writeLeadingComments(item, indent);
        }
        if (!first || !inItem) out_.append(indent, ' ');
        out_ += "- ";
        writeItem(item, indent);
        first = false;
      }
      return;
    }
    for (const auto& entry : *node.as<Node::Mapping>()) {
      const Recorder::Step step(recorder_, entry.key, entry.value);
      if (!first) writeComment(entry.value.comment(), indent);
      if (!first || !inItem) out_.append(indent, ' ');
      writeKey(entry.key, Place::Block, indent);
      writeValue(entry.value, indent);
      first = false;
    }
  }

  void writeItem(const Node& item, size_t indent) {
    if (isBlock(item)) {
      writeBlock(item, indent + 2, /*inItem=*/true);
    } else {
      writeScalar(item, indent);
    }
  }

  /// Writes what follows the colon of an entry whose key is indented by `indent`.
  void writeValue(const Node& value, size_t indent) {
    if (!isBlock(value)) {
      out_ += ' ';
      writeScalar(value, indent);
      return;
    }
    out_ += '\n';
    const size_t inner = value.isSequence() ? indent : indent + 2;
    writeLeadingComments(value, inner);
    writeBlock(value, inner, /*inItem=*/false);
  }

  /// Writes what fits after `key: ` or `- `, with its line break.
  void writeScalar(const Node& node, size_t indent) {
    const auto* text = node.as<std::string>();
    if (text == nullptr || node.style() == Style::Quoted) {
      writeInline(node, Place::Block);
      out_ += '\n';
      return;
    }
    const size_t begin = out_.size();
    const uint8_t classes = classesOf(*text);
    if (((classes & kBreak) != 0 || node.style() == Style::Literal) && fitsLiteral(*text, classes)) {
      appendLiteral(out_, *text, indent + 2);
      if (recorder_ != nullptr) recorder_->note(begin, out_.size() - 1);
      return;
    }
    if (isPlain(*text, classes, Place::Block)) {
      out_ += *text;
    } else {
      appendQuoted(out_, *text);
    }
    if (recorder_ != nullptr) recorder_->note(begin, out_.size());
    out_ += '\n';
  }

  std::string& out_;
  Recorder* recorder_;
};

std::string writeStream(std::span<const Node> documents, std::string_view header, std::vector<Mapped>* map,
                        source::Span origin) {
  size_t size = header.size();
  for (const auto& document : documents) size += estimateSize(document, 0) + 4;
  std::string out;
  out.reserve(size);
  out = header;
  for (size_t i = 0; i < documents.size(); ++i) {
    if (i != 0) out += "---\n";
    if (map == nullptr) {
      YamlWriter(out).writeDocument(documents[i]);
    } else {
      Recorder recorder(*map, static_cast<uint32_t>(i), origin);
      YamlWriter(out, &recorder).writeDocument(documents[i]);
    }
  }
  return out;
}

}  // namespace

std::string writeYaml(const Node& document, std::string_view header, std::vector<Mapped>* map, source::Span origin) {
  return writeStream({&document, 1}, header, map, origin);
}

std::string writeYaml(const std::vector<Node>& documents, std::string_view header, std::vector<Mapped>* map,
                      source::Span origin) {
  return writeStream(documents, header, map, origin);
}

std::string writeScalar(const Node& scalar) {
  std::string out;
  YamlWriter(out).writeInline(scalar, Place::Block);
  return out;
}

}  // namespace mlpc::emit
