#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/document.h"

namespace mlpc::emit {

/// A script on its way into a file: text that knows where its parts were asked for, with YAML documents in it that are
/// text only once the script is printed.
class Script {
 public:
  /// What happens to the text of a document before it stands in the script. It must keep the number of lines.
  using Filter = std::string (*)(std::string text);

  Script() = default;
  Script(std::string text) : text_(std::move(text)) {}
  Script(std::string_view text) : text_(text) {}
  Script(const char* text) : text_(text) {}
  /// A document, with the line break at its end.
  static Script document(Node node, Filter filter = nullptr);

  Script& operator+=(const Script& other);
  Script& operator+=(std::string_view text) {
    text_ += text;
    return *this;
  }
  Script& operator+=(const std::string& text) { return *this += std::string_view(text); }
  Script& operator+=(const char* text) { return *this += std::string_view(text); }
  friend Script operator+(Script a, const Script& b) { return std::move(a += b); }

  /// Says where all of it was asked for; parts that say so themselves keep their origins.
  Script&& at(source::Span origin) &&;
  [[nodiscard]] bool empty() const { return text_.empty() && documents_.empty(); }
  /// The text without the documents.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// With `indent` blanks in front of each line that is not empty. A document stays where it is.
  [[nodiscard]] Script indented(size_t indent) const;

  struct Mark {
    size_t begin;
    size_t end;
    source::Span origin;
  };
  struct Document {
    size_t at;  ///< in the text
    Node node;
    Filter filter;
  };
  /// In no order; the smaller of two that overlap is inside of the larger one.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  /// In the order of the text.
  [[nodiscard]] const std::vector<Document>& documents() const { return documents_; }

 private:
  std::string text_;
  std::vector<Mark> marks_;
  std::vector<Document> documents_;
};

}  // namespace mlpc::emit
