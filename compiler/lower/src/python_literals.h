#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/ir/value.h"
#include "mlpc/support/constant.h"

namespace mlpc::lower {

/// What stands in Python code in place of a placeholder.
struct PythonInsertion {
  std::optional<std::string> text;  ///< of a constant; nothing if it cannot be written there safely
  ir::CodePlace place{};            ///< of a value that is not known when compiling
};

/// Puts values in place of the placeholders (embedded::kPlaceholderByte) of Python code; a null pointer is a value that
/// is not known yet. A constant never changes what the code around it means: where it would, it has no text.
std::vector<PythonInsertion> insertIntoPython(std::string_view code,
                                              const std::vector<const support::Constant*>& values);

}  // namespace mlpc::lower
