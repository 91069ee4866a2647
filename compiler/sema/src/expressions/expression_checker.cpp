// Expressions: dispatch to each kind, lists and conditionals.

#include "expressions/expression_checker.h"

#include <algorithm>

#include "expressions/assignment.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "types/constraints.h"
#include "types/type_resolver.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

/// Whether `present` is called.
bool isPresent(const Program& program, SymbolId callee) {
  const Signature* signature = program.signature(callee);
  return signature != nullptr && signature->builtin == Builtin::Present;
}

constexpr int kMaxDepth = 700;

/// Whether a place accepts values that are known only at run time.
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

/// Values that are only references: when the name is known matters to the back end, not to the setting.
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

ExpressionChecker::ExpressionChecker(FileContext& file, Names& names, Declarations& declarations, TypeResolver& types)
    : records(file, *this),
      references(file, names, declarations, *this),
      calls(file, names, declarations, types, *this),
      file_(file),
      types_(types),
      operators_(file, *this) {}

void ExpressionChecker::requireEarly(ExprId id, TypeId expected) {
  const ExprInfo& own = file_.info(id);
  if (own.phase != Phase::Run || isReference(file_.kind(bareType(file_.types, own.type))) ||
      takesRuntime(file_.types, expected))
    return;
  const ExprNode& node = file_.expr(id).node;
  // Their parts have been checked.
  if (std::holds_alternative<RecordExpr>(node) || std::holds_alternative<ListExpr>(node)) return;
  if (file_.kind(own.type) == TypeKind::Record && file_.type(own.type).isKind) return;
  file_.diags.report(file_.expr(id).span, diag::knownLate, file_.sourceOf(id));
}

TypeId ExpressionChecker::finish(const At& at, ExprId id, TypeId own, TypeId expected) {
  ExprInfo& record = file_.info(id);
  record.type = own;
  record.expected = expected;
  if (file_.isError(own)) return own;
  const Expr& e = file_.expr(id);
  if (file_.kind(own) == TypeKind::Namespace) {
    file_.diags.report(e.span, diag::notAValue, file_.sourceOf(id), diag::Phrase("a module"));
    record.type = file_.error();
    return record.type;
  }
  if (!expected) return own;
  if (std::holds_alternative<RecordExpr>(e.node)) record.expected = own;  // the schema, of several, that it follows
  if (!requireAssignable(file_, id, own, expected)) {
    file_.info(id).type = file_.error();
    return file_.error();
  }
  if (at.timing == Timing::Early) requireEarly(id, expected);
  // The parts of a whole that is written elsewhere have not been checked against this type.
  const TypeKind wanted = file_.kind(bareType(file_.types, expected));
  const bool whole = wanted == TypeKind::Record || wanted == TypeKind::List || wanted == TypeKind::Map ||
                     (wanted == TypeKind::Union && file_.kind(own) == TypeKind::Record);
  if (whole && bareType(file_.types, own) != bareType(file_.types, expected) && isReferring(e) &&
      file_.info(id).phase == Phase::Compile) {
    if (const auto value = file_.constant(id)) checkParts(file_.types, file_.diags, expected, *value, e.span);
  }
  return own;
}

TypeId ExpressionChecker::check(const At& at, ExprId id, TypeId expected) {
  if (!id) return file_.error();
  if (depth_ == 0) tooDeepReported_ = false;
  if (depth_ >= kMaxDepth) {
    // Once for all the parts of one expression.
    if (!std::exchange(tooDeepReported_, true)) file_.diags.report(file_.expr(id).span, diag::tooDeep);
    return file_.error();
  }
  ++depth_;
  const TypeId own = infer(at, id, expected);
  const TypeId result = finish(at, id, own, expected);
  --depth_;
  return result;
}

TypeId ExpressionChecker::infer(const At& at, ExprId id, TypeId expected) {
  {
    ExprInfo& own = file_.info(id);
    own.phase = Phase::Compile;
    own.use = {};
  }
  if (expected && file_.kind(bareType(file_.types, expected)) == TypeKind::Type) {
    types_.fromExpr(id, at.scope);
    return file_.basic(TypeKind::Type);
  }
  return std::visit(support::Overload{
                        [&](const ErrorExpr&) { return file_.error(); },
                        [&](const NameExpr& n) { return references.name(at, id, n.name, expected, Role::Value); },
                        [&](const MemberExpr& n) { return references.member(at, id, n, expected, Role::Value); },
                        [&](const IndexExpr& n) { return references.index(at, id, n); },
                        [&](const CallExpr&) { return calls.infer(at, id, expected); },
                        [&](const VersionExpr& n) {
                          file_.diags.report(file_.expr(id).span, diag::versionCall, n.version);
                          return file_.error();
                        },
                        [&](const UnaryExpr& n) { return operators_.unary(at, id, n, expected); },
                        [&](const BinaryExpr& n) { return operators_.binary(at, id, n); },
                        [&](const ChainExpr& n) { return operators_.chain(at, id, n); },
                        [&](const ConditionalExpr& n) { return conditional(at, id, n, expected); },
                        [&](const ListExpr& n) { return list(at, id, n, expected); },
                        [&](const RecordExpr&) { return records.infer(at, id, expected); },
                        [&](const StringExpr& n) { return text(at, id, n.parts, expected, TextForm::String); },
                        [&](const FenceExpr& n) { return text(at, id, n.parts, expected, TextForm::Fence); },
                        [&](const NumberExpr& n) { return typeOfNumber(file_, id, n, expected, Sign::Plus); },
                        [&](const BoolExpr&) { return file_.basic(TypeKind::Bool); },
                        [&](const NullExpr&) { return file_.basic(TypeKind::Null); },
                    },
                    file_.expr(id).node);
}

TypeId ExpressionChecker::checkBase(const At& at, ExprId id) {
  if (!id) return file_.error();
  const ExprNode& node = file_.expr(id).node;
  const auto* name = std::get_if<NameExpr>(&node);
  const auto* member = std::get_if<MemberExpr>(&node);
  if (name == nullptr && member == nullptr) return check(at, id, {});
  file_.info(id) = {};
  const TypeId result = name != nullptr ? references.name(at, id, name->name, {}, Role::Base)
                                        : references.member(at, id, *member, {}, Role::Base);
  file_.info(id).type = result;
  return result;
}

TypeId ExpressionChecker::text(const At& at, ExprId id, const std::vector<StringPart>& parts, TypeId expected,
                               TextForm form) {
  bool broken = false;
  for (const StringPart& part : parts) {
    const auto* placeholder = std::get_if<PlaceholderPart>(&part);
    if (placeholder == nullptr) continue;
    const ExprId value = placeholder->value;
    broken |= file_.isError(check(at, value, {}));
    file_.addPhase(id, value);
    requireText(file_, at, value, TextPlace::Placeholder);
    const auto* property = std::get_if<PropertyUse>(&file_.info(value).use);
    if (property != nullptr && at.place() == Place::Pipeline && parts.size() > 1 &&
        !is(property->property, vocabulary::Property::Workspace))
      file_.diags.report(file_.expr(value).span, diag::propertyInString, file_.sourceOf(value));
  }
  if (broken) return file_.basic(form == TextForm::Fence ? TypeKind::Code : TypeKind::String);
  return typeOfText(file_, id, parts, expected, form);
}

TypeId ExpressionChecker::spread(const At& at, ExprId item, TypeId wanted, TypeId element) {
  const TypeId own = check(at, item, {});
  if (file_.isError(own)) return own;
  if (file_.kind(own) != TypeKind::List) {
    file_.diags.report(file_.expr(item).span, diag::badSpread, diag::Phrase("a list"), file_.nameOf(own));
    return file_.error();
  }
  const bool whole = !element || fits(file_.types, own, file_.types.list(element), file_.info(item).phase) ||
                     requireAssignable(file_, item, own, wanted);
  const TypeId items = file_.type(own).element ? file_.type(own).element : file_.basic(TypeKind::Json);
  return whole ? items : file_.error();
}

TypeId ExpressionChecker::list(const At& at, ExprId id, const ListExpr& list, TypeId expected) {
  const TypeId wanted = memberOfKind(file_.types, expected, TypeKind::List);
  const bool inCommand = at.place() == Place::ComponentCommand && (!wanted || !file_.type(wanted).element);
  TypeId element;
  if (wanted && !inCommand)
    element = file_.type(wanted).element ? file_.type(wanted).element : file_.basic(TypeKind::Json);
  TypeId common;
  bool mixed = false;
  bool broken = false;
  for (const ListItem& item : list.items) {
    TypeId own = item.spread ? spread(at, item.value, wanted, element) : check(at, item.value, element);
    file_.addPhase(id, item.value);
    if (!item.spread && inCommand && !file_.isError(own)) requireText(file_, at, item.value, TextPlace::Element);
    if (file_.isError(own)) {
      broken = true;
      continue;
    }
    if (element || inCommand) continue;
    own = plainType(file_.types, own);
    if (!common) {
      common = own;
    } else if (const TypeId both = joined(file_.types, common, own)) {
      common = both;
    } else if (isJson(file_.types, common) && isJson(file_.types, own)) {
      mixed = true;
    } else {
      file_.diags.report(file_.expr(item.value).span, diag::typeMismatch, file_.nameOf(common), file_.nameOf(own));
      broken = true;
    }
  }
  const bool spreads = std::any_of(list.items.begin(), list.items.end(), [](const ListItem& i) { return i.spread; });
  if (spreads && !broken && file_.info(id).phase == Phase::Compile && isTooLarge(file_, id)) return file_.error();
  if (wanted) return wanted;
  if (inCommand) return file_.basic(TypeKind::List);
  if (broken) return file_.types.list(file_.error());
  if (mixed) return file_.basic(TypeKind::List);
  return file_.types.list(common ? common : file_.error());
}

TypeId ExpressionChecker::conditional(const At& at, ExprId id, const ConditionalExpr& conditional, TypeId expected) {
  const TypeId condition = check(at, conditional.condition, file_.basic(TypeKind::Bool));
  file_.addPhase(id, conditional.condition);
  if (!file_.isError(condition) && at.scope.place() == Place::Pipeline &&
      file_.info(conditional.condition).phase == Phase::Run) {
    file_.diags.report(file_.expr(conditional.condition).span, diag::computedLate, "? :");
    return file_.error();
  }
  // `present(x) ? x : …`: x is present in the first value.
  SymbolId shown;
  if (const CallUse* call = file_.callUse(conditional.condition); call != nullptr && call->callee &&
                                                                  isPresent(file_.program, call->callee) &&
                                                                  !call->arguments.empty() && call->arguments[0]) {
    if (const SymbolUse* use = file_.symbolUse(call->arguments[0])) shown = use->symbol;
  }
  const Shown inner{shown, at.shown};
  const TypeId then = check({at.scope, at.timing, shown ? &inner : at.shown}, conditional.then, expected);
  const TypeId otherwise = check(at, conditional.otherwise, expected);
  file_.addPhase(id, conditional.then);
  file_.addPhase(id, conditional.otherwise);
  if (file_.isError(then) || file_.isError(otherwise)) return file_.error();
  if (const TypeId both = joined(file_.types, then, otherwise)) return both;
  if (expected) return file_.types.unionOf({then, otherwise});
  file_.diags.report(file_.expr(id).span, diag::branchTypes, file_.nameOf(then), file_.nameOf(otherwise));
  return file_.error();
}

}  // namespace mlpc::sema
