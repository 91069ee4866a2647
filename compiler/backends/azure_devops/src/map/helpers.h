#pragma once

#include <optional>
#include <string>

#include "context.h"
#include "map/script.h"

namespace mlpc::backends::azure_devops {

/// The script behind `azureml.deploy`, `azureml.set_traffic` and `azureml.delete_deployment`, to run signed in to
/// Azure. Nothing if the step is no helper, or after an error.
std::optional<Script> helperScript(Context& context, const ir::Step& step);

/// True for the kinds that `helperScript` knows.
bool isHelper(const ir::Step& step);

}  // namespace mlpc::backends::azure_devops
