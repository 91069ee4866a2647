#include "mlpc/diag/engine.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace mlpc::diag {

namespace {

/// Of the parser, which is not silenced: it sorts out consequences itself.
bool isSyntax(uint16_t code) { return code < 2000; }

/// What tells that something is missing.
bool tellsAbsence(uint16_t code) {
  static constexpr std::array<uint16_t, 26> kCodes{2302, 2403, 3102, 3105, 3110, 3112, 3205, 3207, 3210,
                                                   3213, 3214, 3301, 3306, 3307, 3308, 3310, 3401, 3409,
                                                   3410, 3605, 3610, 3611, 3613, 4112, 4301, 4307};
  return std::binary_search(kCodes.begin(), kCodes.end(), code);
}

}  // namespace

Text::Text(std::string_view value) {
  constexpr size_t kLongest = 80;
  size_t cut = value.size();
  if (cut > kLongest) {
    cut = kLongest - 3;
    while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0U) == 0x80U) --cut;
  }
  // A message is one line.
  for (const char c : value.substr(0, cut)) {
    switch (c) {
      case '\n': text += "\\n"; break;
      case '\r': text += "\\r"; break;
      case '\t': text += "\\t"; break;
      default: text += c;
    }
  }
  if (cut != value.size()) text += "…";
}

std::string formatMessage(std::string_view format, std::vector<std::string> arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (auto& argument : arguments) store.push_back(std::move(argument));
  return fmt::vformat(format, store);
}

Builder& Builder::addNote(source::Span span, std::string message) {
  report_->notes.push_back({std::move(message), span});
  return *this;
}

Builder& Builder::fix(std::string title, bool safe, std::vector<Edit> edits) {
  report_->fixes.push_back({std::move(title), safe, std::move(edits)});
  return *this;
}

bool Engine::isHidden(const Record& record, source::Span span) const {
  if (isSyntax(record.code)) return false;
  const auto isIn = [&](const source::Span& range) {
    return range.file == span.file && range.begin <= span.begin && span.begin <= range.end;
  };
  if (std::any_of(hidden_.begin(), hidden_.end(), isIn)) return true;
  return !incomplete_.empty() && tellsAbsence(record.code) && std::any_of(incomplete_.begin(), incomplete_.end(), isIn);
}

bool mayBeAllowed(const Record& record) {
  if (record.severity != Severity::Error) return true;
  const auto within = [&](uint16_t from, uint16_t to) { return record.code >= from && record.code <= to; };
  // The body of a component is copied as it is, whatever the checker thinks of it.
  if (record.code == outputNotWritten.record.code || record.code == passthroughWithoutInput.record.code ||
      within(3200, 3299))
    return true;
  if (record.code == loopOverArtifacts.record.code || record.code == kfpForeignPlaceholder.record.code) return true;
  // What one version of a back end does, and what a cluster refuses.
  return record.code == kfpRequestAboveLimit.record.code || record.code == kfpWholeSetting.record.code ||
         within(5122, 5122) || within(5124, 5126) || within(5134, 5135) || within(5140, 5164) || within(5170, 5199);
}

bool Engine::allows(uint16_t code, source::Span span) const {
  return std::any_of(allowances_.begin(), allowances_.end(), [&](const Allowance& allowance) {
    return allowance.code == code && allowance.scope.file == span.file && allowance.scope.begin <= span.begin &&
           span.end <= allowance.scope.end;
  });
}

Builder Engine::add(const Record& record, source::Span span, std::string message) {
  if (isHidden(record, span) || (!allowances_.empty() && allows(record.code, span))) {
    dropped_ = {};
    return Builder(&dropped_);
  }
  // Repeats come from the same construct being looked at twice, so they are near the end.
  const size_t lookBack = std::min<size_t>(reports_.size(), 64);
  for (size_t i = reports_.size() - lookBack; i < reports_.size(); ++i) {
    const Report& earlier = reports_[i];
    if (earlier.record->code == record.code && earlier.span == span && earlier.message == message) {
      dropped_ = {};
      return Builder(&dropped_);
    }
  }
  if (record.severity == Severity::Error) ++errors_;
  if (record.severity == Severity::Warning) ++warnings_;
  // Points into the registry, not at the caller's copy.
  const Record* stable = findRecord(record.code);
  reports_.push_back({stable, record.severity, std::move(message), span, {}, {}});
  return Builder(&reports_.back());
}

std::vector<Report> Engine::sorted() const {
  std::vector<Report> result = reports_;
  std::stable_sort(result.begin(), result.end(), [](const Report& a, const Report& b) {
    return std::tuple(a.span.file.index(), a.span.begin, a.span.end) <
           std::tuple(b.span.file.index(), b.span.begin, b.span.end);
  });
  auto same = [](const Report& a, const Report& b) {
    return a.record->code == b.record->code && a.span == b.span && a.message == b.message;
  };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

}  // namespace mlpc::diag
