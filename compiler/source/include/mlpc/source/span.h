#pragma once

#include <cstdint>

#include "mlpc/support/id.h"

namespace mlpc::source {

struct FileTag;
/// A file that was read into a SourceManager.
using FileId = support::Id<FileTag>;

/// Set in the ids of the standard library's files, so that a span can refer to either kind of file.
inline constexpr uint32_t kStandardFileBit = 0x80000000U;
constexpr bool isStandardFile(FileId file) { return file.valid() && (file.index() & kStandardFileBit) != 0; }

/// A half-open range of bytes in one file. A span without a file marks something that the compiler itself made up.
struct Span {
  FileId file;
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool valid() const { return file.valid(); }
  auto operator<=>(const Span&) const = default;
};

/// The smallest span that covers both. Both must be in the same file.
inline Span cover(Span a, Span b) {
  if (!a.valid()) return b;
  if (!b.valid()) return a;
  return {a.file, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/// A position for people: lines and columns count from 1, columns in code points.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

}  // namespace mlpc::source
