#pragma once

#include <functional>
#include <string_view>

#include "mlpc/backends/common/context.h"
#include "mlpc/diag/engine.h"

namespace mlpc::backends {

/// What a whole value may be that only a run knows.
enum class Whole : uint8_t {
  One,   ///< text, a number or a flag
  List,  ///< a list of these
  Map,   ///< a map of these, with keys that are somebody else's
};

/// What rules know of a program, and where they tell what they find.
struct RuleContext : Context {
  diag::Engine& diags;
  /// Reports a value that has to wait for a run. `setting` is what it was given for.
  void (*late)(diag::Engine& diags, source::Span origin, std::string_view setting);
  /// Reports what has no form even in a document that the run makes. Absent for documents that are complete.
  std::function<void(const ir::Value& value, std::string_view setting, Whole whole)> atRunTime = {};

  /// Reports what in `value` cannot be data of the document. `whole` is the form that the mapping has for a value that
  /// is not written out.
  void demandData(const ir::Value& value, std::string_view setting = {}, Whole whole = Whole::One) const;
};

}  // namespace mlpc::backends
