#pragma once

#include <string>

#include "queries/occurrences.h"

namespace mlpc::lsp {

/// A declaration as it would be written: `component train(data: Dataset, epochs: int = 10) -> Model`.
std::string headOf(const sema::Program& program, sema::SymbolId symbol);
/// `epochs: int = 10`
std::string headOf(const sema::Program& program, const sema::Field& field);
/// What there is to know about a name, as Markdown.
std::string describe(const View& view, const Occurrence& occurrence);
std::string describe(const sema::Program& program, const sema::Field& field);
std::string describe(const View& view, sema::SymbolId symbol);
/// `component`, `input`, `task`
std::string_view kindName(const sema::Program& program, const sema::Symbol& symbol);

}  // namespace mlpc::lsp
