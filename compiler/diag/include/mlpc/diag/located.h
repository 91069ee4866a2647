#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::diag {

/// A place in a file, for people and programs that have only its name.
struct Location {
  std::string file;  ///< as diagnostics print it
  source::LineColumn start;
  source::LineColumn end;  ///< exclusive
  uint32_t startByte = 1;  ///< the columns in bytes, from 1
  uint32_t endByte = 1;
  std::string line;  ///< the text of the first line
};

struct LocatedNote {
  std::string message;
  std::optional<Location> at;
};
struct LocatedEdit {
  Location at;
  std::string text;
};
struct LocatedFix {
  std::string title;
  bool safe = false;
  std::vector<LocatedEdit> edits;
};

/// A finding that no longer needs the sources of its program, so that those of several programs can be printed
/// together.
struct Located {
  const Record* record = nullptr;
  Severity severity{};  ///< after `--werror`
  std::string message;
  std::optional<Location> at;
  std::vector<LocatedNote> notes;
  std::vector<LocatedFix> fixes;
  /// The same as long as the line is, wherever it moves in its file: 16 hexadecimal digits. Equal findings on equal
  /// lines of a file are numbered.
  std::string fingerprint;
};

/// The findings of several programs as one list.
class LocatedFindings {
 public:
  /// Adds the findings of a program. A file that is part of several programs has the same finding only once.
  /// `warningsAsErrors` raises warnings.
  void add(const source::SourceManager& sources, const std::vector<Report>& reports, bool warningsAsErrors = false);
  /// All of them, sorted by file and place. Fingerprints do not depend on where `folder` is, which contains the files.
  std::vector<Located> take(const std::string& folder = {});

 private:
  std::vector<Located> all_;
  std::unordered_set<std::string> seen_;
};

}  // namespace mlpc::diag
