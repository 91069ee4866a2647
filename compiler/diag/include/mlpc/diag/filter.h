#pragma once

#include <optional>
#include <unordered_map>
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
  /// `file` is the code of something at `at`, and no source of its own: what is found in it counts as found there. If
  /// it is used in several places, a finding is reported if it would be in one of them.
  void use(source::FileId file, source::Span at) { uses_[file.index()].push_back(at); }
  /// Also hides and allows what `other` does.
  void append(const Filter& other);

  /// Whether what is found at `span` has been allowed there.
  [[nodiscard]] bool allows(uint16_t code, source::Span span) const;
  /// Whether a finding at `span` is reported. Syntax errors always are: the parser itself drops mere consequences.
  [[nodiscard]] bool admits(const Record& record, source::Span span) const;
  /// Where a file is used; nothing for a source.
  [[nodiscard]] const std::vector<source::Span>& usesOf(source::FileId file) const;
  /// The first use of the file of `span` at which a finding there is reported; nothing for a source.
  [[nodiscard]] std::optional<source::Span> useOf(const Record& record, source::Span span) const;
  [[nodiscard]] bool empty() const {
    return hidden_.empty() && incomplete_.empty() && allowances_.empty() && uses_.empty();
  }

  bool operator==(const Filter&) const = default;

 private:
  struct Scope {
    uint16_t code = 0;
    source::Span range;
    bool operator==(const Scope&) const = default;
  };
  [[nodiscard]] bool admitsHere(const Record& record, source::Span span) const;

  std::vector<source::Span> hidden_;
  std::vector<source::Span> incomplete_;
  std::vector<Scope> allowances_;
  std::unordered_map<uint32_t, std::vector<source::Span>> uses_;  ///< by FileId
};

/// Those of `findings` that `filter` lets through.
[[nodiscard]] Findings filtered(const Findings& findings, const Filter& filter);

}  // namespace mlpc::diag
