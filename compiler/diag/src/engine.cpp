#include "mlpc/diag/engine.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/registry.h"

namespace mlpc::diag {

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

Builder& Builder::conceal(source::Span span) {
  report_->concealed = span;
  return *this;
}

bool Engine::isRepeated(const Report& report) const {
  // Repeats occur when the same construct is visited twice, so they are near the end.
  constexpr ptrdiff_t kLookBack = 64;
  const auto& reports = findings_.reports();
  const auto from = reports.end() - std::min<ptrdiff_t>(std::ssize(reports), kLookBack);
  return std::any_of(from, reports.end(), [&](const Report& earlier) { return sameFinding(earlier, report); });
}

void Engine::showUse(Report& report) const {
  const auto use = filter_.useOf(*report.record, report.span);
  if (!use) return;
  const AttachedNote note{std::string(codeUsedHere.message), *use};
  if (std::find(report.notes.begin(), report.notes.end(), note) == report.notes.end()) report.notes.push_back(note);
}

Builder Engine::add(const Record& record, source::Span span, std::string message) {
  // Points into the registry, not to the caller's copy.
  Report report{findRecord(record.code), record.severity, std::move(message), span, {}, {}, {}};
  if (!filter_.admits(record, span) || isRepeated(report)) return dropped();
  showUse(report);
  findings_.add(std::move(report));
  return Builder(&findings_.reports_.back());
}

Builder Engine::dropped() {
  dropped_ = {};
  return Builder(&dropped_);
}

void Engine::add(const Findings& findings) {
  for (const Report& report : findings) {
    if (!filter_.admits(*report.record, report.span) || isRepeated(report)) continue;
    findings_.add(report);
    showUse(findings_.reports_.back());
  }
}

}  // namespace mlpc::diag
