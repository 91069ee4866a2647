#pragma once

#include "context.h"
#include "mlpc/diag/engine.h"

namespace mlpc::backends::azure_devops {

/// A workflow whose rules are checked: where findings go, and what its head will have to declare.
struct RuleContext : Context {
  diag::Engine& diags;
  Uses uses = {};
  std::set<const ir::Variable*> inserted = {};  ///< whose values have been checked where they are inserted
  size_t insertedSize = 0;                      ///< about how many characters have been inserted

  /// Whether the value of a variable can be inserted at `origin`; what cannot is reported.
  bool insert(const ir::Variable& variable, source::Span origin);
  /// Records that a variable of a group is used, so that another group does not silently replace it.
  void useGroupVariable(const std::string& group, std::string_view variable, source::Span origin);
  /// Reports variables that are used and occur in two of the groups that the workflow uses.
  void checkGroups();
};

}  // namespace mlpc::backends::azure_devops
