#pragma once

#include <vector>

#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// All Python of a file: fences, the files that components name, and what is passed to `python -c` in the commands of
/// containers.
std::vector<const embedded::PythonFence*> allPythonOf(const File& file);

}  // namespace mlpc::rules
