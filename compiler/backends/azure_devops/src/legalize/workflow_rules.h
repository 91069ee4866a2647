#pragma once

#include "legalize/rule_context.h"

namespace mlpc::backends::azure_devops {

/// Reports what Azure cannot do in a workflow, and returns what the head of its file declares.
Uses checkWorkflow(const ir::Program& program, const ir::Workflow& workflow, diag::Engine& diags);

// Its parts.

/// What starts the workflow, its inputs, and the resources that it uses; after everything that uses them.
void checkHead(RuleContext& context);
void checkStage(RuleContext& context, const ir::Stage& stage);
void checkJob(RuleContext& context, const ir::Job& job);
/// The steps of a job or hook, or of a workflow without jobs, which is the owner. `onServer`: they run without an
/// agent.
void checkSteps(RuleContext& context, const std::vector<ir::Step>& steps, source::Span owner, bool onServer);
void checkStep(RuleContext& context, const ir::Step& step, bool onServer);
/// Someone else's YAML template.
void checkTemplate(RuleContext& context, const ir::Step& step);
void checkVariables(RuleContext& context, const std::vector<ir::Variable>& variables);
void checkPool(RuleContext& context, const ir::Value& pool);
/// Whether the current job runs without an agent: `pool: "server"` on it, or else on its stage or the workflow.
bool runsOnServer(const Context& context);
/// Minutes, which is how Azure counts time. Reports a duration that is not a whole number of them.
int64_t checkMinutes(RuleContext& context, const ir::Value& duration);

}  // namespace mlpc::backends::azure_devops
