#include "mlpc/backends/azureml/azureml.h"
#include "mlpc/emit/outlet.h"
#include "rules.h"
#include "scripts/writer.h"

namespace mlpc::backends::azureml {

void scripts(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags,
             emit::Outlet& outlet) {
  const Context context = makeContext(program, diags);
  const Plan plan = makePlan(context);
  if (!plan.anything) return;
  const ir::Resource* first = nullptr;
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind == Kind::AzureResourceGroup) checkSubscription(context, resource);
    if (!isScripted(context, resource)) continue;
    checkResource(context, resource);
    if (first == nullptr) first = &resource;
  }
  // The scripts would only report the same problems again in other words.
  if (diags.hasErrors()) return;
  outlet.script(program.stem + ".provision.sh", first->origin, provisionScript(context, plan));
  outlet.script(program.stem + ".cleanup.sh", first->origin, cleanupScript(context, plan));
}

}  // namespace mlpc::backends::azureml
