#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/tree.h"

namespace mlpc::embedded {

/// The text of a fence, string or file as the other language sees it, with a mapping back to the source.
class CodeText {
 public:
  struct Placeholder {
    uint32_t at = 0;  ///< position of its kPlaceholderByte
    syntax::ExprId value;
    source::Span span;
  };

  /// Of a FenceExpr or StringExpr of the file with the text `source`; empty for anything else.
  CodeText(std::string_view source, const syntax::Tree& tree, syntax::ExprId expr);

  /// Of a file that contains nothing else, and no placeholders.
  CodeText(source::FileId file, std::string_view text)
      : text_(text), runs_{{0, 0, 0}}, whole_{file, 0, static_cast<uint32_t>(text.size())} {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::vector<Placeholder>& placeholders() const { return placeholders_; }
  /// The placeholder whose byte is at `at`, or null.
  [[nodiscard]] const Placeholder* placeholderAt(uint32_t at) const;
  /// Where `[begin, end)` of the text is in the source.
  [[nodiscard]] source::Span span(uint32_t begin, uint32_t end) const;
  /// The whole of the code in the source.
  [[nodiscard]] source::Span whole() const { return whole_; }

 private:
  void addPart(const syntax::TextPart& part, std::string_view from, uint32_t indent);
  [[nodiscard]] uint32_t sourceOffset(uint32_t at, bool end) const;

  /// From position `text` on, the bytes of the text are contiguous in the source, starting at `source`.
  struct Run {
    uint32_t text;
    uint32_t source;
    uint32_t width;  ///< length in the source if the piece is a placeholder, otherwise 0
  };
  std::string text_;
  std::vector<Run> runs_;
  std::vector<Placeholder> placeholders_;
  source::Span whole_;
};

}  // namespace mlpc::embedded
