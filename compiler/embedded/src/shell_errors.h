#pragma once

#include <vector>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {

/// What bash would refuse in the script of a tree, as far as it is certain.
std::vector<ShellError> findShellErrors(const SyntaxTree& tree);

}  // namespace mlpc::embedded
