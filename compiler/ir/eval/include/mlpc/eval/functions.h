#pragma once

#include <span>
#include <string_view>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// A call of the built-in function `name` with the arguments that were given. Not known if the function has no value
/// before a run (`counter`, `present`). Functions over texts are those of Azure Pipelines, so they compare without
/// regard to case (ASCII).
Result call(std::string_view name, std::span<const support::Constant> arguments);

}  // namespace mlpc::ir::eval
