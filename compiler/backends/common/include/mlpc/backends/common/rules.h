#pragma once

#include <functional>
#include <string_view>

#include "mlpc/backends/common/context.h"
#include "mlpc/diag/engine.h"

namespace mlpc::backends {

/// What rules know of a program, and where they tell what they find.
struct RuleContext : Context {
  diag::Engine& diags;
  /// Reports a value that has to wait for a run. `setting` is what it was given for.
  void (*late)(diag::Engine& diags, source::Span origin, std::string_view setting);
  /// Reports what has no form even in a document that the run makes. Absent for documents that are complete.
  std::function<void(const ir::Value& value)> atRunTime = {};

  /// Reports what in `value` cannot be data of the document.
  void demandData(const ir::Value& value, std::string_view setting = {}) const;
  /// Reports a value that is not a duration known at compile time.
  void demandDuration(const ir::Value& value, std::string_view setting) const;
};

}  // namespace mlpc::backends
