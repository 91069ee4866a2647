#include "expressions/record_filling.h"

#include <algorithm>

#include "expressions/assignment.h"
#include "expressions/expression_checker.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

RecordFilling::RecordFilling(FileContext& file, ExpressionChecker& expressions, TypeId schema,
                             std::span<const vocabulary::FieldName> except)
    : file_(file),
      expressions_(expressions),
      schema_(schema),
      fields_(file.type(schema).fields),
      except_(except),
      given_(fields_.size()),
      provided_(fields_.size()) {}

void RecordFilling::run(const At& at, const std::vector<RecordItem>& items) {
  for (const RecordItem& one : items) {
    if (one.spread) {
      spread(at, one.value);
    } else if (!one.key.empty()) {
      item(at, one);
    }
  }
  for (size_t i = 0; i < fields_.size() && !brought_.empty(); ++i) {
    if (const auto found = brought_.find(i); found != brought_.end()) checkBrought(found->second, fields_[i]);
  }
}

size_t RecordFilling::indexOf(std::string_view name) const {
  const Field* found = file_.named(fields_, name);
  return found != nullptr ? static_cast<size_t>(found - fields_.data()) : fields_.size();
}

bool RecordFilling::isExcepted(std::string_view name) const {
  return std::any_of(except_.begin(), except_.end(), [&](vocabulary::FieldName field) { return field.text() == name; });
}

std::vector<std::string> RecordFilling::settable() const {
  std::vector<std::string> names;
  for (const Field& field : fields_) {
    if (!field.attribute) names.emplace_back(field.name);
  }
  return names;
}

void RecordFilling::spread(const At& at, ExprId value) {
  const TypeId own = expressions_.check(at, value, {});
  if (file_.isError(own)) {
    provided_.assign(fields_.size(), true);  // it may have set any of them
    return;
  }
  const Type& type = file_.type(own);
  if (type.kind != TypeKind::Record || type.isKind) {
    file_.diags.report(file_.expr(value).span, diag::badSpread, diag::Phrase("a record"), file_.nameOf(own));
    return;
  }
  const bool known = own != schema_ && file_.info(value).phase == Phase::Compile;
  const auto constant = known ? file_.constant(value) : std::nullopt;
  for (const Field& field : type.fields)
    spreadField(value, field, constant ? constant->field(field.name) : nullptr, own == schema_);
}

void RecordFilling::spreadField(ExprId value, const Field& field, const support::Constant* part, bool sameSchema) {
  const size_t index = indexOf(field.name);
  brought_.erase(index);
  if (index == fields_.size()) {
    file_.diags.report(file_.expr(value).span, diag::unknownField, file_.nameOf(schema_), field.name);
  } else if (part != nullptr) {
    brought_[index] = {*part, value, field.type};
    provided_[index] = true;
  } else if (!sameSchema && !fits(file_.types, field.type, fields_[index].type)) {
    const diag::TypeName wanted = file_.nameOf(fields_[index].type);
    file_.diags.report(file_.expr(value).span, diag::typeMismatch, wanted, file_.nameOf(field.type))
        .note(fields_[index].span, diag::wantedBy, field.name, wanted);
  } else if (!field.optional || sameSchema) {
    provided_[index] = true;
  }
}

void RecordFilling::item(const At& at, const RecordItem& item) {
  size_t index = indexOf(item.key.text);
  if (index == fields_.size()) {
    if (isExcepted(item.key.text)) return;
    const std::string snake = support::toSnake(item.key.text);
    index = indexOf(snake);
    if (index == fields_.size()) {
      if (unknown_.insert(item.key.text).second) reportUnknown(item.key);
      return;
    }
    file_.diags.report(item.key.span, diag::otherSpelling, item.key.text, snake)
        .fix("write `" + snake + "`", true, {{item.key.span, snake}});
  }
  const Field& field = fields_[index];
  if (given_[index].valid()) {
    file_.diags.report(item.key.span, diag::duplicateField, item.key.text)
        .note(given_[index], diag::declaredHere, item.key.text);
    return;
  }
  given_[index] = item.key.span;
  provided_[index] = true;
  brought_.erase(index);
  if (isExcepted(field.name)) return;
  if (field.attribute) {
    file_.diags.report(item.key.span, diag::attributeGiven, item.key.text);
    return;
  }
  if (!field.deprecated.empty())
    file_.diags.report(item.key.span, diag::deprecated, field.name, diag::Phrase(field.deprecated));
  expressions_.check(at, item.value, field.type);
  checkConstraints(file_, item.value, field);
}

void RecordFilling::checkBrought(const Brought& part, const Field& field) {
  const source::Span span = file_.expr(part.spread).span;
  const Fitting fitting = fitOf(file_.types, part.value, field.type);
  if (fitting.fit == Fit::OtherValue) {
    reportOtherValue(file_.diags, fitting, span, false);
  } else if (fitting.fit == Fit::OtherType) {
    file_.diags.report(span, diag::typeMismatch, file_.nameOf(field.type), file_.nameOf(part.type))
        .note(field.span, diag::wantedBy, field.name, file_.nameOf(field.type));
  } else {
    checkConstraints(file_.diags, field, part.value, span);
    checkParts(file_.types, file_.diags, field.type, part.value, span);
  }
}

void RecordFilling::reportUnknown(const Name& key) {
  auto report = file_.diags.report(key.span, diag::unknownField, file_.nameOf(schema_), key.text);
  if (!file_.maySearch()) return;
  const std::vector<std::string> names = settable();
  if (auto near = support::closest(key.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{key.span, *near}});
  } else if (!names.empty() && names.size() <= 8) {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
}

void RecordFilling::reportMissing(source::Span where) {
  std::vector<std::string> missing;
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (!provided_[i] && !fields_[i].optional && !isExcepted(fields_[i].name)) missing.emplace_back(fields_[i].name);
  }
  if (missing.empty()) return;
  // What was only misspelt is not reported as missing as well.
  const std::vector<std::string> names = settable();
  std::unordered_set<std::string> meant;
  for (const std::string_view word : unknown_) {
    if (!file_.maySearch()) break;
    if (auto near = support::closest(word, names)) meant.insert(std::move(*near));
  }
  std::erase_if(missing, [&](const std::string& name) { return meant.contains(name); });
  if (missing.empty()) return;
  // Only mark the opening brace of a record.
  if (where.valid() && file_.program.sources.text(where).starts_with("{")) where.end = where.begin + 1;
  file_.diags.report(where, diag::missingField, diag::OneOf(missing, " and "), file_.nameOf(schema_));
}

}  // namespace mlpc::sema
