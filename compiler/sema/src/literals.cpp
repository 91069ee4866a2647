// Numbers, strings and what may stand in their placeholders.

#include <algorithm>
#include <charconv>

#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

using namespace syntax;
using support::Duration;
using support::Quantity;

TypeId Checker::inferNumber(At at, ExprId id, const NumberExpr& number, TypeId expected, bool negative) {
  const source::Span span = expr(at.module, id).span;
  const bool quantity = accepts(expected, TypeKind::Quantity);
  const bool duration = accepts(expected, TypeKind::Duration);
  if (number.kind == NumberKind::Unit) {
    const auto asQuantity = Quantity::parse(number.text);
    const auto asDuration = Duration::parse(number.text);
    if (!asQuantity && !asDuration) {
      // What is no unit at all has had its message from the parser.
      const std::string unit(
          number.text.substr(std::min(number.text.find_first_not_of("0123456789."), number.text.size())));
      if (Quantity::parse("1" + unit)) diags.report(span, diag::quantityRange, number.text);
      return error();
    }
    if (duration && asDuration) return basic(TypeKind::Duration);
    if (quantity && asQuantity) return basic(TypeKind::Quantity);
    if (duration || quantity) {
      diags.report(span, diag::unitDoesNotFit, number.text, diag::TypeName(duration ? "Duration" : "Quantity"),
                   diag::Phrase(duration ? "write whole numbers with d, h, m, s or ms, the larger unit first"
                                         : "the suffixes are n, u, m, k, M, G, T, P, E and Ki, Mi, Gi, Ti, Pi, Ei"));
      return error();
    }
    if (asQuantity && asDuration) {
      if (expected && kind(strip(expected)) != TypeKind::Json) return basic(TypeKind::Quantity);
      diags.report(span, diag::unitWithoutType, number.text);
      return error();
    }
    return basic(asQuantity ? TypeKind::Quantity : TypeKind::Duration);
  }
  if (number.kind == NumberKind::Float) {
    if (quantity && !accepts(expected, TypeKind::Float) && Quantity::parse(number.text))
      return basic(TypeKind::Quantity);
    double value = 0;
    if (std::from_chars(number.text.data(), number.text.data() + number.text.size(), value).ec ==
        std::errc::result_out_of_range) {
      diags.report(span, diag::floatRange, number.text);
      return error();
    }
    return basic(TypeKind::Float);
  }
  uint64_t value = 0;
  const char* end = number.text.data() + number.text.size();
  const auto [stop, problem] = std::from_chars(number.text.data(), end, value);
  const uint64_t most = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (problem != std::errc() || stop != end || value > most) {
    diags.report(span, diag::integerTooLarge, number.text);
    return error();
  }
  if (accepts(expected, TypeKind::Int)) return basic(TypeKind::Int);
  if (accepts(expected, TypeKind::Float) && value > uint64_t{1} << 53) {
    diags.report(span, diag::inexactFloat, number.text);
    return error();
  }
  if (quantity && Quantity::parse(number.text)) return basic(TypeKind::Quantity);
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
      if (isJson(bare)) return;
      break;
    case TypeKind::List:
      if (isJson(bare) || (whole && type(bare).element && kind(type(bare).element) == TypeKind::Artifact)) return;
      break;
    case TypeKind::Record:
      if (isJson(bare)) return;
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
  if (placeholders || !expected || accepts(expected, TypeKind::String)) return basic(TypeKind::String);
  std::vector<std::string> literals;
  collectLiterals(expected, literals);
  if (literals.empty() || parts.empty()) return basic(TypeKind::String);
  const std::string_view text = std::get<TextPart>(parts[0]).text;
  for (const std::string& literal : literals) {
    if (literal == text) {
      const TypeId found = program.types.literal(support::Constant(text));
      if (fits(found, expected, false)) return found;
    }
  }
  return basic(TypeKind::String);  // told by requireAssignable
}

}  // namespace mlpc::sema
