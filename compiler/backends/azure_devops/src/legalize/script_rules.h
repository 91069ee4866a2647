#pragma once

#include "legalize/rule_context.h"

namespace mlpc::backends::azure_devops {

/// Reports text that Azure would replace although mlp means it literally: `$(Build.BuildId)`, `${{ … }}`,
/// `##vso[task.setvariable`.
void checkLiteralText(RuleContext& context, const ir::Value& value);

/// A script in `language`, whose values come in as variables of the process.
void checkScript(RuleContext& context, const ir::Value& script, vocabulary::Language language);

}  // namespace mlpc::backends::azure_devops
