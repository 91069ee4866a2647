#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mlpc/eval/numbers.h"
#include "mlpc/eval/operators.h"
#include "mlpc/eval/result.h"
#include "mlpc/sema/program.h"
#include "mlpc/support/constant.h"

namespace mlpc::sema {

/// The value of an expression, and the part of it that has no value if the result is an error.
struct Evaluated {
  ir::eval::Result result;
  ModuleId module;
  syntax::ExprId where;
};

/// Evaluates an expression that `check` accepted as far as it is known at compile time: literals, consts, operators and
/// built-in functions applied to them, interpolation, records and lists with spreads, fields, attributes of resources
/// that their declarations or schemas give. Numbers are converted to what their place expects (a float, a Quantity).
/// The defaults of an expected record type are NOT added. Never reports.
Evaluated evaluate(const Program& program, ModuleId module, syntax::ExprId expr);

/// The value of `evaluate`, or empty for whatever reason.
std::optional<support::Constant> constantOf(const Program& program, ModuleId module, syntax::ExprId expr);

/// The operator of the tree in the evaluator's terms.
ir::eval::Operator evalOperator(syntax::BinaryOp op);

/// The kinds of number that a place of type `expected` accepts.
ir::eval::NumberPlace numberPlace(const TypeStore& types, TypeId expected);

/// The name of a resource or existing object whose declaration gives none.
std::string defaultName(const Program& program, SymbolId resource);

/// A use of a template, whose parameters have values in it.
struct TemplateUse {
  SymbolId of;
  source::Span at;
};

/// Reports at `span` which constraints of `field` (`@range`, `@length`, `@pattern`) `value` violates, with a note on
/// each use that gave it.
void checkConstraints(const Program& program, diag::Engine& diags, const Field& field, const support::Constant& value,
                      source::Span span, std::span<const TemplateUse> uses);
/// The same where no template is involved.
void checkConstraints(diag::Engine& diags, const Field& field, const support::Constant& value, source::Span span);

/// Reports why an operation at `span` has no value; `operation` is its spelling. What cannot occur in a checked program
/// is an internal error.
void reportFailure(diag::Engine& diags, const ir::eval::Error& error, source::Span span, std::string_view operation);

}  // namespace mlpc::sema
