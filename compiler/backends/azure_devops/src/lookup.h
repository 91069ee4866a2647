#pragma once

#include <string>
#include <unordered_map>

#include "mlpc/ir/workflow.h"
#include "mlpc/support/name_index.h"

namespace mlpc::backends::azure_devops {

/// What follows from the value of a variable, and from those of the variables in it.
struct VariableFacts {
  bool early = false;  ///< Azure knows it when it expands the file
  ir::ParameterKind kind = ir::ParameterKind::String;
  size_t size = 0;   ///< about how many characters its expression has, with the values of the variables in it
  size_t depth = 0;  ///< how many variables contain each other
};

/// What is computed about a workflow when somebody asks for the first time. The workflow itself does not change.
struct Lookup {
  support::NameIndex names;

  /// Names that Azure gives to variables, by the name that a process sees.
  using ProcessNames = std::unordered_multimap<std::string, std::string>;

  std::unordered_map<const ir::Variable*, VariableFacts> facts;
  /// Of the variables in a list; with null, of the reserved names.
  std::unordered_map<const void*, ProcessNames> processNames;
};

}  // namespace mlpc::backends::azure_devops
