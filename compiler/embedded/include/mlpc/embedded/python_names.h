#pragma once

#include <span>
#include <string_view>

namespace mlpc::embedded {

bool isPythonBuiltin(std::string_view word);
/// The modules of the standard library of Python 3.9 to 3.13.
bool isPythonStandardModule(std::string_view topLevelName);
/// What the executor of Kubeflow Pipelines imports before a component's code, in byte order.
std::span<const std::string_view> executorNames();
bool isExecutorName(std::string_view word);

}  // namespace mlpc::embedded
