#include <algorithm>

#include "evaluator.h"
#include "mlpc/diag/internal.h"
#include "mlpc/sema/constants.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Operator;
using ir::Value;
using support::Constant;

namespace {

std::optional<Operator> operatorOf(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or: return Operator::Or;
    case BinaryOp::And: return Operator::And;
    case BinaryOp::Equal: return Operator::Equal;
    case BinaryOp::NotEqual: return Operator::NotEqual;
    case BinaryOp::Less: return Operator::Less;
    case BinaryOp::LessEqual: return Operator::LessEqual;
    case BinaryOp::Greater: return Operator::Greater;
    case BinaryOp::GreaterEqual: return Operator::GreaterEqual;
    case BinaryOp::In: return Operator::In;
    case BinaryOp::Add:
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
    case BinaryOp::Divide:
    case BinaryOp::Remainder: return std::nullopt;
  }
  return std::nullopt;
}

template <typename T>
bool ordered(Operator op, const T& left, const T& right) {
  switch (op) {
    case Operator::Less: return left < right;
    case Operator::LessEqual: return !(right < left);
    case Operator::Greater: return right < left;
    default: return !(left < right);
  }
}

std::optional<double> number(const Constant& value) {
  if (const auto* i = value.as<int64_t>()) return static_cast<double>(*i);
  if (const auto* d = value.as<double>()) return *d;
  return std::nullopt;
}

Value comparison(Operator op, Value left, Value right, source::Span origin) {
  const auto a = left.constant();
  const auto b = a ? right.constant() : std::nullopt;
  if (a && b) {
    if (const auto known = compare(op, *a, *b)) return {Constant(*known), origin};
  }
  std::vector<Value> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  return {ir::Operation{op, std::move(operands)}, origin};
}

}  // namespace

std::optional<bool> compare(Operator op, const Constant& left, const Constant& right) {
  if (op == Operator::Equal) return left == right;
  if (op == Operator::NotEqual) return !(left == right);
  if (op == Operator::In) {
    if (const auto* list = right.as<Constant::List>())
      return std::find(list->begin(), list->end(), left) != list->end();
    const auto* key = left.as<std::string>();
    if (key != nullptr && right.as<Constant::Record>() != nullptr) return right.field(*key) != nullptr;
    const auto* text = right.as<std::string>();
    if (key != nullptr && text != nullptr) return text->find(*key) != std::string::npos;
    return std::nullopt;
  }
  const auto* li = left.as<int64_t>();
  const auto* ri = right.as<int64_t>();
  if (li != nullptr && ri != nullptr) return ordered(op, *li, *ri);
  if (const auto l = number(left), r = number(right); l && r) return ordered(op, *l, *r);
  const auto both = [&]<typename T>() -> std::optional<bool> {
    const auto* l = left.as<T>();
    const auto* r = right.as<T>();
    return l != nullptr && r != nullptr ? std::optional(ordered(op, *l, *r)) : std::nullopt;
  };
  if (const auto known = both.template operator()<std::string>()) return known;
  if (const auto known = both.template operator()<support::Duration>()) return known;
  return both.template operator()<support::Quantity>();
}

Value combine(Operator op, std::vector<Value> operands, source::Span origin) {
  const bool neutral = op == Operator::And;
  std::vector<Value> kept;
  for (Value& operand : operands) {
    if (const bool* known = knownBool(operand)) {
      if (*known != neutral) return {Constant(!neutral), origin};
      continue;
    }
    if (auto* inner = operand.as<ir::Operation>(); inner != nullptr && inner->op == op) {
      std::move(inner->operands.begin(), inner->operands.end(), std::back_inserter(kept));
    } else {
      kept.push_back(std::move(operand));
    }
  }
  if (kept.empty()) return {Constant(neutral), origin};
  if (kept.size() == 1) return std::move(kept[0]);
  return {ir::Operation{op, std::move(kept)}, origin};
}

Value Evaluator::unary(At at, ExprId id, const UnaryExpr& unary) {
  if (unary.op == UnaryOp::Negate) return arithmetic(at, id);
  const source::Span origin = lowering_.span(at.module, id);
  Value operand = eval(at.module, unary.operand, at.environment);
  if (const bool* known = knownBool(operand)) return {Constant(!*known), origin};
  std::vector<Value> operands;
  operands.push_back(std::move(operand));
  return {ir::Operation{Operator::Not, std::move(operands)}, origin};
}

Value Evaluator::binary(At at, ExprId id, const BinaryExpr& binary) {
  const auto op = operatorOf(binary.op);
  if (!op) return arithmetic(at, id);
  const source::Span origin = lowering_.span(at.module, id);
  Value left = eval(at.module, binary.left, at.environment);
  // The right side is not looked at where the left one decides: it may have no value then.
  if (const bool* known = knownBool(left); known != nullptr) {
    if (*op == Operator::And && !*known) return {Constant(false), origin};
    if (*op == Operator::Or && *known) return {Constant(true), origin};
  }
  Value right = eval(at.module, binary.right, at.environment);
  if (*op != Operator::And && *op != Operator::Or) return comparison(*op, std::move(left), std::move(right), origin);
  std::vector<Value> operands;
  operands.push_back(std::move(left));
  operands.push_back(std::move(right));
  return combine(*op, std::move(operands), origin);
}

Value Evaluator::chain(At at, const ChainExpr& chain, source::Span origin) {
  std::vector<Value> values;
  for (const ExprId operand : chain.operands) values.push_back(eval(at.module, operand, at.environment));
  std::vector<Value> comparisons;
  for (size_t i = 0; i < chain.ops.size(); ++i) {
    const source::Span span = source::cover(values[i].origin, values[i + 1].origin);
    comparisons.push_back(comparison(*operatorOf(chain.ops[i]), values[i], values[i + 1], span));
  }
  return combine(Operator::And, std::move(comparisons), origin);
}

Value Evaluator::conditional(At at, const ConditionalExpr& conditional, source::Span origin) {
  Value condition = eval(at.module, conditional.condition, at.environment);
  if (const bool* known = knownBool(condition)) {
    Value value = eval(at.module, *known ? conditional.then : conditional.otherwise, at.environment);
    value.origin = origin;
    return value;
  }
  std::vector<Value> operands;
  operands.push_back(std::move(condition));
  operands.push_back(eval(at.module, conditional.then, at.environment));
  operands.push_back(eval(at.module, conditional.otherwise, at.environment));
  return {ir::Operation{Operator::Conditional, std::move(operands)}, origin};
}

Value Evaluator::arithmetic(At at, ExprId id) {
  const source::Span origin = lowering_.span(at.module, id);
  const auto known = [&](SymbolId symbol) -> std::optional<Constant> {
    const Binding* binding = at.environment.find(symbol);
    return binding == nullptr ? std::nullopt : binding->value.constant();
  };
  auto value = sema::constantOf(lowering_.program, at.module, id, known);
  if (!value) {
    lowering_.diags.report(origin, diag::internalError, diag::Phrase("an expression that has no value"));
    return {Constant(0), origin};
  }
  return Value::of(std::move(*value), origin);
}

}  // namespace mlpc::lower
