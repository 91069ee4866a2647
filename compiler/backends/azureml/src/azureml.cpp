#include "mlpc/backends/azureml/azureml.h"

#include "documents.h"
#include "mlpc/emit/yaml_writer.h"
#include "rules.h"

namespace mlpc::backends::azureml {

std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& /*options*/,
                                   diag::Engine& diags) {
  const Context context{program, diags};
  std::vector<emit::OutputFile> files;
  for (const ir::Resource& resource : program.resources) {
    const bool ours = resource.kind.starts_with("azureml.") || resource.kind.starts_with("azure.") ||
                      resource.kind.starts_with("k8s.");
    if (resource.kind == "azure.ResourceGroup") checkSubscription(context, resource);
    if (!ours || !isMade(resource)) continue;
    checkResource(context, resource);
    if (auto document = documentOf(context, resource)) {
      files.push_back({resource.resourceName + std::string(document->suffix), emit::writeYaml(document->body), false,
                       resource.origin});
    }
  }
  return files;
}

}  // namespace mlpc::backends::azureml
