#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Rules for single tasks that types cannot express: inputs that are needed only together with others, and tasks that
/// run without an agent. Source: `visibleRule`, `required` and `runsOn` in the task.json of each task.
void checkTask(Context& context, const ir::Step& step, bool serverJob);

/// The language of the script in an input of a task; empty if the input is not a script. Reports a fence in another
/// language.
std::string_view scriptLanguage(Context& context, const ir::Step& step, std::string_view input);

}  // namespace mlpc::backends::azure_devops
