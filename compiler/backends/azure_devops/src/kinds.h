#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// The workflow's input of this name, or null.
const ir::Port* findInput(const Context& context, std::string_view name);
/// The kind of a value, as far as comparisons depend on it; string if nothing else is known.
ir::ParameterKind kindOf(const Context& context, const ir::Value& value);
/// True for variables and outputs, which are strings to Azure, whatever mlp knows about them.
bool isHeldAsText(const ir::Value& value);
/// True for a value of a number type, constant or not.
bool isNumber(const Context& context, const ir::Value& value);
/// True for a boolean that an expression sees as the string `true` or `false`.
bool isTextualBool(const Context& context, const ir::Value& value);

}  // namespace mlpc::backends::azure_devops
