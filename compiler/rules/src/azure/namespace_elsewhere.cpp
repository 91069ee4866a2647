// Computes whose namespace is in another cluster.
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesCompute;

void findNamespacesElsewhere(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* cluster = resources.reference(*compute, KubernetesCompute::Cluster);
    const Resource* space = resources.reference(*compute, KubernetesCompute::Namespace);
    const Resource* of = space != nullptr ? resources.reference(*space, KubernetesCompute::Cluster) : nullptr;
    if (of == nullptr || cluster == nullptr || of == cluster) continue;
    context.report(compute->fieldSpan(KubernetesCompute::Namespace), diag::namespaceElsewhere, space->name, of->name)
        .note(space->span, diag::declaredHere, space->word);
  }
}

}  // namespace

extern constinit const Rule namespaceElsewhere{
    .name = "namespace-elsewhere",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::namespaceElsewhere.record},
    .program = findNamespacesElsewhere,
};

}  // namespace mlpc::rules::azure
