#pragma once

#include <vector>

#include "files/projects.h"

namespace mlpc::lsp {

/// The name of an input or output of a component in its code: a variable of Python or bash.
struct EmbeddedName {
  source::Span at;
  sema::SymbolId symbol;
};

/// Whether the code around one of these names also has a variable with this name.
bool codeMentions(const View& view, source::Span at, std::string_view word);

/// All of them in the components of a file whose code is a fence.
std::vector<EmbeddedName> embeddedNamesIn(const View& view);

}  // namespace mlpc::lsp
