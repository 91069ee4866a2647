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

/// Something that mends what a diagnostic tells. A safe fix keeps or restores the evident meaning and may be applied
/// unasked.
struct Fix {
  std::string title;
  bool safe = false;
  std::vector<Edit> edits;

  bool operator==(const Fix&) const = default;
};

/// The other half of the story, at its place. A note without a span follows the message.
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

  bool operator==(const Report&) const = default;
};

/// Whether both tell the same of the same place, whatever notes and fixes go with it.
[[nodiscard]] bool sameFinding(const Report& a, const Report& b);

/// What a step found: a value that the result of the step owns, that can be copied, compared, merged with others and
/// shared as `const`. It refers to nothing but the registry.
class Findings {
 public:
  void add(Report report);
  /// Adds what another step found.
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

  /// In the order of files and places, each once; at one place, as they were found.
  [[nodiscard]] std::vector<Report> sorted() const;

  bool operator==(const Findings&) const = default;

 private:
  friend class Engine;  // completes the last one
  std::vector<Report> reports_;
  size_t errors_ = 0;
  size_t warnings_ = 0;
};

}  // namespace mlpc::diag
