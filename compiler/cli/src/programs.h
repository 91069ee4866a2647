#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mlpc/cli/cli.h"

namespace mlpc::cli {

/// Calls `work` with each number below `count`, on as many threads as the machine has; shows a person how far it is.
void forEachInParallel(size_t count, Environment& environment, const std::function<void(size_t)>& work);

/// The files that are programs of their own among the files and folders of a command line, as they are named there: of
/// files that import each other, only the first. Reports what cannot be read and returns false.
bool rootsOf(const std::vector<std::string>& operands, Environment& environment, std::vector<std::string>& roots);

}  // namespace mlpc::cli
