#pragma once

#include <string_view>

#include "mlpc/ir/workflow.h"

namespace mlpc::backends::azure_devops {

/// The language of the script in an input of a task; none if the input is not a script.
std::optional<vocabulary::Language> scriptLanguage(const ir::Step& step, std::string_view input);

}  // namespace mlpc::backends::azure_devops
