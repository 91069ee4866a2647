#pragma once

#include <vector>

#include "mlpc/embedded/python_code.h"

namespace mlpc::embedded {

/// What Python would refuse first, from a tree with a fault or one that the grammar takes and Python does not: at most
/// one error of its grammar, or all of the brackets and indentations that are wrong.
std::vector<PythonError> findPythonErrors(const SyntaxTree& tree);

/// The physical line around `at`, without its indentation and its line break.
Range pythonLine(std::string_view code, uint32_t at);

}  // namespace mlpc::embedded
