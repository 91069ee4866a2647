#pragma once

#include <string_view>
#include <unordered_set>

namespace mlpc::embedded {

using PythonNames = std::unordered_set<std::string_view>;

bool isPythonBuiltin(std::string_view word);
/// Of the standard library of Python 3.9 to 3.13.
bool isPythonStandardModule(std::string_view topLevelName);
/// What the executor of Kubeflow Pipelines imports in front of a component's code.
const PythonNames& executorNames();

}  // namespace mlpc::embedded
