#pragma once

#include <cstdint>
#include <functional>

#include "mlpc/diag/engine.h"

namespace mlpc::parse {

/// A diagnostic that is held back, since what follows may show that it was a mere consequence.
struct Complaint {
  uint32_t at = 0;
  /// Whether it may be the consequence of another error on its line, and that of others may come from it. Of such, only
  /// the first of a line is told.
  bool cascades = true;
  std::function<void(diag::Engine&)> report;
};

}  // namespace mlpc::parse
