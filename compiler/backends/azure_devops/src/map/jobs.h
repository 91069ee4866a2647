#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

emit::Node stageNode(Context& context, const ir::Stage& stage);
emit::Node jobNode(Context& context, const ir::Job& job);
/// The steps of a workflow without jobs.
emit::Node stepsNode(Context& context, const std::vector<ir::Step>& steps, source::Span owner, bool serverJob);
/// `variables`, as a list; a null node if there are none. `groups` come first.
emit::Node variablesNode(Context& context, const std::vector<ir::Variable>& variables,
                         const std::set<std::string>& groups = {});
/// `{ name, value }` for each.
void addHeld(const std::vector<HeldVariable>& held, emit::Node& variables);
/// Whether the current job runs without an agent: `pool: "server"` on it, or else on its stage or the workflow.
bool runsOnServer(const Context& context);
emit::Node poolNode(Context& context, const ir::Value& pool);

}  // namespace mlpc::backends::azure_devops
