#pragma once

#include <optional>

#include "mlpc/embedded/syntax_tree.h"
#include "mlpc/support/constant.h"

namespace mlpc::embedded {

/// The value of a Python literal, as `ast.literal_eval` reads it: numbers with a sign, strings, lists, tuples (as
/// lists) and dictionaries whose keys are strings. Empty if it is something else, or a value that mlp has no constant
/// for.
std::optional<support::Constant> valueOfPython(Node literal);

}  // namespace mlpc::embedded
