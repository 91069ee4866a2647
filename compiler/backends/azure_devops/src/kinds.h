#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// The input of the workflow of this name, or null.
const ir::Port* findInput(const Context& context, std::string_view name);
/// The kind of a value, as far as the comparison of it depends on that; text if nothing else is known.
ir::ParameterKind kindOf(const Context& context, const ir::Value& value);
/// True for variables and outputs, which are text to Azure, whatever mlp knows of them.
bool isHeldAsText(const ir::Value& value);
/// True for a value of a number type, constant or not.
bool isNumber(const Context& context, const ir::Value& value);
/// True for a boolean that reaches an expression as the text `true` or `false`.
bool isTextualBool(const Context& context, const ir::Value& value);

}  // namespace mlpc::backends::azure_devops
