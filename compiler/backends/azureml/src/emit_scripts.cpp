#include "mlpc/backends/azureml/azureml.h"
#include "rules.h"
#include "scripts/writer.h"

namespace mlpc::backends::azureml {

std::vector<emit::OutputFile> emitScripts(const ir::Program& program, const emit::BackendOptions& /*options*/,
                                          diag::Engine& diags) {
  const Context context{program, diags};
  const Plan plan = makePlan(context);
  if (!plan.anything) return {};
  const ir::Resource* first = nullptr;
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind == "azure.ResourceGroup") checkSubscription(context, resource);
    if (!isScripted(context, resource)) continue;
    checkResource(context, resource);
    if (first == nullptr) first = &resource;
  }
  if (diags.hasErrors()) return {};
  return {{program.stem + ".provision.sh", provisionScript(context, plan), true, first->origin},
          {program.stem + ".cleanup.sh", cleanupScript(context, plan), true, first->origin}};
}

}  // namespace mlpc::backends::azureml
