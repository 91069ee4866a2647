#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mlpc/eval/access.h"
#include "mlpc/eval/operators.h"
#include "mlpc/eval/result.h"
#include "mlpc/ir/value.h"

namespace mlpc::ir {

/// Values computed as far as they are known; the rest stays an operation, a call or a text with placeholders.
/// `ir::eval` does the computing.

/// The boolean that a value is known to be, or null.
const bool* knownBool(const Value& value);
/// Whether a value is known to be null.
bool isNull(const Value& value);

/// The operation that the IR has for an operator of the evaluator; none for arithmetic, which only applies to
/// constants.
std::optional<Operator> operatorOf(eval::Operator op);
/// `op` applied to values. And and Or are flattened and lose `true` and `false`; a Conditional whose condition is known
/// becomes the chosen side. Comparisons of constants that cannot be compared stay.
Value foldOperation(Operator op, std::vector<Value> operands, source::Span origin);

/// A call of a built-in function: its value if the arguments are constants and it has a value before a run. `error`
/// says why there is no value although everything is known; the call then stays.
Value foldCall(Call call, source::Span origin, std::optional<eval::Error>* error = nullptr);

/// A text with values in it. Neighbouring constants become one part, and the parts of a nested text become parts of
/// this one; the result is a constant if every part is. A single part that is not a text stays a part.
Value foldText(std::vector<Value> parts, source::Span origin);

/// The field `name` of a record or of null; empty if the value has no such field or is neither.
std::optional<Value> foldMember(const Value& base, std::string_view name);

using FieldMerger = eval::FieldMerger<Field, &Field::key>;

}  // namespace mlpc::ir
