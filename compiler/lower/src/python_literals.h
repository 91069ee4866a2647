#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/ir/value.h"
#include "mlpc/support/constant.h"

namespace mlpc::lower {

/// What replaces a placeholder in Python code.
struct PythonInsertion {
  std::optional<std::string> text;  ///< for a constant; empty if it cannot be written there safely
  ir::CodePlace place{};            ///< for a value that is not known at compile time
};

/// Replaces the placeholders (embedded::kPlaceholderByte) of Python code by values; a null pointer is a value that is
/// not known yet. A constant never changes the meaning of the code around it: where it would, it has no text.
std::vector<PythonInsertion> insertIntoPython(std::string_view code,
                                              const std::vector<const support::Constant*>& values);

}  // namespace mlpc::lower
