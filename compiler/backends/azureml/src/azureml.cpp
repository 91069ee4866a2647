#include "mlpc/backends/azureml/azureml.h"

#include "legalize/rules.h"
#include "map/documents.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::PipelineJob;

/// Whether the target has anything to do with a resource.
bool isOurs(const ir::Resource& resource) {
  const Module module = moduleOf(resource.kind);
  return isMade(resource) && (module == Module::Azure || module == Module::AzureMl || module == Module::K8s);
}

/// What in the fields of a resource cannot be data of its document.
void checkValues(const RuleContext& context, const ir::Resource& resource) {
  for (const ir::Field& field : resource.fields.fields) context.demandData(field.value);
  // A step of a pipeline takes what the job was declared with.
  for (const ir::Field& job : fields(resource.fields.find(PipelineJob::Jobs))) {
    if (const ir::Resource* declared = context.resource(&job.value)) checkValues(context, *declared);
  }
}

std::string fileOf(const Context& context, const ir::Resource& resource) {
  return resource.resourceName + std::string(suffixOf(context, resource));
}

void map(const Context& context, const std::vector<const ir::Resource*>& resources, emit::Outlet& outlet) {
  for (const ir::Resource* resource : resources) {
    outlet.yaml(fileOf(context, *resource), resource->origin, documentOf(context, *resource));
  }
}

}  // namespace

emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags) {
  const RuleContext context = makeContext(program, diags);
  emit::Legalized result;
  std::vector<const ir::Resource*> written;
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind == Kind::AzureResourceGroup) checkSubscription(context, resource);
    if (!isOurs(resource)) continue;
    checkResource(context, resource);
    checkIds(context, resource);
    if (suffixOf(context, resource).empty()) continue;
    checkValues(context, resource);
    result.files.push_back({fileOf(context, resource), {}, false, resource.origin});
    written.push_back(&resource);
  }
  result.map = [&program, written = std::move(written)](emit::Outlet& outlet) {
    map(makeContext(program), written, outlet);
  };
  return result;
}

}  // namespace mlpc::backends::azureml
