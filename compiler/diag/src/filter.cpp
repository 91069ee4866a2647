#include "mlpc/diag/filter.h"

#include <algorithm>

namespace mlpc::diag {

namespace {

bool isSyntax(const Record& record) { return record.code < 2000; }

bool beginsIn(const source::Span& range, source::Span span) {
  return range.file == span.file && range.begin <= span.begin && span.begin <= range.end;
}

}  // namespace

void Filter::append(const Filter& other) {
  hidden_.insert(hidden_.end(), other.hidden_.begin(), other.hidden_.end());
  incomplete_.insert(incomplete_.end(), other.incomplete_.begin(), other.incomplete_.end());
  allowances_.insert(allowances_.end(), other.allowances_.begin(), other.allowances_.end());
  for (const auto& [file, uses] : other.uses_) uses_[file].insert(uses_[file].end(), uses.begin(), uses.end());
}

bool Filter::allows(uint16_t code, source::Span span) const {
  return std::any_of(allowances_.begin(), allowances_.end(), [&](const Scope& scope) {
    return scope.code == code && scope.range.file == span.file && scope.range.begin <= span.begin &&
           span.end <= scope.range.end;
  });
}

const std::vector<source::Span>& Filter::usesOf(source::FileId file) const {
  static const std::vector<source::Span> kNone;
  const auto found = uses_.find(file.index());
  return found != uses_.end() ? found->second : kNone;
}

std::optional<source::Span> Filter::useOf(const Record& record, source::Span span) const {
  const auto& uses = usesOf(span.file);
  const auto found = std::find_if(uses.begin(), uses.end(), [&](source::Span use) { return admitsHere(record, use); });
  return found != uses.end() ? std::optional(*found) : std::nullopt;
}

bool Filter::admits(const Record& record, source::Span span) const {
  return usesOf(span.file).empty() ? admitsHere(record, span) : useOf(record, span).has_value();
}

bool Filter::admitsHere(const Record& record, source::Span span) const {
  const auto isIn = [&](const source::Span& range) { return beginsIn(range, span); };
  if (!isSyntax(record)) {
    if (std::any_of(hidden_.begin(), hidden_.end(), isIn)) return false;
    if (tellsAbsence(record) && std::any_of(incomplete_.begin(), incomplete_.end(), isIn)) return false;
  }
  return !allows(record.code, span);
}

Findings filtered(const Findings& findings, const Filter& filter) {
  Findings result;
  for (const Report& report : findings) {
    if (filter.admits(*report.record, report.span)) result.add(report);
  }
  return result;
}

}  // namespace mlpc::diag
