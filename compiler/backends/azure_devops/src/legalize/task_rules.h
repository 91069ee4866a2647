#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Rules of single tasks that types cannot say: inputs that are needed only beside others, and tasks that run without
/// an agent. Source: `visibleRule`, `required` and `runsOn` in the task.json of each task.
void checkTask(Context& context, const ir::Step& step, bool serverJob);

/// The language of the script that an input of a task is, or nothing if the input is no script. Reports a fence of
/// another language.
std::string_view scriptLanguage(Context& context, const ir::Step& step, std::string_view input);

}  // namespace mlpc::backends::azure_devops
