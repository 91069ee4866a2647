#pragma once

#include "container.h"
#include "plan.h"
#include "task_inputs.h"

namespace mlpc::backends::kfp {

/// The executor of a container as the document has it. Keys in any order.
emit::Node containerNode(const Container& container);

/// Whether a task asks for anything else than its component's container.
bool changesContainer(const ir::TaskOptions& options);

/// The executor with what a task changes: its image, environment and resources. What is known to a run only becomes an
/// input of the task (`base_image`, `cpu_limit`, …) whose placeholder stands in the executor. Amounts are written as
/// the SDK of `kfpVersion` writes them.
emit::Node taskContainerNode(Plan& plan, const ir::TaskOptions& options, Container container, TaskInputs& inputs,
                             std::string_view kfpVersion);

}  // namespace mlpc::backends::kfp
