#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/diag/filter.h"
#include "mlpc/diag/findings.h"
#include "mlpc/diag/place.h"
#include "mlpc/diag/record.h"
#include "mlpc/source/span.h"

namespace mlpc::diag {

std::string formatMessage(std::string_view format, std::vector<std::string> arguments);

class Engine;

/// Adds notes and fixes to the diagnostic that was just reported.
/// Lives within one statement: `diags.report(…).note(…).fix(…);`
class Builder {
 public:
  template <typename... Args, typename... Given>
  Builder& note(source::Span span, const Note<Args...>& text, Given&&... given) {
    static_assert(sizeof...(Args) == sizeof...(Given), "the registry names another number of arguments");
    return addNote(span, formatMessage(text.message, {Args(std::forward<Given>(given)).text...}));
  }
  /// Excerpts of the source show `*` in place of `span`; without a file, nothing is concealed.
  Builder& conceal(source::Span span);
  /// A mechanical change that solves the problem.
  Builder& fix(std::string title, bool safe, std::vector<Edit> edits);

 private:
  friend class Engine;
  explicit Builder(Report* report) : report_(report) {}
  Builder& addNote(source::Span span, std::string message);
  Report* report_;
};

/// Collects the findings of one step, or of several consecutive ones, as far as a filter lets them through. Each is
/// kept once: the same code with the same message at the same place is not added again. One in a file that is only used
/// by a source gets a note that says where.
class Engine {
 public:
  Engine() = default;
  /// Starts with what earlier steps hide and allow.
  explicit Engine(Filter filter) : filter_(std::move(filter)) {}

  template <typename... Args, typename... Given>
  Builder report(Place place, const Diagnostic<Args...>& diagnostic, Given&&... given) {
    static_assert(sizeof...(Args) == sizeof...(Given), "the registry names another number of arguments");
    if (switchedOff(place, diagnostic.record.code)) return dropped();
    return add(diagnostic.record, place,
               formatMessage(diagnostic.record.message, {Args(std::forward<Given>(given)).text...}));
  }
  /// Adds those findings of another step that the filter lets through.
  void add(const Findings& findings);

  /// These apply to what is reported from now on: see `Filter`.
  void hide(source::Span range) { filter_.hide(range); }
  void hideAbsences(source::Span range) { filter_.hideAbsences(range); }
  void allow(uint16_t code, source::Span scope) { filter_.allow(code, scope); }
  void use(source::FileId file, source::Span at) { filter_.use(file, at); }
  /// Also hides and allows what `filter` does.
  void add(const Filter& filter) { filter_.append(filter); }
  /// Whether what is found at `span` has been allowed there.
  [[nodiscard]] bool allows(uint16_t code, source::Span span) const { return filter_.allows(code, span); }

  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] const Filter& filter() const { return filter_; }
  /// Returns the findings and starts again, with the same filter.
  [[nodiscard]] Findings take() { return std::exchange(findings_, {}); }

  /// Sorted by file and place, each once.
  [[nodiscard]] std::vector<Report> sorted() const { return findings_.sorted(); }
  [[nodiscard]] bool hasErrors() const { return findings_.hasErrors(); }
  [[nodiscard]] size_t errorCount() const { return findings_.errorCount(); }
  [[nodiscard]] size_t warningCount() const { return findings_.warningCount(); }
  [[nodiscard]] size_t size() const { return findings_.size(); }

 private:
  Builder add(const Record& record, source::Span span, std::string message);
  Builder dropped();
  [[nodiscard]] bool isRepeated(const Report& report) const;
  void showUse(Report& report) const;

  Findings findings_;
  Filter filter_;
  Report dropped_;  // receives the notes of findings that are not reported
};

}  // namespace mlpc::diag
