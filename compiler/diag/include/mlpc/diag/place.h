#pragma once

#include <cstdint>

#include "mlpc/source/span.h"

namespace mlpc::diag {

/// Where something is found, and which call of `report` says so.
class Place {
 public:
  // A span converts to it, so that calls need not name it. (clang 14 has no `std::source_location`.)
  Place(source::Span span = {}, const char* file = __builtin_FILE(), unsigned line = __builtin_LINE())
      : span_(span), file_(file), line_(line) {}
  Place(source::FileId file, uint32_t begin, uint32_t end, const char* callFile = __builtin_FILE(),
        unsigned callLine = __builtin_LINE())
      : Place(source::Span{file, begin, end}, callFile, callLine) {}
  operator source::Span() const { return span_; }

  /// The call, in the compiler's own sources.
  [[nodiscard]] const char* callFile() const { return file_; }
  [[nodiscard]] unsigned callLine() const { return line_; }

 private:
  source::Span span_;
  const char* file_;
  unsigned line_;
};

/// Whether the call of `place` must not report `code`. In the compiler nothing is switched off: programs that test
/// whether tests notice a missing report are linked with another definition (`tests/mutation`).
[[nodiscard]] bool switchedOff(const Place& place, uint16_t code);

}  // namespace mlpc::diag
