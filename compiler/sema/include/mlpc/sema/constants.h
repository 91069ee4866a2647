#pragma once

#include <functional>
#include <optional>

#include "mlpc/sema/program.h"
#include "mlpc/support/constant.h"

namespace mlpc::sema {

/// What a symbol stands for while a constant is computed, where the caller knows more than the program (the argument
/// that a template's parameter is bound to). Nothing: not known.
using KnownSymbols = std::function<std::optional<support::Constant>(SymbolId)>;

/// The value of an expression if it is known when compiling: literals, consts, operators over them, interpolation,
/// records and lists with spreads, fields, `x.name` of a resource, defaults of the expected record type are NOT added.
/// Numbers with units become Quantity or Duration by the type that is expected of them. Never reports; an expression
/// that cannot be computed (or overflows) gives nothing. Only for expressions that `check` accepted.
std::optional<support::Constant> constantOf(const Program& program, ModuleId module, syntax::ExprId expr,
                                            const KnownSymbols& known = {});

}  // namespace mlpc::sema
