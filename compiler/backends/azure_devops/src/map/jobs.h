#pragma once

#include "map/settings.h"

namespace mlpc::backends::azure_devops {

emit::Node stageNode(MapContext& context, const ir::Stage& stage);
emit::Node jobNode(MapContext& context, const ir::Job& job);
/// The steps of a workflow without jobs.
emit::Node stepsNode(MapContext& context, const std::vector<ir::Step>& steps);
/// `variables`, as a list; a null node if there are none. `groups` come first.
emit::Node variablesNode(MapContext& context, const std::vector<ir::Variable>& variables,
                         const std::set<std::string>& groups = {});
/// `{ name, value }` for each.
void addHeld(const HeldVariables& held, emit::Node& variables);
emit::Node poolNode(MapContext& context, const ir::Value& pool);

}  // namespace mlpc::backends::azure_devops
