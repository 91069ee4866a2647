#pragma once

#include <span>
#include <string_view>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// A call of the built-in function `name` with the given arguments. Not known if the function has no value before a run
/// (`counter`, `present`). Functions of strings behave like those of Azure Pipelines, so they ignore (ASCII) case.
Result call(std::string_view name, std::span<const support::Constant> arguments);

}  // namespace mlpc::ir::eval
