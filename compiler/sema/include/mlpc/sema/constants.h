#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mlpc/eval/numbers.h"
#include "mlpc/eval/operators.h"
#include "mlpc/eval/result.h"
#include "mlpc/sema/program.h"
#include "mlpc/support/constant.h"

namespace mlpc::sema {

/// What an expression comes to, and the part of it that has no value if the result is an error.
struct Evaluated {
  ir::eval::Result result;
  ModuleId module;
  syntax::ExprId where;
};

/// Evaluates an expression that `check` accepted as far as it is known when compiling: literals, consts, operators and
/// built-in functions over them, interpolation, records and lists with spreads, fields, attributes of resources that
/// their declarations or schemas give. Numbers are what their place wants (a float, a Quantity). The defaults of an
/// expected record type are NOT added. Never reports.
Evaluated evaluate(const Program& program, ModuleId module, syntax::ExprId expr);

/// The value of `evaluate`, or nothing whatever the reason.
std::optional<support::Constant> constantOf(const Program& program, ModuleId module, syntax::ExprId expr);

/// The operator of the tree as the evaluator knows it.
ir::eval::Operator evalOperator(syntax::BinaryOp op);

/// The kinds of number that a place of type `expected` takes.
ir::eval::NumberPlace numberPlace(const TypeStore& types, TypeId expected);

/// The name that a resource or existing thing has where its declaration gives none.
std::string defaultName(const Program& program, SymbolId resource);

/// Whether a fence of this language is code: a placeholder in it becomes a literal of the language, not plain text.
bool isScript(std::string_view language);

/// Reports at `span` what `value` breaks of the constraints of `field` (`@range`, `@length`, `@pattern`).
void checkConstraints(diag::Engine& diags, const Field& field, const support::Constant& value, source::Span span);

/// Tells why an operation at `span` has no value; `operation` is its spelling. What a checked program cannot have is an
/// internal error.
void reportFailure(diag::Engine& diags, const ir::eval::Error& error, source::Span span, std::string_view operation);

}  // namespace mlpc::sema
