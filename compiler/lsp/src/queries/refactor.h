#pragma once

#include <optional>
#include <string>
#include <vector>

#include "files/projects.h"
#include "mlpc/diag/findings.h"

namespace mlpc::lsp {

/// A change that does not alter what a program means, or completes it.
struct Refactoring {
  std::string title;
  std::vector<diag::Edit> edits;
};

/// Sorts the imports at the beginning of a file, modules before files, and removes those that nothing uses. Empty if
/// they are in order, or other declarations or comments are between them.
std::vector<diag::Edit> organizeImports(const View& view);
/// What the selected bytes can become: a const.
std::vector<Refactoring> extractions(const View& view, uint32_t begin, uint32_t end);
/// Adds the required arguments that the call at a byte does not have.
std::optional<Refactoring> missingArguments(const View& view, uint32_t at);
/// Where the keyword of a declaration is, behind its documentation and decorators.
uint32_t keywordOf(const View& view, const syntax::Decl& decl);

}  // namespace mlpc::lsp
