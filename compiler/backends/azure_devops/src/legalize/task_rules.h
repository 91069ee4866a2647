#pragma once

#include "legalize/rule_context.h"

namespace mlpc::backends::azure_devops {

/// Rules for single tasks that types cannot express: inputs that are needed only together with others, and tasks that
/// run without an agent. Source: `visibleRule`, `required` and `runsOn` in the task.json of each task.
void checkTask(RuleContext& context, const ir::Step& step, bool serverJob);

/// Reports a script in a fence whose language is not `language`, which the task runs for `input`.
void checkFence(RuleContext& context, const ir::Step& step, const ir::Field& input, vocabulary::Language language);

}  // namespace mlpc::backends::azure_devops
