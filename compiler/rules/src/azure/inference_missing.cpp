// Endpoints on a cluster whose extension is installed without inference.
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::KubernetesExtension;
using vocabulary::azureml::KubernetesOnlineEndpoint;

void findMissingInference(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  for (const Resource* endpoint : resources.of(Kind::AzuremlKubernetesOnlineEndpoint)) {
    const Resource* compute = resources.reference(*endpoint, KubernetesOnlineEndpoint::Compute);
    const Resource* cluster = compute != nullptr ? resources.reference(*compute, KubernetesCompute::Cluster) : nullptr;
    const Resource* extension = cluster != nullptr ? ties.extensionOf(*cluster) : nullptr;
    if (extension == nullptr || extension->existing || !extension->record ||
        extension->field(KubernetesExtension::Inference))
      continue;
    context.report(endpoint->fieldSpan(KubernetesOnlineEndpoint::Compute), diag::inferenceMissing, cluster->name)
        .note(extension->span, diag::declaredHere, extension->word);
  }
}

}  // namespace

extern constinit const Rule inferenceMissing{
    .name = "inference-missing",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::inferenceMissing.record},
    .program = findMissingInference,
};

}  // namespace mlpc::rules::azure
