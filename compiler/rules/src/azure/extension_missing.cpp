// Computes on a cluster that gets no machine learning extension.
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesCompute;

void findMissingExtensions(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* cluster = resources.reference(*compute, KubernetesCompute::Cluster);
    // A cluster that is created here has only the extensions that are created here.
    if (cluster == nullptr || cluster->existing || ties.extensionOf(*cluster) != nullptr) continue;
    context.report(compute->fieldSpan(KubernetesCompute::Cluster), diag::extensionMissing, cluster->name)
        .note(cluster->span, diag::declaredHere, cluster->word);
  }
}

}  // namespace

extern constinit const Rule extensionMissing{
    .name = "extension-missing",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::extensionMissing.record},
    .program = findMissingExtensions,
};

}  // namespace mlpc::rules::azure
