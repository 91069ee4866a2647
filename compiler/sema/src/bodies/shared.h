#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/sema/written.h"
#include "names/scope.h"
#include "program/file_context.h"

namespace mlpc::sema {

// Shared by the checks of bodies.

/// The name at the root of `a.b["c"]`, or null.
const syntax::Name* rootName(const syntax::Tree& tree, syntax::ExprId expr);
/// The span of an expression.
inline source::Span spanOf(const syntax::Tree& tree, syntax::ExprId expr) { return tree.exprs[expr].span; }

/// Whether `name` is `run`, `task` or `matrix`, and not something that the file declares.
bool isNamespace(const FileContext& file, const Scope& scope, std::string_view name);

/// The value of a constant string; empty if it is not one.
std::optional<std::string> constantText(const FileContext& file, syntax::ExprId expr);

/// Declares the parameters of `owner` in `scope`; two with the same name are reported.
void declareParameters(FileContext& file, Scope& scope, SymbolId owner,
                       const std::vector<syntax::Parameter>& parameters, SymbolKind kind,
                       const std::vector<Field>& fields);
/// Declares `symbol` in `scope`, or reports that the name is already in use there.
bool declareOrReport(FileContext& file, Scope& scope, SymbolId symbol);

}  // namespace mlpc::sema
