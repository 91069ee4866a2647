#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mlpc/diag/record.h"
#include "mlpc/source/span.h"

namespace mlpc::diag {

/// A change of text that is part of a fix.
struct Edit {
  source::Span range;
  std::string text;

  bool operator==(const Edit&) const = default;
};

/// Something that solves the problem that a diagnostic reports. A safe fix keeps or restores the evident meaning and
/// may be applied without asking.
struct Fix {
  std::string title;
  bool safe = false;
  std::vector<Edit> edits;

  bool operator==(const Fix&) const = default;
};

/// The other half of the story, and where it is. A note without a span follows the message.
struct AttachedNote {
  std::string message;
  source::Span span;

  bool operator==(const AttachedNote&) const = default;
};

/// One diagnostic as it was found.
struct Report {
  const Record* record = nullptr;  ///< in the registry, which outlives everything
  Severity severity = Severity::Error;
  std::string message;
  source::Span span;
  std::vector<AttachedNote> notes;
  std::vector<Fix> fixes;
  source::Span concealed = {};  ///< no excerpt of the source shows it

  bool operator==(const Report&) const = default;
};

/// Whether both say the same about the same place, whatever their notes and fixes.
[[nodiscard]] bool sameFinding(const Report& a, const Report& b);

/// The findings of a step: a value owned by the result of that step, which can be copied, compared, merged and shared
/// as `const`. It refers to nothing but the registry.
class Findings {
 public:
  void add(Report report);
  /// Adds the findings of another step.
  void append(const Findings& other);
  void append(Findings&& other);

  [[nodiscard]] const std::vector<Report>& reports() const { return reports_; }
  [[nodiscard]] auto begin() const { return reports_.begin(); }
  [[nodiscard]] auto end() const { return reports_.end(); }
  [[nodiscard]] size_t size() const { return reports_.size(); }
  [[nodiscard]] bool empty() const { return reports_.empty(); }
  [[nodiscard]] bool hasErrors() const { return errors_ != 0; }
  [[nodiscard]] size_t errorCount() const { return errors_; }
  [[nodiscard]] size_t warningCount() const { return warnings_; }

  /// Sorted by file and place, each once; at the same place, in the order in which they were found.
  [[nodiscard]] std::vector<Report> sorted() const;

  bool operator==(const Findings&) const = default;

 private:
  friend class Engine;  // completes the last finding
  std::vector<Report> reports_;
  size_t errors_ = 0;
  size_t warnings_ = 0;
};

}  // namespace mlpc::diag
