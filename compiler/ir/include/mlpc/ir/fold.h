#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mlpc/eval/access.h"
#include "mlpc/eval/result.h"
#include "mlpc/ir/value.h"

namespace mlpc::ir {

/// Values that are computed as far as they are known; what is not stays an operation, a call or a text with
/// placeholders. `ir::eval` does the computing.

/// The boolean that a value is known to be, or null.
const bool* knownBool(const Value& value);
/// Whether a value is known to be null.
bool isNull(const Value& value);

/// `op` over values. And and Or are flat, and `true` and `false` in them disappear; a chosen side of a Conditional
/// stands for the whole. Comparisons of constants that cannot be compared stay.
Value foldOperation(Operator op, std::vector<Value> operands, source::Span origin);

/// A call of a built-in function: its value if the arguments are constants and the function has one before a run.
/// `error` says why there is none although all is known; the call stays then.
Value foldCall(Call call, source::Span origin, std::optional<eval::Error>* error = nullptr);

/// A text with values in it. Neighbouring constants are one part, and the parts of an inner text are parts of this one;
/// a constant if every part is. A single part that is no text stays a part.
Value foldText(std::vector<Value> parts, source::Span origin);

/// The field `name` of a record or of null; nothing if the value has no such field, or is neither.
std::optional<Value> foldMember(const Value& base, std::string_view name);

using FieldMerger = eval::FieldMerger<Field, &Field::key>;

}  // namespace mlpc::ir
