#pragma once

#include <string>
#include <string_view>

#include "mlpc/ir/value.h"

namespace mlpc::backends::kfp {

/// `{{$.inputs.parameters['name']}}`
std::string parameterPlaceholder(std::string_view name);

/// The placeholder of `run.id` and the like, or "".
std::string_view propertyPlaceholder(const ir::PropertyRef& ref);

/// The path of the workspace, the only property that is allowed inside a string.
bool isWorkspace(const ir::PropertyRef& ref);

}  // namespace mlpc::backends::kfp
