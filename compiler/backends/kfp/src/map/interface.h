#pragma once

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// `inputDefinitions`, `outputDefinitions` and `taskConfigPassthroughs` of a component.
emit::Node componentInterface(const ir::Component& component);
/// The same for a pipeline, as the root of its own document or as a component of another one's.
emit::Node pipelineInterface(const ir::Pipeline& pipeline);
/// The same for a group: the inputs and outputs through which it passes values in and out.
emit::Node scopeInterface(const Scope& scope);
/// The same for an importer, with the inputs that its metadata needs.
emit::Node importerInterface(const ir::Importer& importer,
                             const std::vector<std::pair<std::string, ChannelType>>& metadata);
/// The same for a trainjob that runs as a task.
emit::Node trainJobInterface(const ir::TrainJob& job);

}  // namespace mlpc::backends::kfp
