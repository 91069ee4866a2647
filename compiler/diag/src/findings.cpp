#include "mlpc/diag/findings.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace mlpc::diag {

bool sameFinding(const Report& a, const Report& b) {
  return a.record->code == b.record->code && a.span == b.span && a.message == b.message;
}

void Findings::add(Report report) {
  if (report.severity == Severity::Error) ++errors_;
  if (report.severity == Severity::Warning) ++warnings_;
  reports_.push_back(std::move(report));
}

void Findings::append(const Findings& other) {
  reports_.insert(reports_.end(), other.reports_.begin(), other.reports_.end());
  errors_ += other.errors_;
  warnings_ += other.warnings_;
}

void Findings::append(Findings&& other) {
  reports_.insert(reports_.end(), std::make_move_iterator(other.reports_.begin()),
                  std::make_move_iterator(other.reports_.end()));
  errors_ += std::exchange(other.errors_, 0);
  warnings_ += std::exchange(other.warnings_, 0);
  other.reports_.clear();
}

std::vector<Report> Findings::sorted() const {
  std::vector<Report> result = reports_;
  std::stable_sort(result.begin(), result.end(), [](const Report& a, const Report& b) {
    return std::tuple(a.span.file.index(), a.span.begin, a.span.end) <
           std::tuple(b.span.file.index(), b.span.begin, b.span.end);
  });
  result.erase(std::unique(result.begin(), result.end(), sameFinding), result.end());
  return result;
}

}  // namespace mlpc::diag
