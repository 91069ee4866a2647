#include "expressions/operators.h"

#include "expressions/assignment.h"
#include "expressions/expression_checker.h"
#include "expressions/literals.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

bool isNumber(TypeKind kind) { return kind == TypeKind::Int || kind == TypeKind::Float; }

bool isScalar(TypeKind kind) {
  switch (kind) {
    case TypeKind::String:
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Bool:
    case TypeKind::Quantity:
    case TypeKind::Duration: return true;
    default: return false;
  }
}

}  // namespace

TypeId OperatorChecker::unary(const At& at, ExprId id, const UnaryExpr& unary, TypeId expected) {
  if (unary.op == UnaryOp::Not) {
    const TypeId own = expressions_.check(at, unary.operand, {});
    file_.addPhase(id, unary.operand);
    if (file_.isError(own)) return own;
    if (file_.kind(plainType(file_.types, own)) == TypeKind::Bool) return file_.basic(TypeKind::Bool);
    file_.diags.report(file_.expr(unary.operand).span, diag::badOperand, "!", diag::Phrase("a `bool`"),
                       file_.nameOf(own));
    return file_.error();
  }
  if (const auto* number = std::get_if<NumberExpr>(&file_.expr(unary.operand).node)) {
    if (number->kind != NumberKind::Unit) {
      const TypeId wanted =
          accepts(file_.types, expected, TypeKind::Float) ? file_.basic(TypeKind::Float) : file_.basic(TypeKind::Int);
      const TypeId own = typeOfNumber(file_, unary.operand, *number, wanted, Sign::Minus);
      ExprInfo& operand = file_.info(unary.operand);
      operand.type = own;
      operand.phase = Phase::Compile;
      return own;
    }
  }
  const TypeId own = expressions_.check(at, unary.operand, {});
  file_.addPhase(id, unary.operand);
  if (file_.isError(own)) return own;
  if (!isNumber(file_.kind(plainType(file_.types, own)))) {
    file_.diags.report(file_.expr(unary.operand).span, diag::badOperand, "-", diag::Phrase("a number"),
                       file_.nameOf(own));
    return file_.error();
  }
  if (file_.info(id).phase != Phase::Compile) {
    file_.diags.report(file_.expr(id).span, diag::computedLate, "-");
    return file_.error();
  }
  file_.info(id).type = plainType(file_.types, own);
  if (const auto error = failureOf(file_, id)) {
    reportFailure(file_.diags, *error, file_.expr(id).span, "-");
    return file_.error();
  }
  return plainType(file_.types, own);
}

void OperatorChecker::compare(const At& at, source::Span span, BinaryOp op, const Side& leftSide,
                              const Side& rightSide) {
  const TypeId left = leftSide.type;
  const TypeId right = rightSide.type;
  if (file_.isError(left) || file_.isError(right)) return;
  if (holdsSecret(file_.types, left) || holdsSecret(file_.types, right)) {
    file_.diags.report(span, diag::secretCompared).note({}, diag::secretWays);
    return;
  }
  const bool ordered = op != BinaryOp::Equal && op != BinaryOp::NotEqual;
  auto complain = [&] { file_.diags.report(span, diag::incomparable, file_.nameOf(left), file_.nameOf(right)); };
  const TypeKind l = file_.kind(left);
  const TypeKind r = file_.kind(right);
  if (l == TypeKind::Null || r == TypeKind::Null) {
    const ExprId value = l == TypeKind::Null ? rightSide.expr : leftSide.expr;
    if (file_.info(value).phase == Phase::Run) {
      file_.diags.report(span, diag::computedLate, std::string(spelling(op)) + " null");
    } else if (ordered || file_.kind(l == TypeKind::Null ? right : left) != TypeKind::Optional) {
      complain();
    }
    return;
  }
  // Kubeflow Pipelines treats a condition on an absent value as an error.
  for (const auto& [own, part] : {std::pair{left, leftSide.expr}, std::pair{right, rightSide.expr}}) {
    if (at.place() != Place::Pipeline || file_.kind(own) != TypeKind::Optional || file_.info(part).phase != Phase::Run)
      continue;
    file_.diags
        .report(file_.expr(part).span, diag::maybeAbsent, file_.nameOf(bareType(file_.types, own)), file_.nameOf(own))
        .note({}, diag::giveADefault);
    return;
  }
  // Comparing a value of a union with a string that is not one of its members is a mistake.
  auto checkMember = [&](TypeId unionType, ExprId textExpr) {
    std::vector<std::string> literals;
    collectLiterals(file_.types, unionType, literals);
    if (literals.empty() || accepts(file_.types, unionType, TypeKind::String)) return;
    if (file_.info(textExpr).phase != Phase::Compile || !file_.constant(textExpr)) return;
    requireAssignable(file_, textExpr, file_.basic(TypeKind::String), unionType);
  };
  const TypeId a = file_.kind(bareType(file_.types, left)) == TypeKind::Union
                       ? bareType(file_.types, left)
                       : plainType(file_.types, bareType(file_.types, left));
  const TypeId b = file_.kind(bareType(file_.types, right)) == TypeKind::Union
                       ? bareType(file_.types, right)
                       : plainType(file_.types, bareType(file_.types, right));
  const bool aText = file_.kind(a) == TypeKind::String ||
                     (file_.kind(a) == TypeKind::Union && fits(file_.types, a, file_.basic(TypeKind::String)));
  const bool bText = file_.kind(b) == TypeKind::String ||
                     (file_.kind(b) == TypeKind::Union && fits(file_.types, b, file_.basic(TypeKind::String)));
  if (aText && bText) {
    if (!ordered) {
      checkMember(a, rightSide.expr);
      checkMember(b, leftSide.expr);
    }
    return;
  }
  if (isNumber(file_.kind(a)) && isNumber(file_.kind(b))) return;
  if (a == b && (isScalar(file_.kind(a)) || file_.kind(a) == TypeKind::Union)) {
    if (ordered && (file_.kind(a) == TypeKind::Bool || file_.kind(a) == TypeKind::Union)) complain();
    return;
  }
  complain();
}

TypeId OperatorChecker::arithmetic(ExprId id, const BinaryExpr& binary, TypeId left, TypeId right) {
  const std::string op(spelling(binary.op));
  for (const auto& [part, own] : {std::pair{binary.left, left}, std::pair{binary.right, right}}) {
    const TypeKind k = file_.kind(plainType(file_.types, own));
    const bool fine = binary.op == BinaryOp::Remainder ? k == TypeKind::Int : isNumber(k);
    if (fine) continue;
    auto report =
        file_.diags.report(file_.expr(part).span, diag::badOperand, op,
                           diag::Phrase(binary.op == BinaryOp::Remainder ? "an `int`" : "a number"), file_.nameOf(own));
    if (binary.op == BinaryOp::Add && k == TypeKind::String) report.note({}, diag::interpolateInstead);
    return file_.error();
  }
  if (file_.info(id).phase != Phase::Compile) {
    file_.diags.report(binary.opSpan, diag::computedLate, op);
    return file_.error();
  }
  const bool whole = file_.kind(plainType(file_.types, left)) == TypeKind::Int &&
                     file_.kind(plainType(file_.types, right)) == TypeKind::Int;
  file_.info(id).type = file_.basic(whole ? TypeKind::Int : TypeKind::Float);
  if (const auto error = failureOf(file_, id)) {
    const bool byZero = error->failure == ir::eval::Failure::DivisionByZero;
    reportFailure(file_.diags, *error, file_.expr(byZero ? binary.right : id).span, op);
    return file_.error();
  }
  return file_.basic(whole ? TypeKind::Int : TypeKind::Float);
}

TypeId OperatorChecker::binary(const At& at, ExprId id, const BinaryExpr& binary) {
  const TypeId left = expressions_.check(at, binary.left, {});
  // `timeout == 5m`: the other side determines how the unit is read.
  const TypeId hint =
      file_.kind(left) == TypeKind::Quantity || file_.kind(left) == TypeKind::Duration ? left : TypeId();
  const bool unitRight = hint && std::holds_alternative<NumberExpr>(file_.expr(binary.right).node);
  const TypeId right = expressions_.check(at, binary.right, unitRight ? hint : TypeId());
  file_.addPhase(id, binary.left);
  file_.addPhase(id, binary.right);
  const bool broken = file_.isError(left) || file_.isError(right);
  switch (binary.op) {
    case BinaryOp::Or:
    case BinaryOp::And:
      for (const auto& [part, own] : {std::pair{binary.left, left}, std::pair{binary.right, right}}) {
        if (!file_.isError(own) && file_.kind(plainType(file_.types, own)) != TypeKind::Bool) {
          file_.diags.report(file_.expr(part).span, diag::badOperand, spelling(binary.op), diag::Phrase("a `bool`"),
                             file_.nameOf(own));
        }
      }
      return file_.basic(TypeKind::Bool);
    case BinaryOp::Equal:
    case BinaryOp::NotEqual:
    case BinaryOp::Less:
    case BinaryOp::LessEqual:
    case BinaryOp::Greater:
    case BinaryOp::GreaterEqual:
      compare(at, file_.expr(id).span, binary.op, {binary.left, left}, {binary.right, right});
      return file_.basic(TypeKind::Bool);
    case BinaryOp::In: {
      if (broken) return file_.basic(TypeKind::Bool);
      if (file_.kind(right) != TypeKind::List) {
        file_.diags.report(file_.expr(binary.right).span, diag::badOperand, "in", diag::Phrase("a list"),
                           file_.nameOf(right));
      } else if (file_.info(binary.right).phase == Phase::Run) {
        file_.diags.report(file_.expr(binary.right).span, diag::computedLate, "in");
      } else if (file_.type(right).element && !file_.isError(file_.type(right).element)) {
        compare(at, file_.expr(id).span, BinaryOp::Equal, {binary.left, left},
                {binary.right, file_.type(right).element});
      }
      return file_.basic(TypeKind::Bool);
    }
    default: return broken ? file_.error() : arithmetic(id, binary, left, right);
  }
}

TypeId OperatorChecker::chain(const At& at, ExprId id, const ChainExpr& chain) {
  std::vector<TypeId> types;
  for (const ExprId operand : chain.operands) {
    types.push_back(expressions_.check(at, operand, {}));
    file_.addPhase(id, operand);
  }
  for (size_t i = 0; i < chain.ops.size(); ++i) {
    const source::Span span = source::cover(file_.expr(chain.operands[i]).span, file_.expr(chain.operands[i + 1]).span);
    compare(at, span, chain.ops[i], {chain.operands[i], types[i]}, {chain.operands[i + 1], types[i + 1]});
  }
  return file_.basic(TypeKind::Bool);
}

}  // namespace mlpc::sema
