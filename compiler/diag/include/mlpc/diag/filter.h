#pragma once

#include <vector>

#include "mlpc/diag/findings.h"

namespace mlpc::diag {

/// What is not to be reported, and where. A value like `Findings`: a parsed file owns what its syntax errors hide from
/// later steps, a checked file what its declarations allow.
class Filter {
 public:
  /// Findings of later steps inside `range` are consequences of an error that has been reported.
  void hide(source::Span range) { hidden_.push_back(range); }
  /// What is missing in `range` may be part of what could not be read.
  void hideAbsences(source::Span range) { incomplete_.push_back(range); }
  /// Findings of `code` inside `scope` are intentional. The caller has checked that they `mayBeAllowed`.
  void allow(uint16_t code, source::Span scope) { allowances_.push_back({code, scope}); }
  /// Also hides and allows what `other` does.
  void append(const Filter& other);

  /// Whether what is found at `span` has been allowed there.
  [[nodiscard]] bool allows(uint16_t code, source::Span span) const;
  /// Whether a finding at `span` is reported. Syntax errors always are: the parser itself drops mere consequences.
  [[nodiscard]] bool admits(const Record& record, source::Span span) const;
  [[nodiscard]] bool empty() const { return hidden_.empty() && incomplete_.empty() && allowances_.empty(); }

  bool operator==(const Filter&) const = default;

 private:
  struct Scope {
    uint16_t code = 0;
    source::Span range;
    bool operator==(const Scope&) const = default;
  };
  std::vector<source::Span> hidden_;
  std::vector<source::Span> incomplete_;
  std::vector<Scope> allowances_;
};

/// Those of `findings` that `filter` lets through.
[[nodiscard]] Findings filtered(const Findings& findings, const Filter& filter);

}  // namespace mlpc::diag
