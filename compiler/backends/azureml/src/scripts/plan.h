#pragma once

#include <vector>

#include "context.h"

namespace mlpc::backends::azureml {

/// What a script has to deal with.
struct Plan {
  /// In an order in which they can be created: each after everything that it needs.
  std::vector<const ir::Resource*> order;
  /// Whether there is anything to create.
  bool anything = false;
};

/// Finds what the script creates and what that refers to. A cycle is reported.
Plan makePlan(const RuleContext& context);

/// Whether the script creates it; other resources of the plan are looked up.
bool isScripted(const Context& context, const ir::Resource& resource);
/// The machine learning extension that the script installs on a cluster, or null.
const ir::Resource* extensionOf(const Context& context, const ir::Resource& cluster);
/// The clusters that a namespace or an instance type is created in.
std::vector<const ir::Resource*> clustersOf(const Context& context, const ir::Resource& resource);

}  // namespace mlpc::backends::azureml
