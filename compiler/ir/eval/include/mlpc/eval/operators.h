#pragma once

#include <cstdint>
#include <optional>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// The operators of the language that compute from constants.
enum class Operator : uint8_t {
  Not,
  Negate,
  And,
  Or,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder
};

/// `!a` or `-a`.
Result unary(Operator op, const support::Constant& operand);

/// `a op b`. Two ints give an int, an int and a float a float; `/` of ints rounds towards zero, and `%` has the sign of
/// the left side.
Result binary(Operator op, const support::Constant& left, const support::Constant& right);

/// The value of `left && …` or `left || …` if the left side alone decides; the right side is then not evaluated.
std::optional<bool> decides(Operator op, const support::Constant& left);

}  // namespace mlpc::ir::eval
