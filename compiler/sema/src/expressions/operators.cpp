// Operators: what they want, what they give, and when their values must be known.

#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "state.h"
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

TypeId Checker::inferUnary(At at, ExprId id, const UnaryExpr& unary, TypeId expected) {
  if (unary.op == UnaryOp::Not) {
    const TypeId own = checkExpr(at.module, unary.operand, at.scope, {});
    late(at, id, unary.operand);
    if (isError(own)) return own;
    if (kind(plainType(program.types, own)) == TypeKind::Bool) return basic(TypeKind::Bool);
    diags.report(expr(at.module, unary.operand).span, diag::badOperand, "!", diag::Phrase("a `bool`"),
                 diag::TypeName(program.types.name(own)));
    return error();
  }
  if (const auto* number = std::get_if<NumberExpr>(&expr(at.module, unary.operand).node)) {
    const NumberExpr copy = *number;
    if (copy.kind != NumberKind::Unit) {
      const TypeId wanted =
          accepts(program.types, expected, TypeKind::Float) ? basic(TypeKind::Float) : basic(TypeKind::Int);
      const TypeId own = inferNumber(at, unary.operand, copy, wanted, true);
      ExprInfo& operand = info(at.module, unary.operand);
      operand.type = own;
      operand.phase = Phase::Compile;
      return own;
    }
  }
  const TypeId own = checkExpr(at.module, unary.operand, at.scope, {});
  late(at, id, unary.operand);
  if (isError(own)) return own;
  if (!isNumber(kind(plainType(program.types, own)))) {
    diags.report(expr(at.module, unary.operand).span, diag::badOperand, "-", diag::Phrase("a number"),
                 diag::TypeName(program.types.name(own)));
    return error();
  }
  if (info(at.module, id).phase != Phase::Compile) {
    diags.report(expr(at.module, id).span, diag::computedLate, "-");
    return error();
  }
  info(at.module, id).type = plainType(program.types, own);
  if (const auto error = failureOf(program, at.module, id)) {
    reportFailure(diags, *error, expr(at.module, id).span, "-");
    return this->error();
  }
  return plainType(program.types, own);
}

void Checker::checkComparison(At at, source::Span span, BinaryOp op, ExprId leftExpr, TypeId left, ExprId rightExpr,
                              TypeId right) {
  if (isError(left) || isError(right)) return;
  if (holdsSecret(program.types, left) || holdsSecret(program.types, right)) {
    diags.report(span, diag::secretCompared).note({}, diag::secretWays);
    return;
  }
  const bool ordered = op != BinaryOp::Equal && op != BinaryOp::NotEqual;
  auto complain = [&] {
    diags.report(span, diag::incomparable, diag::TypeName(program.types.name(left)),
                 diag::TypeName(program.types.name(right)));
  };
  const TypeKind l = kind(left);
  const TypeKind r = kind(right);
  if (l == TypeKind::Null || r == TypeKind::Null) {
    const ExprId value = l == TypeKind::Null ? rightExpr : leftExpr;
    if (info(at.module, value).phase == Phase::Run) {
      diags.report(span, diag::computedLate, std::string(spelling(op)) + " null");
    } else if (ordered || kind(l == TypeKind::Null ? right : left) != TypeKind::Optional) {
      complain();
    }
    return;
  }
  // Kubeflow Pipelines evaluates a condition on a value that is not there to an error.
  for (const auto& [own, part] : {std::pair{left, leftExpr}, std::pair{right, rightExpr}}) {
    if (place(at) != Place::Pipeline || kind(own) != TypeKind::Optional || info(at.module, part).phase != Phase::Run)
      continue;
    diags
        .report(expr(at.module, part).span, diag::maybeAbsent,
                diag::TypeName(program.types.name(bareType(program.types, own))),
                diag::TypeName(program.types.name(own)))
        .note({}, diag::giveADefault);
    return;
  }
  // A value of a union against a text that is none of its members is a slip.
  auto checkMember = [&](TypeId unionType, ExprId textExpr) {
    std::vector<std::string> literals;
    collectLiterals(program.types, unionType, literals);
    if (literals.empty() || accepts(program.types, unionType, TypeKind::String)) return;
    if (info(at.module, textExpr).phase != Phase::Compile || !constantOf(program, at.module, textExpr)) return;
    requireAssignable(at.module, textExpr, basic(TypeKind::String), unionType);
  };
  const TypeId a = kind(bareType(program.types, left)) == TypeKind::Union
                       ? bareType(program.types, left)
                       : plainType(program.types, bareType(program.types, left));
  const TypeId b = kind(bareType(program.types, right)) == TypeKind::Union
                       ? bareType(program.types, right)
                       : plainType(program.types, bareType(program.types, right));
  const bool aText =
      kind(a) == TypeKind::String || (kind(a) == TypeKind::Union && fits(program.types, a, basic(TypeKind::String)));
  const bool bText =
      kind(b) == TypeKind::String || (kind(b) == TypeKind::Union && fits(program.types, b, basic(TypeKind::String)));
  if (aText && bText) {
    if (!ordered) {
      checkMember(a, rightExpr);
      checkMember(b, leftExpr);
    }
    return;
  }
  if (isNumber(kind(a)) && isNumber(kind(b))) return;
  if (a == b && (isScalar(kind(a)) || kind(a) == TypeKind::Union)) {
    if (ordered && (kind(a) == TypeKind::Bool || kind(a) == TypeKind::Union)) complain();
    return;
  }
  complain();
}

TypeId Checker::inferArithmetic(At at, ExprId id, const BinaryExpr& binary, TypeId left, TypeId right) {
  const std::string op(spelling(binary.op));
  for (const auto& [part, own] : {std::pair{binary.left, left}, std::pair{binary.right, right}}) {
    const TypeKind k = kind(plainType(program.types, own));
    const bool fine = binary.op == BinaryOp::Remainder ? k == TypeKind::Int : isNumber(k);
    if (fine) continue;
    auto report = diags.report(expr(at.module, part).span, diag::badOperand, op,
                               diag::Phrase(binary.op == BinaryOp::Remainder ? "an `int`" : "a number"),
                               diag::TypeName(program.types.name(own)));
    if (binary.op == BinaryOp::Add && k == TypeKind::String) report.note({}, diag::interpolateInstead);
    return error();
  }
  if (info(at.module, id).phase != Phase::Compile) {
    diags.report(binary.opSpan, diag::computedLate, op);
    return error();
  }
  const bool whole =
      kind(plainType(program.types, left)) == TypeKind::Int && kind(plainType(program.types, right)) == TypeKind::Int;
  info(at.module, id).type = basic(whole ? TypeKind::Int : TypeKind::Float);
  if (const auto error = failureOf(program, at.module, id)) {
    const bool byZero = error->failure == ir::eval::Failure::DivisionByZero;
    reportFailure(diags, *error, expr(at.module, byZero ? binary.right : id).span, op);
    return this->error();
  }
  return basic(whole ? TypeKind::Int : TypeKind::Float);
}

TypeId Checker::inferBinary(At at, ExprId id, const BinaryExpr& binary, TypeId) {
  const TypeId left = checkExpr(at.module, binary.left, at.scope, {});
  // `timeout == 5m`: the unit is read by the other side.
  const TypeId hint = kind(left) == TypeKind::Quantity || kind(left) == TypeKind::Duration ? left : TypeId();
  const bool unitRight = hint && std::holds_alternative<NumberExpr>(expr(at.module, binary.right).node);
  const TypeId right = checkExpr(at.module, binary.right, at.scope, unitRight ? hint : TypeId());
  late(at, id, binary.left);
  late(at, id, binary.right);
  const bool broken = isError(left) || isError(right);
  switch (binary.op) {
    case BinaryOp::Or:
    case BinaryOp::And:
      for (const auto& [part, own] : {std::pair{binary.left, left}, std::pair{binary.right, right}}) {
        if (!isError(own) && kind(plainType(program.types, own)) != TypeKind::Bool) {
          diags.report(expr(at.module, part).span, diag::badOperand, spelling(binary.op), diag::Phrase("a `bool`"),
                       diag::TypeName(program.types.name(own)));
        }
      }
      return basic(TypeKind::Bool);
    case BinaryOp::Equal:
    case BinaryOp::NotEqual:
    case BinaryOp::Less:
    case BinaryOp::LessEqual:
    case BinaryOp::Greater:
    case BinaryOp::GreaterEqual:
      checkComparison(at, expr(at.module, id).span, binary.op, binary.left, left, binary.right, right);
      return basic(TypeKind::Bool);
    case BinaryOp::In: {
      if (broken) return basic(TypeKind::Bool);
      if (kind(right) != TypeKind::List) {
        diags.report(expr(at.module, binary.right).span, diag::badOperand, "in", diag::Phrase("a list"),
                     diag::TypeName(program.types.name(right)));
      } else if (info(at.module, binary.right).phase == Phase::Run) {
        diags.report(expr(at.module, binary.right).span, diag::computedLate, "in");
      } else if (type(right).element && !isError(type(right).element)) {
        checkComparison(at, expr(at.module, id).span, BinaryOp::Equal, binary.left, left, binary.right,
                        type(right).element);
      }
      return basic(TypeKind::Bool);
    }
    default: return broken ? error() : inferArithmetic(at, id, binary, left, right);
  }
}

TypeId Checker::inferChain(At at, ExprId id, const ChainExpr& chain) {
  std::vector<TypeId> types;
  for (const ExprId operand : chain.operands) {
    types.push_back(checkExpr(at.module, operand, at.scope, {}));
    late(at, id, operand);
  }
  for (size_t i = 0; i < chain.ops.size(); ++i) {
    const source::Span span =
        source::cover(expr(at.module, chain.operands[i]).span, expr(at.module, chain.operands[i + 1]).span);
    checkComparison(at, span, chain.ops[i], chain.operands[i], types[i], chain.operands[i + 1], types[i + 1]);
  }
  return basic(TypeKind::Bool);
}

}  // namespace mlpc::sema
