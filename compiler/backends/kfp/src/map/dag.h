#pragma once

#include "map/task_inputs.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// The entry of a group in its parent's DAG, without `componentRef`.
emit::Node groupNode(const Plan& plan, ScopeIndex index);

/// The entry of a task, without `cachingOptions` and `componentRef`.
emit::Node taskNode(const Plan& plan, const ir::Task& task, ir::NodeId id, emit::Node inputs);

/// Passes the final status to a component that expects one and was not given any: that of the exit task's handler, or
/// of the only task that an `always_run` task waits for.
void passStatus(const Plan& plan, const ir::Task& task, ir::NodeId id, TaskInputs& inputs);

/// The `outputs` of the DAG of a group, in a mapping; null if there are none.
emit::Node dagOutputs(const std::map<std::string, SurfacedOutput>& outputs);

/// The same for what a pipeline returns.
emit::Node pipelineOutputs(const Plan& plan);

}  // namespace mlpc::backends::kfp
