#include "legalize/legalize.h"

#include "legalize/planner.h"
#include "mlpc/diag/internal.h"

namespace mlpc::backends::kfp {

using ir::NodeId;
using support::Overload;

void Legalizer::pipeline(ir::PipelineId id) {
  if (plans_.pipelines.contains(id)) return;
  const ir::Pipeline& pipeline = plans_.program.pipelines[id];
  if (!open_.insert(id).second) {
    diags_.report(pipeline.origin, diag::internalError, diag::Phrase("a pipeline runs itself"));
    return;
  }
  Plan plan = Planner(plans_.program, pipeline, plans_.kfpVersion, diags_).run();
  const Rules rules{plan, diags_};
  checkPlan(rules);
  for (const Scope& scope : plan.scopes()) {
    for (const NodeId each : scope.tasks) task(rules, each);
  }
  for (const NodeId each : plan.exitTasks()) task(rules, each);
  checkOutputs(rules);
  checkChoices(rules);
  open_.erase(id);
  plans_.pipelines.emplace(id, std::move(plan));
}

void Legalizer::task(const Rules& rules, NodeId id) {
  const ir::Program& program = plans_.program;
  const auto& task = *std::get_if<ir::Task>(&rules.plan.pipeline().nodes[id].what);
  checkTask(rules, task, id);
  std::visit(Overload{
                 [&](ir::ComponentId callee) {
                   if (components_.insert(callee).second) checkComponent(program.components[callee], diags_);
                 },
                 [&](ir::TrainJobId callee) {
                   if (trainJobs_.insert(callee).second) checkLauncher(program, program.trainJobs[callee], diags_);
                 },
                 [](const ir::Importer&) {},
                 [&](ir::PipelineId callee) { pipeline(callee); },
             },
             task.callee);
}

}  // namespace mlpc::backends::kfp
