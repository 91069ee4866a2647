#include "legalize/workflow_rules.h"

#include <algorithm>

#include "legalize/artifacts.h"
#include "legalize/value_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::ado::Workflow;

// The number of a run has its own macros, such as `$(Rev:r)`, so its text is left as it is.
void checkRunName(RuleContext& context, const ir::Value& name) {
  if (name.text() != nullptr) return;
  if (const auto* interpolation = name.as<ir::Interpolation>()) {
    for (const ir::Value& part : interpolation->parts) checkRunName(context, part);
  } else {
    checkText(context, name, Place::RunName, "the name of a run");
  }
}

void checkExtends(RuleContext& context, const ir::Value& value) {
  const ir::Workflow& workflow = context.workflow;
  bool body = workflow.hasJobs;
  for (const ir::Stage& stage : workflow.stages) {
    for (const ir::Job& job : stage.jobs) body = body || !job.steps.empty();
  }
  if (body) context.diags.report(value.origin, diag::extendsWithBody);
  ir::Step step;
  step.origin = value.origin;
  if (const auto* call = value.as<ir::Call>()) {
    step.arguments = call->arguments;
  } else if (const auto* record = demandRecord(context, &value, "the template of a workflow")) {
    step.arguments = record->fields;
  }
  checkTemplate(context, step);
}

/// A workflow without stages and jobs.
void checkOnlySteps(RuleContext& context) {
  const ir::Workflow& workflow = context.workflow;
  if (workflow.stages.empty() || workflow.stages.front().jobs.empty()) return;
  context.job = &workflow.stages.front().jobs.front();
  const std::vector<ir::Step>& steps = context.job->steps;
  const bool templates =
      std::all_of(steps.begin(), steps.end(), [](const ir::Step& step) { return step.is(Builtin::Template); });
  if (templates && !steps.empty()) context.diags.report(steps.front().origin, diag::templateLevelUnknown);
  checkSteps(context, steps, workflow.origin, runsOnServer(context));
  context.job = nullptr;
}

void checkBody(RuleContext& context) {
  const ir::Workflow& workflow = context.workflow;
  if (const ir::Value* extends = settingOf(workflow.settings, Workflow::Extends)) {
    checkExtends(context, *extends);
  } else if (workflow.hasStages) {
    for (const ir::Stage& stage : workflow.stages) checkStage(context, stage);
  } else if (workflow.hasJobs) {
    for (const ir::Stage& stage : workflow.stages) {
      for (const ir::Job& job : stage.jobs) checkJob(context, job);
    }
  } else {
    checkOnlySteps(context);
  }
}

}  // namespace

void checkVariables(RuleContext& context, const std::vector<ir::Variable>& variables) {
  for (const ir::Variable& variable : variables) checkText(context, variable.value, Place::Variable, "a variable");
}

Uses checkWorkflow(const ir::Program& program, const ir::Workflow& workflow, diag::Engine& diags) {
  RuleContext context{{program, workflow}, diags};
  context.reserveNames();
  checkDownloads(context);
  checkBody(context);
  checkVariables(context, workflow.variables);
  context.checkGroups();
  if (const ir::Value* name = settingOf(workflow.settings, Workflow::Name)) checkRunName(context, *name);
  checkHead(context);
  if (const ir::Value* pool = settingOf(workflow.settings, Workflow::Pool)) checkPool(context, *pool);
  return std::move(context.uses);
}

}  // namespace mlpc::backends::azure_devops
