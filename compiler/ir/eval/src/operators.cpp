#include "mlpc/eval/operators.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mlpc::ir::eval {

using support::Constant;

namespace {

std::optional<double> number(const Constant& value) {
  if (const auto* i = value.as<int64_t>()) return static_cast<double>(*i);
  if (const auto* d = value.as<double>()) return *d;
  return std::nullopt;
}

template <typename T>
bool ordered(Operator op, const T& left, const T& right) {
  switch (op) {
    case Operator::Less: return left < right;
    case Operator::LessEqual: return left < right || left == right;
    case Operator::Greater: return right < left;
    default: return right < left || left == right;
  }
}

Result compare(Operator op, const Constant& left, const Constant& right) {
  const auto* li = left.as<int64_t>();
  const auto* ri = right.as<int64_t>();
  if (li != nullptr && ri != nullptr) return Constant(ordered(op, *li, *ri));
  if (const auto l = number(left), r = number(right); l && r) return Constant(ordered(op, *l, *r));
  const auto both = [&]<typename T>() -> std::optional<bool> {
    const auto* l = left.as<T>();
    const auto* r = right.as<T>();
    return l != nullptr && r != nullptr ? std::optional(ordered(op, *l, *r)) : std::nullopt;
  };
  auto result = both.template operator()<std::string>();
  if (!result) result = both.template operator()<support::Duration>();
  if (!result) result = both.template operator()<support::Quantity>();
  return result ? Result(Constant(*result)) : Result(Failure::WrongType);
}

/// `left in right`: an item of a list, a key of a record, a part of a string.
Result contains(const Constant& left, const Constant& right) {
  if (const auto* list = right.as<Constant::List>())
    return Constant(std::find(list->begin(), list->end(), left) != list->end());
  const auto* key = left.as<std::string>();
  if (key == nullptr) return Failure::WrongType;
  if (right.as<Constant::Record>() != nullptr) return Constant(right.field(*key) != nullptr);
  const auto* text = right.as<std::string>();
  return text == nullptr ? Result(Failure::WrongType) : Result(Constant(text->find(*key) != std::string::npos));
}

Result overInts(Operator op, int64_t left, int64_t right) {
  int64_t result = 0;
  bool fits = true;
  switch (op) {
    case Operator::Add: fits = !__builtin_add_overflow(left, right, &result); break;
    case Operator::Subtract: fits = !__builtin_sub_overflow(left, right, &result); break;
    case Operator::Multiply: fits = !__builtin_mul_overflow(left, right, &result); break;
    default:
      if (right == 0) return Failure::DivisionByZero;
      // For the smallest int and -1, the quotient does not fit, and C++ leaves the remainder undefined.
      if (right == -1) {
        fits = op == Operator::Remainder || !__builtin_sub_overflow(int64_t{0}, left, &result);
      } else {
        result = op == Operator::Divide ? left / right : left % right;
      }
  }
  return fits ? Result(Constant(result)) : Result(Failure::Overflow);
}

Result overFloats(Operator op, double left, double right) {
  double result = 0;
  switch (op) {
    case Operator::Add: result = left + right; break;
    case Operator::Subtract: result = left - right; break;
    case Operator::Multiply: result = left * right; break;
    case Operator::Divide:
      if (right == 0) return Failure::DivisionByZero;
      result = left / right;
      break;
    default: return Failure::WrongType;
  }
  return std::isfinite(result) ? Result(Constant(result)) : Result(Failure::Overflow);
}

Result arithmetic(Operator op, const Constant& left, const Constant& right) {
  const auto* li = left.as<int64_t>();
  const auto* ri = right.as<int64_t>();
  if (li != nullptr && ri != nullptr) return overInts(op, *li, *ri);
  const auto l = number(left);
  const auto r = number(right);
  return l && r ? overFloats(op, *l, *r) : Result(Failure::WrongType);
}

}  // namespace

Result unary(Operator op, const Constant& operand) {
  if (op == Operator::Not) {
    const bool* flag = operand.as<bool>();
    return flag == nullptr ? Result(Failure::WrongType) : Result(Constant(!*flag));
  }
  if (const auto* i = operand.as<int64_t>()) return overInts(Operator::Subtract, 0, *i);
  if (const auto* d = operand.as<double>()) return Constant(-*d);
  return Failure::WrongType;
}

std::optional<bool> decides(Operator op, const Constant& left) {
  const bool* flag = left.as<bool>();
  return flag != nullptr && *flag == (op == Operator::Or) ? std::optional(*flag) : std::nullopt;
}

Result binary(Operator op, const Constant& left, const Constant& right) {
  switch (op) {
    case Operator::And:
    case Operator::Or: {
      const bool* l = left.as<bool>();
      const bool* r = right.as<bool>();
      if (l == nullptr || r == nullptr) return Failure::WrongType;
      return Constant(op == Operator::And ? *l && *r : *l || *r);
    }
    case Operator::Equal: return Constant(left == right);
    case Operator::NotEqual: return Constant(!(left == right));
    case Operator::Less:
    case Operator::LessEqual:
    case Operator::Greater:
    case Operator::GreaterEqual: return compare(op, left, right);
    case Operator::In: return contains(left, right);
    case Operator::Add:
    case Operator::Subtract:
    case Operator::Multiply:
    case Operator::Divide:
    case Operator::Remainder: return arithmetic(op, left, right);
    case Operator::Not:
    case Operator::Negate: break;
  }
  return Failure::WrongType;
}

}  // namespace mlpc::ir::eval
