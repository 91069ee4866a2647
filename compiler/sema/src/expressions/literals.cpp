// Numbers, strings and what may stand in their placeholders.

#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/eval/numbers.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;
namespace {

constexpr std::string_view kDurationForm = "write whole numbers with d, h, m, s or ms, the larger unit first";

/// Whether a number is written with units of time alone: `1.5h`, `30m1h`.
bool hasTimeUnits(std::string_view text) {
  const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  while (!text.empty()) {
    const auto unit = std::find_if_not(text.begin(), text.end(), isDigit);
    const auto next = std::find_if(unit, text.end(), isDigit);
    const std::string_view name(unit, next);
    if (name != "d" && name != "h" && name != "m" && name != "s" && name != "ms") return false;
    text = std::string_view(next, text.end());
  }
  return true;
}

}  // namespace

TypeId Checker::inferNumber(At at, ExprId id, const NumberExpr& number, TypeId expected, bool negative) {
  const source::Span span = expr(at.module, id).span;
  const bool quantity = accepts(program.types, expected, TypeKind::Quantity);
  const bool duration = accepts(program.types, expected, TypeKind::Duration);
  if (number.kind == NumberKind::Unit) {
    const auto asQuantity = ir::eval::quantity(number.text);
    const auto asDuration = ir::eval::duration(number.text);
    if (!asQuantity.known() && !asDuration.known()) {
      // What is no unit at all has had its message from the parser.
      if (hasTimeUnits(number.text)) {
        diags.report(span, diag::unitDoesNotFit, number.text, diag::TypeName("Duration"), diag::Phrase(kDurationForm));
      } else if (asQuantity.error()->failure == ir::eval::Failure::Overflow) {
        diags.report(span, diag::quantityRange, number.text);
      }
      return error();
    }
    if (duration && asDuration.known()) return basic(TypeKind::Duration);
    if (quantity && asQuantity.known()) return basic(TypeKind::Quantity);
    if (duration || quantity) {
      diags.report(span, diag::unitDoesNotFit, number.text, diag::TypeName(duration ? "Duration" : "Quantity"),
                   diag::Phrase(duration ? kDurationForm
                                         : "the suffixes are n, u, m, k, M, G, T, P, E and Ki, Mi, Gi, Ti, Pi, Ei"));
      return error();
    }
    if (asQuantity.known() && asDuration.known()) {
      if (expected && kind(bareType(program.types, expected)) != TypeKind::Json) return basic(TypeKind::Quantity);
      diags.report(span, diag::unitWithoutType, number.text);
      return error();
    }
    return basic(asQuantity.known() ? TypeKind::Quantity : TypeKind::Duration);
  }
  if (number.kind == NumberKind::Float) {
    if (quantity && !accepts(program.types, expected, TypeKind::Float) && ir::eval::quantity(number.text).known())
      return basic(TypeKind::Quantity);
    if (!ir::eval::real(number.text).known()) {
      diags.report(span, diag::floatRange, number.text);
      return error();
    }
    return basic(TypeKind::Float);
  }
  const auto whole = ir::eval::integer(number.text, negative);
  const auto* value = whole.as<int64_t>();
  if (value == nullptr) {
    diags.report(span, diag::integerTooLarge, number.text);
    return error();
  }
  if (accepts(program.types, expected, TypeKind::Int)) return basic(TypeKind::Int);
  constexpr int64_t kExact = int64_t{1} << 53;
  if (accepts(program.types, expected, TypeKind::Float) && (*value > kExact || *value < -kExact)) {
    diags.report(span, diag::inexactFloat, number.text);
    return error();
  }
  if (quantity && ir::eval::quantity(number.text).known()) return basic(TypeKind::Quantity);
  return basic(TypeKind::Int);
}

/// Whether the value of a placeholder can become text. `whole`: it is an element of a command of its own, where lists
/// are spliced and artifacts named by mistake get their own message.
void Checker::checkPlaceholder(At at, ExprId id, bool whole) {
  const ExprInfo& own = info(at.module, id);
  const source::Span span = expr(at.module, id).span;
  TypeId bare = own.type;
  if (isError(bare) || !bare) return;
  const bool runTime = own.phase == Phase::Run;
  if (kind(bare) == TypeKind::Optional) {
    diags
        .report(span, diag::maybeAbsent, diag::TypeName(program.types.name(type(bare).element)),
                diag::TypeName(program.types.name(bare)))
        .note({}, diag::giveADefault);
    return;
  }
  switch (kind(bare)) {
    case TypeKind::String:
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Bool:
    case TypeKind::Quantity:
    case TypeKind::Duration:
    case TypeKind::Literal:
    case TypeKind::Map:
    case TypeKind::Json:
    case TypeKind::Code:
    case TypeKind::FinalStatus: return;
    case TypeKind::Union:
      if (isJson(program.types, bare)) return;
      break;
    case TypeKind::List:
      if (isJson(program.types, bare) ||
          (whole && type(bare).element && kind(type(bare).element) == TypeKind::Artifact))
        return;
      break;
    case TypeKind::Record:
      if (isJson(program.types, bare)) return;
      break;
    case TypeKind::Artifact:
      if (place(at) == Place::ComponentCommand) {
        diags.report(span, diag::artifactAsText, sourceOf(at, id));
        return;
      }
      break;
    case TypeKind::Secret:
    case TypeKind::SecretKey: diags.report(span, diag::secretInString).note({}, diag::secretWays); return;
    default: break;
  }
  auto report = diags.report(span, diag::notInString, diag::TypeName(program.types.name(bare)));
  if (kind(bare) == TypeKind::Record && type(bare).isKind && !runTime) {
    const std::string text = sourceOf(at, id);
    report.note({}, diag::writeName, text).fix("write `" + text + ".name`", false, {{span, text + ".name"}});
  }
}

TypeId Checker::inferString(At at, ExprId id, const std::vector<StringPart>& parts, TypeId expected, bool fence) {
  bool placeholders = false;
  bool broken = false;
  const bool early = state_->compileTime;
  for (const StringPart& part : parts) {
    const auto* placeholder = std::get_if<PlaceholderPart>(&part);
    if (placeholder == nullptr) continue;
    placeholders = true;
    const TypeId own = checkExpr(at.module, placeholder->value, at.scope, {});
    late(at, id, placeholder->value);
    broken |= isError(own);
    checkPlaceholder(at, placeholder->value, false);
    const auto* property = std::get_if<PropertyUse>(&info(at.module, placeholder->value).use);
    if (property != nullptr && place(at) == Place::Pipeline && parts.size() > 1 && property->property != "workspace") {
      diags.report(expr(at.module, placeholder->value).span, diag::propertyInString, sourceOf(at, placeholder->value));
    }
  }
  state_->compileTime = early;
  if (broken) return placeholders && fence ? basic(TypeKind::Code) : basic(TypeKind::String);
  if (fence) return basic(TypeKind::Code);
  if (placeholders && info(at.module, id).phase == Phase::Compile && isTooLarge(program, diags, at.module, id))
    return error();
  if (placeholders || !expected || accepts(program.types, expected, TypeKind::String)) return basic(TypeKind::String);
  std::vector<std::string> literals;
  collectLiterals(program.types, expected, literals);
  if (literals.empty() || parts.empty()) return basic(TypeKind::String);
  const std::string_view text = std::get<TextPart>(parts[0]).text;
  for (const std::string& literal : literals) {
    if (literal == text) {
      const TypeId found = program.types.literal(support::Constant(text));
      if (fits(program.types, found, expected)) return found;
    }
  }
  return basic(TypeKind::String);  // told by requireAssignable
}

}  // namespace mlpc::sema
