#pragma once

#include <string>

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Azure's name for the output of a step when another job asks for it: `step.name`, preceded by the deployment, the
/// increment or the entry of the matrix that set it. Reports an output that has more than one value.
std::string outputKey(Context& context, const ir::Job* job, const ir::StepOutputRef& ref, source::Span origin);

}  // namespace mlpc::backends::azure_devops
