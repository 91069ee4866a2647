#pragma once

#include <iosfwd>
#include <vector>

#include "mlpc/cli/cli.h"
#include "mlpc/diag/formats.h"
#include "mlpc/diag/render.h"
#include "options.h"

namespace mlpc::cli {

/// How a command prints findings.
struct FindingsStyle {
  diag::Format format = diag::Format::Text;
  diag::TextStyle text;
};

/// What `--format`, `--color` and `--werror` ask for.
FindingsStyle findingsStyle(const ParsedOptions& options, const Environment& environment);

/// Prints the findings of one program: as text on `err`, in a form for programs on `data`.
void printFindings(const source::SourceManager& sources, const std::vector<diag::Report>& reports,
                   const FindingsStyle& style, Environment& environment, std::ostream& data);

}  // namespace mlpc::cli
