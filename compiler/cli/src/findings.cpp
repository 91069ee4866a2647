#include "findings.h"

#include <ostream>

namespace mlpc::cli {

FindingsStyle findingsStyle(const ParsedOptions& options, const Environment& environment) {
  FindingsStyle style;
  style.format = diag::findFormat(options.value("--format").value_or("text")).value_or(diag::Format::Text);
  const std::string colour = options.value("--color").value_or("auto");
  style.text.colour = colour == "always" || (colour == "auto" && environment.colour);
  style.text.warningsAsErrors = options.has("--werror");
  return style;
}

void printFindings(const source::SourceManager& sources, const std::vector<diag::Report>& reports,
                   const FindingsStyle& style, Environment& environment, std::ostream& data) {
  if (style.format == diag::Format::Text) {
    environment.err << diag::renderText(sources, reports, style.text);
    return;
  }
  diag::LocatedFindings findings;
  findings.add(sources, reports, style.text.warningsAsErrors);
  data << diag::render(style.format, findings.take(), {MLPC_VERSION});
}

}  // namespace mlpc::cli
