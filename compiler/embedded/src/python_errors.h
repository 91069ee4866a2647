#pragma once

#include <vector>

#include "mlpc/embedded/python_code.h"

namespace mlpc::embedded {

/// What Python would reject first, for a tree with a fault, or one that the grammar accepts and Python does not: at
/// most one grammatical error, or all wrong brackets and indentations.
std::vector<PythonError> findPythonErrors(const SyntaxTree& tree);

/// The physical line around `at`, without its indentation and its line break.
Range pythonLine(std::string_view code, uint32_t at);

}  // namespace mlpc::embedded
