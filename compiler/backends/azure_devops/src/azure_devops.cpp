#include "mlpc/backends/azure_devops/azure_devops.h"

#include "legalize/workflow_rules.h"
#include "map/document.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::azure_devops {
namespace {

/// A workflow that gets a file, and what the file's head declares.
struct Planned {
  const ir::Workflow* workflow;
  Uses uses;
};

std::string fileOf(const ir::Workflow& workflow) { return support::toKebab(workflow.name) + ".azure-pipelines.yml"; }

void map(const ir::Program& program, const std::vector<Planned>& workflows, emit::Outlet& outlet) {
  for (const auto& [workflow, uses] : workflows) {
    MapContext context{{program, *workflow}, uses};
    context.reserveNames();
    outlet.yaml(fileOf(*workflow), workflow->origin, workflowNode(std::move(context)), headComment(*workflow));
  }
}

}  // namespace

emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags) {
  emit::Legalized result;
  std::vector<Planned> workflows;
  for (const ir::Workflow& workflow : program.workflows) {
    if (!workflow.requested) continue;
    workflows.push_back({&workflow, checkWorkflow(program, workflow, diags)});
    result.files.push_back({fileOf(workflow), {}, false, workflow.origin});
  }
  result.map = [&program, workflows = std::move(workflows)](emit::Outlet& outlet) { map(program, workflows, outlet); };
  return result;
}

}  // namespace mlpc::backends::azure_devops
