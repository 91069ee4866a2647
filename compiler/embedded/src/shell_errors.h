#pragma once

#include <vector>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// What bash would certainly reject in the script of a tree.
std::vector<ShellError> findShellErrors(const SyntaxTree& tree);

}  // namespace mlpc::embedded
