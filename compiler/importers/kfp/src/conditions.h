#pragma once

#include <optional>
#include <string_view>

#include "model.h"

namespace mlpc::importers::kfp {

/// Reads the CEL of a condition as the SDK writes it: comparisons of inputs and literals, with `&&`, `||`, `!` and
/// `in`. Inputs are left as names. Conversions (`int(…)`, `double(…)`) are removed: mlp derives them from the types.
std::optional<Condition> readCondition(std::string_view text);

}  // namespace mlpc::importers::kfp
