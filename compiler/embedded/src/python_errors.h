#pragma once

#include <vector>

#include "mlpc/embedded/python_code.h"

namespace mlpc::embedded {

/// What Python would reject first, for a tree with a fault, or one that the grammar accepts and Python does not: at
/// most one grammatical error, or all wrong brackets and indentations.
std::vector<PythonError> findPythonErrors(const SyntaxTree& tree);

/// What is between the token of a fault and the one before it, on an earlier line; empty if they are on one line, or
/// in no brackets. The grammar sees the end of a block there even in brackets, where there is none.
Range brokenLine(const SyntaxTree& tree);

/// The physical line around `at`, without its indentation and its line break.
Range pythonLine(std::string_view code, uint32_t at);

}  // namespace mlpc::embedded
