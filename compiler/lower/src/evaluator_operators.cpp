// Operators: computed if their operands are known, otherwise operations of the IR.

#include "evaluator.h"
#include "mlpc/eval/operators.h"
#include "mlpc/sema/constants.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Operator;
using ir::Value;
using support::Constant;

namespace {

template <typename... Values>
std::vector<Value> listOf(Values... values) {
  std::vector<Value> list;
  list.reserve(sizeof...(values));
  (list.push_back(std::move(values)), ...);
  return list;
}

}  // namespace

/// The value of an operation on constants; reports at `span` if it has none.
Value Evaluator::computed(ir::eval::Result result, source::Span origin, source::Span span, std::string_view operation) {
  if (result.known()) return Value::of(std::move(*result.value()), origin);
  const auto* error = result.error();
  sema::reportFailure(lowering_.diags, error != nullptr ? *error : ir::eval::Error{ir::eval::Failure::WrongType}, span,
                      operation);
  return {Constant(0), origin};
}

Value Evaluator::unary(At at, ExprId id, const UnaryExpr& unary) {
  const source::Span origin = lowering_.span(at.module, id);
  // A negative number is one literal.
  if (std::holds_alternative<NumberExpr>(lowering_.expr(at.module, unary.operand).node) && unary.op != UnaryOp::Not)
    return computed(sema::evaluate(lowering_.program, at.module, id).result, origin, origin, "-");
  Value operand = eval(at.module, unary.operand, at.environment);
  if (unary.op == UnaryOp::Not) return ir::foldOperation(Operator::Not, listOf(std::move(operand)), origin);
  const auto known = operand.constant();
  return computed(known ? ir::eval::unary(ir::eval::Operator::Negate, *known) : ir::eval::Result(), origin, origin,
                  "-");
}

Value Evaluator::binary(At at, ExprId id, const BinaryExpr& binary) {
  const ir::eval::Operator evaluated = sema::evalOperator(binary.op);
  const auto op = ir::operatorOf(evaluated);
  const source::Span origin = lowering_.span(at.module, id);
  Value left = eval(at.module, binary.left, at.environment);
  // The right side is not evaluated if the left one decides: it may have no value then.
  if (const Constant* known = left.scalar(); known != nullptr && (op == Operator::And || op == Operator::Or)) {
    if (const auto decided = ir::eval::decides(evaluated, *known)) return {Constant(*decided), origin};
  }
  Value right = eval(at.module, binary.right, at.environment);
  if (op) return ir::foldOperation(*op, listOf(std::move(left), std::move(right)), origin);
  const auto a = left.constant();
  const auto b = right.constant();
  auto result = a && b ? ir::eval::binary(evaluated, *a, *b) : ir::eval::Result();
  const bool byZero = result.error() != nullptr && result.error()->failure == ir::eval::Failure::DivisionByZero;
  return computed(std::move(result), origin, byZero ? right.origin : origin, spelling(binary.op));
}

Value Evaluator::chain(At at, const ChainExpr& chain, source::Span origin) {
  std::vector<Value> values;
  for (const ExprId operand : chain.operands) values.push_back(eval(at.module, operand, at.environment));
  std::vector<Value> comparisons;
  for (size_t i = 0; i < chain.ops.size(); ++i) {
    const source::Span span = source::cover(values[i].origin, values[i + 1].origin);
    comparisons.push_back(
        ir::foldOperation(*ir::operatorOf(sema::evalOperator(chain.ops[i])), listOf(values[i], values[i + 1]), span));
  }
  return ir::foldOperation(Operator::And, std::move(comparisons), origin);
}

Value Evaluator::conditional(At at, const ConditionalExpr& conditional, source::Span origin) {
  Value condition = eval(at.module, conditional.condition, at.environment);
  if (const bool* known = knownBool(condition)) {
    Value value = eval(at.module, *known ? conditional.then : conditional.otherwise, at.environment);
    value.origin = origin;
    return value;
  }
  return ir::foldOperation(Operator::Conditional,
                           listOf(std::move(condition), eval(at.module, conditional.then, at.environment),
                                  eval(at.module, conditional.otherwise, at.environment)),
                           origin);
}

}  // namespace mlpc::lower
