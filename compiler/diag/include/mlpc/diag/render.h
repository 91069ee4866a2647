#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::diag {

/// `MLP2103`
std::string codeText(uint16_t code);
/// Where the page that explains a code can be read.
std::string pageUrl(uint16_t code);
/// `error`, `warning`, `info`
std::string_view severityText(Severity severity);

struct TextStyle {
  bool colour = false;  ///< ANSI colours
  bool warningsAsErrors = false;
  bool count = true;      ///< the text ends with how many there are
  size_t mostErrors = 0;  ///< the text ends after this many errors, and says how many more there are; 0: all
};

/// For people: `FILE:LINE:COLUMN: error[MLP2103]: message`, the line with carets below it, notes and fixes. Ends with a
/// count if there is more than one.
std::string renderText(const source::SourceManager& sources, const std::vector<Report>& reports,
                       const TextStyle& style);

/// The page that explains a code (Markdown), or an empty view.
std::string_view page(uint16_t code);

}  // namespace mlpc::diag
