#pragma once

#include "container.h"
#include "map/task_inputs.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// The executor of a container as it is in the document, with its keys in any order.
emit::Node containerNode(const Container& container);

/// The executor with what a task changes: its image, environment and resources. What is known only at run time becomes
/// an input of the task (`base_image`, `cpu_limit`, …), and the executor contains its placeholder. Amounts are written
/// as the SDK of the plan's version writes them.
emit::Node taskContainerNode(const Plan& plan, const ir::TaskOptions& options, Container container, TaskInputs& inputs);

}  // namespace mlpc::backends::kfp
