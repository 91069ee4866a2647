#pragma once

#include <span>

#include "mlpc/eval/result.h"
#include "mlpc/vocabulary/components.h"

namespace mlpc::ir::eval {

/// A call of a built-in function with the given arguments. Not known if the function has no value before a run
/// (`counter`, `present`). Functions of strings behave like those of Azure Pipelines, so they ignore (ASCII) case.
Result call(vocabulary::Builtin function, std::span<const support::Constant> arguments);

/// Whether a function asks for the status of the run: `succeeded()`.
bool isStatus(vocabulary::Builtin function);

}  // namespace mlpc::ir::eval
