#pragma once

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// `inputDefinitions`, `outputDefinitions` and `taskConfigPassthroughs` of a component.
emit::Node componentInterface(const ir::Component& component);
/// The same of a pipeline, as the root of its own document or as a component of another one's.
emit::Node pipelineInterface(const ir::Pipeline& pipeline);
/// Of a group: what it takes in and hands out for its tasks.
emit::Node scopeInterface(const Scope& scope);
/// Of an importer with the inputs that its metadata needs.
emit::Node importerInterface(const ir::Importer& importer,
                             const std::vector<std::pair<std::string, ChannelType>>& metadata);
/// Of a trainjob that runs as a task.
emit::Node trainJobInterface(const ir::TrainJob& job);

}  // namespace mlpc::backends::kfp
