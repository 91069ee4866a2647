#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"

namespace mlpc::sema {

/// How a constant stands to a type.
enum class Fit : uint8_t {
  Fits,
  OtherValue,  ///< of the right type, but none of the values that a union names
  OtherType,
};
struct Fitting {
  Fit fit = Fit::Fits;
  std::string given;                ///< of OtherValue: what it is
  std::vector<std::string> values;  ///< of OtherValue: what it could have been
};

/// Whether `value` may stand where `wanted` is, whatever the type of the expression that it comes from: a const of type
/// `string` may hold one of the texts that a union names.
Fitting fitOf(const TypeStore& types, const support::Constant& value, TypeId wanted);

/// Reports a value that is none of those of a union.
void reportOtherValue(diag::Engine& diags, const Fitting& fitting, source::Span span, bool literal);

/// Reports at `span` what the parts of `value` break of the constraints of fields inside of `type`: for a whole that
/// a const or a spread brings, whose parts are written somewhere else.
void checkParts(const TypeStore& types, diag::Engine& diags, TypeId type, const support::Constant& value,
                source::Span span);

/// Whether an expression stands for a value that is written somewhere else (a name, an access, a call), so that its
/// parts have not been looked at where they are wanted.
bool isReferring(const syntax::Expr& expr);

/// Why the operation `expr` itself, rather than a part of it, has no value; nothing if it has one or none is known yet.
std::optional<ir::eval::Error> failureOf(const Program& program, ModuleId module, syntax::ExprId expr);

/// Reports a constant that grows beyond what one evaluation may make. True after a complaint.
bool isTooLarge(const Program& program, diag::Engine& diags, ModuleId module, syntax::ExprId expr);

}  // namespace mlpc::sema
