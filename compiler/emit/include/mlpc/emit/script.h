#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/document.h"

namespace mlpc::emit {

/// A script on its way into a file: text that knows where its parts were asked for, and that may contain YAML
/// documents, which become text only when the script is printed.
class Script {
 public:
  /// Applied to the text of a document before it becomes part of the script. It must keep the number of lines.
  using Filter = std::string (*)(std::string text);

  Script() = default;
  Script(std::string text) : text_(std::move(text)) {}
  Script(std::string_view text) : text_(text) {}
  Script(const char* text) : text_(text) {}
  /// A document, followed by a line break.
  static Script document(Node node, Filter filter = nullptr);

  Script& operator+=(const Script& other);
  Script& operator+=(std::string_view text) {
    text_ += text;
    return *this;
  }
  Script& operator+=(const std::string& text) { return *this += std::string_view(text); }
  Script& operator+=(const char* text) { return *this += std::string_view(text); }
  friend Script operator+(Script a, const Script& b) { return std::move(a += b); }

  /// Sets where all of it was asked for; parts with origins of their own keep them.
  Script&& at(source::Span origin) &&;
  [[nodiscard]] bool empty() const { return text_.empty() && documents_.empty(); }
  /// The text without the documents.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// With `indent` spaces before each line that is not empty. Documents are not indented.
  [[nodiscard]] Script indented(size_t indent) const;

  struct Mark {
    size_t begin;
    size_t end;
    source::Span origin;
  };
  struct Document {
    size_t at;  ///< position in the text
    Node node;
    Filter filter;
  };
  /// In no particular order; of two that overlap, the smaller is inside the larger.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  /// In the order of the text.
  [[nodiscard]] const std::vector<Document>& documents() const { return documents_; }

 private:
  std::string text_;
  std::vector<Mark> marks_;
  std::vector<Document> documents_;
};

}  // namespace mlpc::emit
