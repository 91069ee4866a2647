#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlpc::rules::python {

/// The distributions that provide a module, any of which will do, in normalised spelling (lower case, dashes). `module`
/// is dotted.
std::vector<std::string> pythonPackagesOf(std::string_view module);
/// Whether the distribution `package` also installs what is imported as `topLevelName`, as one of its dependencies.
bool pythonPackageBrings(std::string_view package, std::string_view topLevelName);
/// The name of the distribution in a requirement: `mlflow` for `MLflow[extras]>=3.10`. Empty for URLs and paths.
std::string pythonRequirementName(std::string_view requirement);

}  // namespace mlpc::rules::python
