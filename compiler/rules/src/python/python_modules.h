#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mlpc::rules::python {

/// A module is there when one of these distributions is installed, in normalised spelling (lower case, dashes).
/// `module` is dotted.
std::vector<std::string> pythonPackagesOf(std::string_view module);
/// What is imported as `topLevelName` comes with the distribution `package` as one of its dependencies.
bool pythonPackageBrings(std::string_view package, std::string_view topLevelName);
/// The distribution's name in a requirement: `mlflow` of `MLflow[extras]>=3.10`. Empty for URLs and paths.
std::string pythonRequirementName(std::string_view requirement);

}  // namespace mlpc::rules::python
