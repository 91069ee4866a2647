#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/diag/diagnostics.h"
#include "mlpc/source/span.h"

namespace mlpc::diag {

/// A change of text that is part of a fix.
struct Edit {
  source::Span range;
  std::string text;
};

/// Something that mends what a diagnostic tells. A safe fix keeps or restores the evident meaning and may be applied
/// unasked.
struct Fix {
  std::string title;
  bool safe = false;
  std::vector<Edit> edits;
};

/// The other half of the story, at its place. A note without a span follows the message.
struct AttachedNote {
  std::string message;
  source::Span span;
};

/// One diagnostic as it was found.
struct Report {
  const Record* record = nullptr;
  Severity severity = Severity::Error;
  std::string message;
  source::Span span;
  std::vector<AttachedNote> notes;
  std::vector<Fix> fixes;
};

/// Whether a finding can be allowed by those who know better: warnings, and errors about what a target or a body of
/// Python does when it runs, after which the documents still have a form. Not what the language itself forbids.
bool mayBeAllowed(const Record& record);

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
  /// A mechanical change that mends the problem.
  Builder& fix(std::string title, bool safe, std::vector<Edit> edits);

 private:
  friend class Engine;
  explicit Builder(Report* report) : report_(report) {}
  Builder& addNote(source::Span span, std::string message);
  Report* report_;
};

/// Collects the diagnostics of one compilation. Each is kept once: the same code with the same message at the same
/// place is not added again.
class Engine {
 public:
  template <typename... Args, typename... Given>
  Builder report(source::Span span, const Diagnostic<Args...>& diagnostic, Given&&... given) {
    static_assert(sizeof...(Args) == sizeof...(Given), "the registry names another number of arguments");
    return add(diagnostic.record, span,
               formatMessage(diagnostic.record.message, {Args(std::forward<Given>(given)).text...}));
  }

  /// What later passes find inside of `range` comes from an error that has been told: it is not added.
  void hide(source::Span range) { hidden_.push_back(range); }
  /// Of `range` nothing is added that tells that something is missing: it may stand in what could not be read.
  void hideAbsences(source::Span range) { incomplete_.push_back(range); }

  /// Does not report `code` inside of `scope` from now on. The caller has made sure that it `mayBeAllowed`.
  void allow(uint16_t code, source::Span scope) { allowances_.push_back({code, scope}); }
  /// Whether what is found at `span` has been allowed there.
  [[nodiscard]] bool allows(uint16_t code, source::Span span) const;
  /// In the order of files, places and codes.
  [[nodiscard]] std::vector<Report> sorted() const;
  [[nodiscard]] bool hasErrors() const { return errors_ != 0; }
  [[nodiscard]] size_t errorCount() const { return errors_; }
  [[nodiscard]] size_t warningCount() const { return warnings_; }
  [[nodiscard]] size_t size() const { return reports_.size(); }

 private:
  Builder add(const Record& record, source::Span span, std::string message);
  [[nodiscard]] bool isHidden(const Record& record, source::Span span) const;

  struct Allowance {
    uint16_t code = 0;
    source::Span scope;
  };
  std::vector<Allowance> allowances_;
  std::vector<Report> reports_;
  std::vector<source::Span> hidden_;
  std::vector<source::Span> incomplete_;
  Report dropped_;  // where notes of a repeated report go
  size_t errors_ = 0;
  size_t warnings_ = 0;
};

}  // namespace mlpc::diag
