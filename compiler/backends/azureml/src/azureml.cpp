#include "mlpc/backends/azureml/azureml.h"

#include "documents.h"
#include "mlpc/emit/outlet.h"
#include "rules.h"

namespace mlpc::backends::azureml {

namespace {

/// Whether the target has anything to do with a resource.
bool isOurs(const ir::Resource& resource) {
  const Module module = moduleOf(resource.kind);
  return isMade(resource) && (module == Module::Azure || module == Module::AzureMl || module == Module::K8s);
}

/// What Azure or Kubernetes would reject.
void legalize(const Context& context) {
  for (const ir::Resource& resource : context.program.resources) {
    if (resource.kind == Kind::AzureResourceGroup) checkSubscription(context, resource);
    if (!isOurs(resource)) continue;
    checkResource(context, resource);
    checkIds(context, resource);
  }
}

}  // namespace

void documents(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags,
               emit::Outlet& outlet) {
  const Context context = makeContext(program, diags);
  legalize(context);
  for (const ir::Resource& resource : program.resources) {
    if (!isOurs(resource)) continue;
    if (auto document = documentOf(context, resource)) {
      outlet.yaml(resource.resourceName + std::string(document->suffix), resource.origin, document->body);
    }
  }
}

}  // namespace mlpc::backends::azureml
