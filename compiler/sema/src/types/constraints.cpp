// The constraints that declarations put on values, checked on the value of an expression rather than on how it is
// written.

#include "types/constraints.h"

#include <algorithm>
#include <cmath>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"
#include "types/pattern.h"

namespace mlpc::sema {

using support::Constant;

namespace {

TypeId bareOf(const TypeStore& types, TypeId id) {
  while (id && (types[id].kind == TypeKind::Optional || types[id].kind == TypeKind::Runtime)) id = types[id].element;
  return id;
}

std::string formatBound(double value) {
  std::string text = support::formatDouble(value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

size_t codePoints(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); i += support::decodeUtf8(text, i).length) ++count;
  return count;
}

std::optional<diag::Builder> checkRange(diag::Engine& diags, const Field& field, const Constant& value,
                                        source::Span span) {
  std::optional<double> number;
  if (const auto* i = value.as<int64_t>()) number = static_cast<double>(*i);
  if (const auto* d = value.as<double>()) number = *d;
  if (const auto* q = value.as<support::Quantity>()) number = q->value();
  if (!number) return {};
  // In this order, since what cannot be compared is not within bounds.
  if ((!field.minimum || *number >= *field.minimum) && (!field.maximum || *number <= *field.maximum)) return {};
  std::string bounds;
  if (field.minimum && field.maximum) {
    bounds = "from " + formatBound(*field.minimum) + " to " + formatBound(*field.maximum);
  } else {
    bounds = field.minimum ? "at least " + formatBound(*field.minimum) : "at most " + formatBound(*field.maximum);
  }
  return diags.report(span, diag::outOfRange, field.name, diag::Phrase(bounds),
                      std::isfinite(*number) ? value.toText() : support::formatDouble(*number));
}

std::optional<diag::Builder> checkLength(diag::Engine& diags, const Field& field, const Constant& value,
                                         source::Span span) {
  size_t length = 0;
  std::string what = "characters";
  if (const auto* text = value.as<std::string>()) {
    length = codePoints(*text);
  } else if (const auto* list = value.as<Constant::List>()) {
    length = list->size();
    what = "items";
  } else if (const auto* record = value.as<Constant::Record>()) {
    length = record->size();
    what = "entries";
  } else {
    return {};
  }
  const size_t least = field.minLength.value_or(0);
  const size_t most = field.maxLength.value_or(UINT32_MAX);
  if (length >= least && length <= most) return {};
  return diags.report(span, diag::wrongLength, field.name,
                      diag::Phrase("from " + std::to_string(least) + " to " + std::to_string(most) + " " + what),
                      length);
}

std::optional<diag::Builder> checkPattern(diag::Engine& diags, const Field& field, const Constant& value,
                                          source::Span span) {
  const auto* text = value.as<std::string>();
  if (text == nullptr) return {};
  const Pattern pattern(field.pattern);
  std::string problem;
  if (!pattern.valid(problem) || pattern.matches(*text)) return {};
  return diags.report(span, diag::patternMismatch, field.name, *text, field.pattern);
}

const Field* findField(const Type& record, std::string_view name) {
  const auto found =
      std::find_if(record.fields.begin(), record.fields.end(), [&](const Field& field) { return field.name == name; });
  return found == record.fields.end() ? nullptr : &*found;
}

/// The first of several parts that does not fit.
template <typename Parts, typename Judge>
Fitting firstOf(const Parts& parts, Judge judge) {
  for (const auto& part : parts) {
    Fitting fitting = judge(part);
    if (fitting.fit != Fit::Fits) return fitting;
  }
  return {};
}

Fitting fitRecord(const TypeStore& types, const Constant::Record& value, const Type& wanted) {
  if (wanted.isKind) return {Fit::OtherType, {}, {}};
  for (const Field& field : wanted.fields) {
    const bool given = std::any_of(value.begin(), value.end(), [&](const auto& one) { return one.name == field.name; });
    if (!given && !field.optional) return {Fit::OtherType, {}, {}};
  }
  return firstOf(value, [&](const support::ConstantField& one) {
    const Field* field = findField(wanted, one.name);
    return field == nullptr || field->attribute ? Fitting{Fit::OtherType, {}, {}}
                                                : fitOf(types, one.value, field->type);
  });
}

/// The result for a union. A string that equals none of the members counts as a wrong value, unless a record could have
/// been meant.
Fitting fitUnion(const TypeStore& types, const Constant& value, const Type& wanted) {
  Fitting best{Fit::OtherType, {}, {}};
  for (const TypeId member : wanted.members) {
    Fitting fitting = fitOf(types, value, member);
    if (fitting.fit == Fit::Fits) return fitting;
    if (fitting.fit != Fit::OtherValue || types[member].kind != TypeKind::Literal) continue;
    fitting.values.insert(fitting.values.begin(), best.values.begin(), best.values.end());
    best = std::move(fitting);
  }
  const bool record = std::any_of(wanted.members.begin(), wanted.members.end(),
                                  [&](TypeId member) { return types[member].kind == TypeKind::Record; });
  return record ? Fitting{Fit::OtherType, {}, {}} : best;
}

bool fitsBasic(const Constant& value, TypeKind wanted) {
  switch (wanted) {
    case TypeKind::Error: return true;
    case TypeKind::Null: return value.isNull();
    case TypeKind::String: return value.as<std::string>() != nullptr;
    case TypeKind::Int: return value.as<int64_t>() != nullptr;
    case TypeKind::Float: return value.as<double>() != nullptr || value.as<int64_t>() != nullptr;
    case TypeKind::Bool: return value.as<bool>() != nullptr;
    case TypeKind::Quantity: {
      ir::eval::NumberPlace place;
      place.quantity = true;
      return ir::eval::convert(value, place).as<support::Quantity>() != nullptr;
    }
    case TypeKind::Duration: return value.as<support::Duration>() != nullptr;
    case TypeKind::Json: return value.as<support::Quantity>() == nullptr && value.as<support::Duration>() == nullptr;
    default: return false;
  }
}

}  // namespace

Fitting fitOf(const TypeStore& types, const Constant& value, TypeId wanted) {
  const Fitting other{Fit::OtherType, {}, {}};
  if (!wanted) return {};
  const Type& type = types[wanted];
  switch (type.kind) {
    case TypeKind::Optional: return value.isNull() ? Fitting() : fitOf(types, value, type.element);
    case TypeKind::Runtime: return fitOf(types, value, type.element);
    case TypeKind::Union: return fitUnion(types, value, type);
    case TypeKind::Literal: {
      if (value == type.literal) return {};
      if (value.storage().index() != type.literal.storage().index()) return other;
      return {Fit::OtherValue, value.toText(), {type.literal.toText()}};
    }
    case TypeKind::List: {
      const auto* list = value.as<Constant::List>();
      if (list == nullptr) return other;
      return firstOf(*list, [&](const Constant& item) { return fitOf(types, item, type.element); });
    }
    case TypeKind::Map: {
      const auto* record = value.as<Constant::Record>();
      if (record == nullptr) return other;
      return firstOf(*record, [&](const auto& field) { return fitOf(types, field.value, type.element); });
    }
    case TypeKind::Record: {
      const auto* record = value.as<Constant::Record>();
      return record == nullptr ? other : fitRecord(types, *record, type);
    }
    default: return fitsBasic(value, type.kind) ? Fitting() : other;
  }
}

void reportOtherValue(diag::Engine& diags, const Fitting& fitting, source::Span span, bool literal) {
  auto report = diags.report(span, diag::notOneOf, diag::OneOf(fitting.values), fitting.given);
  if (auto near = support::closest(fitting.given, fitting.values)) {
    report.note({}, diag::didYouMean, *near);
    if (literal) report.fix("write `\"" + *near + "\"`", false, {{span, support::quoteJson(*near)}});
  }
}

void checkConstraints(const Program& program, diag::Engine& diags, const Field& field, const Constant& value,
                      source::Span span, std::span<const TemplateUse> uses) {
  const auto explain = [&](std::optional<diag::Builder> report) {
    // The innermost use first.
    for (size_t i = uses.size(); report && i-- > 0;)
      report->note(uses[i].at, diag::expandedHere, program.symbols[uses[i].of].name);
  };
  if (field.minimum || field.maximum) explain(checkRange(diags, field, value, span));
  if (field.minLength || field.maxLength) explain(checkLength(diags, field, value, span));
  if (!field.pattern.empty()) explain(checkPattern(diags, field, value, span));
}

void checkConstraints(diag::Engine& diags, const Field& field, const Constant& value, source::Span span) {
  if (field.minimum || field.maximum) checkRange(diags, field, value, span);
  if (field.minLength || field.maxLength) checkLength(diags, field, value, span);
  if (!field.pattern.empty()) checkPattern(diags, field, value, span);
}

void checkParts(const TypeStore& types, diag::Engine& diags, TypeId type, const Constant& value, source::Span span) {
  type = bareOf(types, type);
  if (!type) return;
  const Type& wanted = types[type];
  if (wanted.kind == TypeKind::Union) {
    for (const TypeId member : wanted.members) {
      if (fitOf(types, value, member).fit == Fit::Fits) return checkParts(types, diags, member, value, span);
    }
    return;
  }
  if (const auto* list = value.as<Constant::List>(); list != nullptr && wanted.kind == TypeKind::List) {
    for (const Constant& item : *list) checkParts(types, diags, wanted.element, item, span);
  }
  const auto* record = value.as<Constant::Record>();
  if (record == nullptr) return;
  for (const auto& one : *record) {
    if (wanted.kind == TypeKind::Map) checkParts(types, diags, wanted.element, one.value, span);
    const Field* field = wanted.kind == TypeKind::Record ? findField(wanted, one.name) : nullptr;
    if (field == nullptr) continue;
    checkConstraints(diags, *field, one.value, span);
    checkParts(types, diags, field->type, one.value, span);
  }
}

bool isReferring(const syntax::Expr& expr) {
  return std::visit(support::Overload{
                        [](const syntax::NameExpr&) { return true; },
                        [](const syntax::MemberExpr&) { return true; },
                        [](const syntax::IndexExpr&) { return true; },
                        [](const syntax::CallExpr&) { return true; },
                        [](const auto&) { return false; },
                    },
                    expr.node);
}

std::optional<ir::eval::Error> failureOf(const FileContext& file, syntax::ExprId expr) {
  const Evaluated evaluated = evaluate(file.program, file.module, expr);
  const auto* error = evaluated.result.error();
  const bool own = error != nullptr && evaluated.where == expr && evaluated.module == file.module;
  return own ? std::optional(*error) : std::nullopt;
}

bool isTooLarge(FileContext& file, syntax::ExprId expr) {
  const Evaluated evaluated = evaluate(file.program, file.module, expr);
  const auto* error = evaluated.result.error();
  if (error == nullptr || error->failure != ir::eval::Failure::TooLarge) return false;
  // What a const that is named here makes is reported where that const is.
  const source::Span span = file.expr(expr).span;
  const source::Span where = file.program.module(evaluated.module).tree->exprs[evaluated.where].span;
  if (where.file != span.file || where.begin < span.begin || where.end > span.end) return false;
  reportFailure(file.diags, *error, span, {});
  return true;
}

}  // namespace mlpc::sema
