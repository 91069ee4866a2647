#pragma once

#include "mlpc/source/span.h"

#ifdef MLPC_MUTATION
#include <source_location>
#endif

namespace mlpc::diag {

#ifdef MLPC_MUTATION

/// Where something is found, and the call that reports it, which tests of the tests switch off (`tools/mutate`).
class Place {
 public:
  // Converts as a span does, so that both builds compile the same calls.
  Place(source::Span span = {}, std::source_location call = std::source_location::current())
      : span_(span), call_(call) {}
  Place(source::FileId file, uint32_t begin, uint32_t end, std::source_location call = std::source_location::current())
      : span_{file, begin, end}, call_(call) {}
  operator source::Span() const { return span_; }
  [[nodiscard]] const std::source_location& call() const { return call_; }

 private:
  source::Span span_;
  std::source_location call_;
};

/// Whether the environment switches off the call of `place` for the diagnostic `code`. With `MLPC_MUTATION_LOG`, the
/// name of a file, the call is added to that file: a line `file:line MLPnnnn` for each.
[[nodiscard]] bool switchedOff(const Place& place, uint16_t code);

#else

/// Where something is found.
using Place = source::Span;

#endif

}  // namespace mlpc::diag
