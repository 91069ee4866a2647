// Numbers, strings, and what their placeholders may contain.

#include "expressions/literals.h"

#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/eval/numbers.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;
namespace {

constexpr std::string_view kDurationForm = "write whole numbers with d, h, m, s or ms, the larger unit first";

/// Whether a number consists only of units of time: `1.5h`, `30m1h`.
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

TypeId typeOfNumber(FileContext& file, ExprId id, const NumberExpr& number, TypeId expected, Sign sign) {
  const source::Span span = file.expr(id).span;
  const bool quantity = accepts(file.types, expected, TypeKind::Quantity);
  const bool duration = accepts(file.types, expected, TypeKind::Duration);
  if (number.kind == NumberKind::Unit) {
    const auto asQuantity = ir::eval::quantity(number.text);
    const auto asDuration = ir::eval::duration(number.text);
    if (!asQuantity.known() && !asDuration.known()) {
      // What is not a unit at all was reported by the parser.
      if (hasTimeUnits(number.text)) {
        file.diags.report(span, diag::unitDoesNotFit, number.text, diag::TypeName("Duration"),
                          diag::Phrase(kDurationForm));
      } else if (asQuantity.error()->failure == ir::eval::Failure::Overflow) {
        file.diags.report(span, diag::quantityRange, number.text);
      }
      return file.error();
    }
    if (duration && asDuration.known()) return file.basic(TypeKind::Duration);
    if (quantity && asQuantity.known()) return file.basic(TypeKind::Quantity);
    if (duration || quantity) {
      file.diags.report(
          span, diag::unitDoesNotFit, number.text, diag::TypeName(duration ? "Duration" : "Quantity"),
          diag::Phrase(duration ? kDurationForm
                                : "the suffixes are n, u, m, k, M, G, T, P, E and Ki, Mi, Gi, Ti, Pi, Ei"));
      return file.error();
    }
    if (asQuantity.known() && asDuration.known()) {
      if (expected && file.kind(bareType(file.types, expected)) != TypeKind::Json)
        return file.basic(TypeKind::Quantity);
      file.diags.report(span, diag::unitWithoutType, number.text);
      return file.error();
    }
    return file.basic(asQuantity.known() ? TypeKind::Quantity : TypeKind::Duration);
  }
  if (number.kind == NumberKind::Float) {
    if (quantity && !accepts(file.types, expected, TypeKind::Float) && ir::eval::quantity(number.text).known())
      return file.basic(TypeKind::Quantity);
    if (!ir::eval::real(number.text).known()) {
      file.diags.report(span, diag::floatRange, number.text);
      return file.error();
    }
    return file.basic(TypeKind::Float);
  }
  const auto whole = ir::eval::integer(number.text, sign == Sign::Minus);
  const auto* value = whole.as<int64_t>();
  if (value == nullptr) {
    file.diags.report(span, diag::integerTooLarge, number.text);
    return file.error();
  }
  if (accepts(file.types, expected, TypeKind::Int)) return file.basic(TypeKind::Int);
  constexpr int64_t kExact = int64_t{1} << 53;
  if (accepts(file.types, expected, TypeKind::Float) && (*value > kExact || *value < -kExact)) {
    file.diags.report(span, diag::inexactFloat, number.text);
    return file.error();
  }
  if (quantity && ir::eval::quantity(number.text).known()) return file.basic(TypeKind::Quantity);
  return file.basic(TypeKind::Int);
}

void requireText(FileContext& file, const At& at, ExprId id, TextPlace place) {
  const ExprInfo& own = file.info(id);
  const source::Span span = file.expr(id).span;
  TypeId bare = own.type;
  if (file.isError(bare) || !bare) return;
  const bool runTime = own.phase == Phase::Run;
  if (file.kind(bare) == TypeKind::Optional) {
    file.diags
        .report(span, diag::maybeAbsent, diag::TypeName(file.types.name(file.type(bare).element)), file.nameOf(bare))
        .note({}, diag::giveADefault);
    return;
  }
  switch (file.kind(bare)) {
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
      if (isJson(file.types, bare)) return;
      break;
    case TypeKind::List:
      if (isJson(file.types, bare) || (place == TextPlace::Element && file.type(bare).element &&
                                       file.kind(file.type(bare).element) == TypeKind::Artifact))
        return;
      break;
    case TypeKind::Record:
      if (isJson(file.types, bare)) return;
      break;
    case TypeKind::Artifact:
      if (at.place() == Place::ComponentCommand) {
        file.diags.report(span, diag::artifactAsText, file.sourceOf(id));
        return;
      }
      break;
    case TypeKind::Secret:
    case TypeKind::SecretKey: file.diags.report(span, diag::secretInString).note({}, diag::secretWays); return;
    default: break;
  }
  auto report = file.diags.report(span, diag::notInString, file.nameOf(bare));
  if (file.kind(bare) == TypeKind::Record && file.type(bare).isKind && !runTime) {
    const std::string text = file.sourceOf(id);
    report.note({}, diag::writeName, text).fix("write `" + text + ".name`", false, {{span, text + ".name"}});
  }
}

TypeId typeOfText(FileContext& file, ExprId id, const std::vector<StringPart>& parts, TypeId expected, TextForm form) {
  if (form == TextForm::Fence) return file.basic(TypeKind::Code);
  const bool placeholders = std::any_of(
      parts.begin(), parts.end(), [](const StringPart& part) { return std::holds_alternative<PlaceholderPart>(part); });
  if (placeholders && file.info(id).phase == Phase::Compile && isTooLarge(file, id)) return file.error();
  const TypeId string = file.basic(TypeKind::String);
  if (placeholders || parts.empty() || !expected || accepts(file.types, expected, TypeKind::String)) return string;
  std::vector<std::string> literals;
  collectLiterals(file.types, expected, literals);
  const std::string_view text = std::get<TextPart>(parts[0]).text;
  for (const std::string& literal : literals) {
    if (literal != text) continue;
    const TypeId found = file.types.literal(support::Constant(text));
    if (fits(file.types, found, expected)) return found;
  }
  return string;  // reported by requireAssignable
}

}  // namespace mlpc::sema
