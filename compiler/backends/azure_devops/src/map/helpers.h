#pragma once

#include <optional>
#include <string>

#include "context.h"
#include "map/script.h"

namespace mlpc::backends::azure_devops {

/// The script for `azureml.deploy`, `azureml.set_traffic` and `azureml.delete_deployment`, to be run when signed in to
/// Azure. Empty if the step is not a helper, or after an error.
std::optional<Script> helperScript(Context& context, const ir::Step& step);

/// True for the kinds that `helperScript` supports.
bool isHelper(const ir::Step& step);

}  // namespace mlpc::backends::azure_devops
