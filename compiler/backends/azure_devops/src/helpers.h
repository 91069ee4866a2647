#pragma once

#include <optional>
#include <string>

#include "context.h"
#include "script.h"

namespace mlpc::backends::azure_devops {

/// Where a resource is, as the commands of `az ml` expect it.
struct WorkspaceNames {
  std::string resourceGroup;
  std::string workspace;
};

/// What a helper works on.
struct Helper {
  const ir::Resource* deployment = nullptr;
  const ir::Resource* endpoint = nullptr;
  std::optional<WorkspaceNames> workspace;  ///< of the endpoint
};
Helper helperOf(const Context& context, const ir::Step& step);
/// What comes before the version in a reference to the deployment's model; nothing if it has no model.
std::optional<std::string> modelWithoutVersion(const Context& context, const ir::Resource& deployment);

/// The script for `azureml.deploy`, `azureml.set_traffic` and `azureml.delete_deployment`, to be run when signed in to
/// Azure. Empty if the step is not a helper.
std::optional<Script> helperScript(Context& context, const ir::Step& step);

/// True for the kinds that `helperScript` supports.
bool isHelper(const ir::Step& step);

}  // namespace mlpc::backends::azure_devops
