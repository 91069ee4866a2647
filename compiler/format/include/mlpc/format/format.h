#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mlpc/diag/findings.h"
#include "mlpc/source/span.h"
#include "mlpc/syntax/parsed_file.h"

namespace mlpc::format {

/// What can be chosen; everything else is the one style of the language.
struct Style {
  uint32_t width = 100;  ///< in code points; what cannot be broken may be longer
  uint32_t indent = 2;   ///< spaces for each level
};

/// A file in the style of the language.
struct Formatted {
  std::string text;
  /// What turns the source into `text`, in order: only whitespace, and commas that the language does not need.
  std::vector<diag::Edit> edits;
  /// An internal error if the formatted text would not have meant the same; the text is then that of the source.
  diag::Findings findings;
};

/// Formats a file. Declarations and statements with syntax errors keep their bytes; a file that cannot be read at all
/// is returned as it is. The result has the same tokens, comments and tree.
Formatted format(const syntax::ParsedFile& file, const Style& style = {});

/// Formats the declarations or statements that a range of the file touches, and returns the edits.
std::vector<diag::Edit> formatRange(const syntax::ParsedFile& file, source::Span range, const Style& style = {});

/// Formats a text, for those who write source.
std::string formatText(std::string text, const Style& style = {});

}  // namespace mlpc::format
