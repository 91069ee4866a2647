#pragma once

#include <string>

#include "context.h"

namespace mlpc::backends::azure_devops {

using vocabulary::HookName;

/// Whether a part runs after the others, depending on their result; Azure has it under `on`.
constexpr bool isOutcome(HookName hook) { return hook == HookName::OnFailure || hook == HookName::OnSuccess; }
/// Azure's name for a part of a deployment.
std::string_view azureName(HookName hook);

/// Azure's name for the output of a step when another job asks for it: `step.name`, preceded by the deployment, the
/// increment or the entry of the matrix that set it.
std::string outputKey(Context& context, const ir::Job* job, const ir::StepOutputRef& ref);
/// The setting that runs the job several times, so that the output has more than one value; "" if there is none.
std::string_view manyRuns(const ir::Job& job, const ir::StepOutputRef& ref);
/// The resource of its environment that a job deploys to, or null.
const ir::Value* targetOf(const ir::Job& job);

}  // namespace mlpc::backends::azure_devops
