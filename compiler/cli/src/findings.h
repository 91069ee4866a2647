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

/// What `--format`, `--color`, `--werror` and `--max-errors` ask for.
FindingsStyle findingsStyle(const ParsedOptions& options, const Environment& environment);
/// What is wrong with the values of those options; empty if nothing is.
std::string findingsStyleError(const ParsedOptions& options);

/// The findings of one program.
struct ProgramFindings {
  const source::SourceManager& sources;
  std::vector<diag::Report> reports;
};

/// Prints the findings of several programs, each once. `wanted` is what is left of them.
void printFindings(const std::vector<ProgramFindings>& programs, const std::vector<diag::Located>& wanted,
                   const FindingsStyle& style, Environment& environment, std::ostream& data);

/// Prints the findings of one program: as text on `err`, in a form for programs on `data`.
void printFindings(const source::SourceManager& sources, const std::vector<diag::Report>& reports,
                   const FindingsStyle& style, Environment& environment, std::ostream& data);

}  // namespace mlpc::cli
