// Expressions: the way into each kind, lists and conditionals.

#include <algorithm>

#include "mlpc/diag/names.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

constexpr int kMaxDepth = 700;

/// Whether a place takes values that are known only at run time.
bool takesRuntime(const TypeStore& types, TypeId id) {
  if (!id) return true;
  const Type& type = types[id];
  switch (type.kind) {
    case TypeKind::Runtime: return true;
    case TypeKind::Optional: return takesRuntime(types, type.element);
    case TypeKind::Union:
      return std::any_of(type.members.begin(), type.members.end(), [&](TypeId m) { return takesRuntime(types, m); });
    default: return false;
  }
}

/// Values that only refer to something: when its name is known matters to the back end, not to the setting.
bool isReference(TypeKind kind) {
  switch (kind) {
    case TypeKind::Task:
    case TypeKind::Secret:
    case TypeKind::SecretKey:
    case TypeKind::ConfigKey:
    case TypeKind::FieldPath:
    case TypeKind::VolumeSource:
    case TypeKind::Callable: return true;
    default: return false;
  }
}

}  // namespace

std::string Checker::sourceOf(At at, ExprId id) const { return describe(tree(at.module), program.sources, id); }

void Checker::late(At at, ExprId id, ExprId part) {
  if (!part) return;
  const Phase phase = info(at.module, part).phase;
  ExprInfo& own = info(at.module, id);
  own.phase = std::max(own.phase, phase);
}

void Checker::requireCompileTime(At at, ExprId id, TypeId expected) {
  if (!state_->compileTime || !expected) return;
  const ExprInfo& own = info(at.module, id);
  if (own.phase != Phase::Run || isReference(kind(bareType(program.types, own.type))) ||
      takesRuntime(program.types, expected))
    return;
  const ExprNode& node = expr(at.module, id).node;
  // Their parts have been looked at.
  if (std::holds_alternative<RecordExpr>(node) || std::holds_alternative<ListExpr>(node)) return;
  if (kind(own.type) == TypeKind::Record && type(own.type).isKind) return;
  diags.report(expr(at.module, id).span, diag::knownLate, sourceOf(at, id));
}

TypeId Checker::finish(At at, ExprId id, TypeId own, TypeId expected) {
  ExprInfo& record = info(at.module, id);
  record.type = own;
  record.expected = expected;
  if (isError(own)) return own;
  const Expr& e = expr(at.module, id);
  if (kind(own) == TypeKind::Namespace) {
    diags.report(e.span, diag::notAValue, sourceOf(at, id), diag::Phrase("a module"));
    record.type = error();
    return record.type;
  }
  if (!expected) return own;
  if (std::holds_alternative<RecordExpr>(e.node)) record.expected = own;  // the one of several schemas that it follows
  const size_t before = diags.errorCount();
  requireAssignable(at.module, id, own, expected);
  if (diags.errorCount() != before) {
    info(at.module, id).type = error();
    return error();
  }
  requireCompileTime(at, id, expected);
  // The parts of a whole that is written elsewhere have not been seen against this type.
  const TypeKind wanted = kind(bareType(program.types, expected));
  const bool whole = wanted == TypeKind::Record || wanted == TypeKind::List || wanted == TypeKind::Map ||
                     (wanted == TypeKind::Union && kind(own) == TypeKind::Record);
  if (whole && bareType(program.types, own) != bareType(program.types, expected) && isReferring(e) &&
      info(at.module, id).phase == Phase::Compile) {
    if (const auto value = constantOf(program, at.module, id))
      checkParts(program.types, diags, expected, *value, e.span);
  }
  return own;
}

TypeId Checker::checkExpr(ModuleId module, ExprId id, const Scope& scope, TypeId expected) {
  if (!id) return error();
  const At at{module, scope};
  if (state_->depth == 0) state_->tooDeepTold = false;
  if (state_->depth >= kMaxDepth) {
    // Once for all the parts of one expression.
    if (!std::exchange(state_->tooDeepTold, true)) diags.report(expr(module, id).span, diag::tooDeep);
    return error();
  }
  ++state_->depth;
  const TypeId own = infer(at, id, expected);
  const TypeId result = finish(at, id, own, expected);
  --state_->depth;
  return result;
}

TypeId Checker::infer(At at, ExprId id, TypeId expected) {
  {
    ExprInfo& own = info(at.module, id);
    own.phase = Phase::Compile;
    own.use = {};
  }
  if (expected && kind(bareType(program.types, expected)) == TypeKind::Type) {
    typeFromExpr(at.module, id, at.scope);
    return basic(TypeKind::Type);
  }
  const ExprNode& node = expr(at.module, id).node;
  return std::visit(support::Overload{
                        [&](const ErrorExpr&) { return error(); },
                        [&](const NameExpr& n) { return inferName(at, id, n, expected, false); },
                        [&](const MemberExpr& n) { return inferMember(at, id, n, expected, false); },
                        [&](const IndexExpr& n) { return inferIndex(at, id, n); },
                        [&](const CallExpr&) { return inferCall(at, id, expected, false); },
                        [&](const VersionExpr& n) {
                          diags.report(expr(at.module, id).span, diag::versionCall, n.version);
                          return error();
                        },
                        [&](const UnaryExpr& n) { return inferUnary(at, id, n, expected); },
                        [&](const BinaryExpr& n) { return inferBinary(at, id, n, expected); },
                        [&](const ChainExpr& n) { return inferChain(at, id, n); },
                        [&](const ConditionalExpr& n) { return inferConditional(at, id, n, expected); },
                        [&](const ListExpr& n) { return inferList(at, id, n, expected); },
                        [&](const RecordExpr&) { return inferRecord(at, id, expected); },
                        [&](const StringExpr& n) { return inferString(at, id, n.parts, expected, false); },
                        [&](const FenceExpr& n) { return inferString(at, id, n.parts, expected, true); },
                        [&](const NumberExpr& n) { return inferNumber(at, id, n, expected, false); },
                        [&](const BoolExpr&) { return basic(TypeKind::Bool); },
                        [&](const NullExpr&) { return basic(TypeKind::Null); },
                    },
                    node);
}

TypeId Checker::inferBase(At at, ExprId id) {
  if (!id) return error();
  const ExprNode& node = expr(at.module, id).node;
  TypeId result;
  if (const auto* name = std::get_if<NameExpr>(&node)) {
    const NameExpr copy = *name;
    info(at.module, id) = {};
    result = inferName(at, id, copy, {}, true);
  } else if (const auto* member = std::get_if<MemberExpr>(&node)) {
    const MemberExpr copy = *member;
    info(at.module, id) = {};
    result = inferMember(at, id, copy, {}, true);
  } else {
    return checkExpr(at.module, id, at.scope, {});
  }
  info(at.module, id).type = result;
  return result;
}

TypeId Checker::inferList(At at, ExprId id, const ListExpr& list, TypeId expected) {
  const TypeId wanted = memberOfKind(program.types, expected, TypeKind::List);
  const bool inCommand = place(at) == Place::ComponentCommand && (!wanted || !type(wanted).element);
  TypeId element;
  if (wanted && !inCommand) element = type(wanted).element ? type(wanted).element : basic(TypeKind::Json);
  TypeId common;
  bool mixed = false;
  bool broken = false;
  for (const ListItem& item : list.items) {
    TypeId own;
    if (item.spread) {
      own = checkExpr(at.module, item.value, at.scope, {});
      late(at, id, item.value);
      if (isError(own)) {
        broken = true;
        continue;
      }
      if (kind(own) != TypeKind::List) {
        diags.report(expr(at.module, item.value).span, diag::badSpread, diag::Phrase("a list"),
                     diag::TypeName(program.types.name(own)));
        broken = true;
        continue;
      }
      if (element && !fits(program.types, own, program.types.list(element), info(at.module, item.value).phase)) {
        const size_t before = diags.errorCount();
        requireAssignable(at.module, item.value, own, wanted);
        broken = broken || diags.errorCount() != before;
      }
      own = type(own).element ? type(own).element : basic(TypeKind::Json);
    } else {
      own = checkExpr(at.module, item.value, at.scope, element);
      late(at, id, item.value);
      if (inCommand && !isError(own)) checkPlaceholder(at, item.value, true);
    }
    if (isError(own)) {
      broken = true;
      continue;
    }
    if (element || inCommand) continue;
    own = plainType(program.types, own);
    if (!common) {
      common = own;
    } else if (const TypeId both = joined(program.types, common, own)) {
      common = both;
    } else if (isJson(program.types, common) && isJson(program.types, own)) {
      mixed = true;
    } else {
      diags.report(expr(at.module, item.value).span, diag::typeMismatch, diag::TypeName(program.types.name(common)),
                   diag::TypeName(program.types.name(own)));
      broken = true;
    }
  }
  const bool spreads = std::any_of(list.items.begin(), list.items.end(), [](const ListItem& i) { return i.spread; });
  if (spreads && !broken && info(at.module, id).phase == Phase::Compile && isTooLarge(program, diags, at.module, id)) {
    return error();
  }
  if (wanted) return wanted;
  if (inCommand) return basic(TypeKind::List);
  if (broken) return program.types.list(error());
  if (mixed) return basic(TypeKind::List);
  return program.types.list(common ? common : error());
}

TypeId Checker::inferConditional(At at, ExprId id, const ConditionalExpr& conditional, TypeId expected) {
  const TypeId condition = checkExpr(at.module, conditional.condition, at.scope, basic(TypeKind::Bool));
  late(at, id, conditional.condition);
  if (!isError(condition) && place(at) == Place::Pipeline &&
      info(at.module, conditional.condition).phase == Phase::Run) {
    diags.report(expr(at.module, conditional.condition).span, diag::computedLate, "? :");
    return error();
  }
  // `present(x) ? x : …`: x is there in the first value.
  SymbolId shown;
  if (const CallUse* call = callUse(at.module, conditional.condition);
      call != nullptr && call->callee && program.symbols[call->callee].name == "present" && !call->arguments.empty() &&
      call->arguments[0]) {
    if (const SymbolUse* use = symbolUse(at.module, call->arguments[0])) shown = use->symbol;
  }
  if (shown) state_->narrowed.push_back(shown);
  const TypeId then = checkExpr(at.module, conditional.then, at.scope, expected);
  if (shown) state_->narrowed.pop_back();
  const TypeId otherwise = checkExpr(at.module, conditional.otherwise, at.scope, expected);
  late(at, id, conditional.then);
  late(at, id, conditional.otherwise);
  if (isError(then) || isError(otherwise)) return error();
  if (const TypeId both = joined(program.types, then, otherwise)) return both;
  if (expected) return program.types.unionOf({then, otherwise});
  diags.report(expr(at.module, id).span, diag::branchTypes, diag::TypeName(program.types.name(then)),
               diag::TypeName(program.types.name(otherwise)));
  return error();
}

}  // namespace mlpc::sema
