#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"
#include "program/file_context.h"

namespace mlpc::sema {

/// How a constant relates to a type.
enum class Fit : uint8_t {
  Fits,
  OtherValue,  ///< of the right type, but not one of the values that a union lists
  OtherType,
};
struct Fitting {
  Fit fit = Fit::Fits;
  std::string given;                ///< for OtherValue: what it is
  std::vector<std::string> values;  ///< for OtherValue: what it could have been
};

/// Whether `value` is allowed where `wanted` is expected, whatever the type of its expression: a const of type `string`
/// may have one of the strings that a union lists.
Fitting fitOf(const TypeStore& types, const support::Constant& value, TypeId wanted);

/// Reports a value that is not one of those in a union.
void reportOtherValue(diag::Engine& diags, const Fitting& fitting, source::Span span, bool literal);

/// Reports at `span` which constraints of fields inside `type` the parts of `value` violate: for a whole from a const
/// or a spread, whose parts are written somewhere else.
void checkParts(const TypeStore& types, diag::Engine& diags, TypeId type, const support::Constant& value,
                source::Span span);

/// Whether an expression refers to a value that is written somewhere else (a name, an access, a call), so that its
/// parts were not checked where they are needed.
bool isReferring(const syntax::Expr& expr);

/// Why the operation `expr` itself, rather than a part of it, has no value; nothing if it has one or none is known yet.
std::optional<ir::eval::Error> failureOf(const FileContext& file, syntax::ExprId expr);

/// Reports a constant that grows beyond what one evaluation may make. True after a complaint.
bool isTooLarge(FileContext& file, syntax::ExprId expr);

}  // namespace mlpc::sema
