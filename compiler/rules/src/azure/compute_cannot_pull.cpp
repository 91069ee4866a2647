// Computes that may not pull the image of a deployment.
#include <algorithm>

#include "azure/environments.h"
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azure::ManagedCluster;
using vocabulary::azureml::ComputeIdentity;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::KubernetesOnlineDeployment;
using vocabulary::azureml::KubernetesOnlineEndpoint;
using vocabulary::azureml::Workspace;

bool canPull(const Resources& resources, const AzureTies& ties, const Resource& compute, const Resource& registry) {
  if (ties.hasRole(compute, "AcrPull", registry)) return true;
  for (const Resource* who :
       resources.references(*compute.file, compute.field(KubernetesCompute::Identity, ComputeIdentity::Identities))) {
    if (ties.hasRole(*who, "AcrPull", registry)) return true;
  }
  // The nodes themselves may pull.
  const Resource* cluster = resources.reference(compute, KubernetesCompute::Cluster);
  if (cluster == nullptr || cluster->existing) return cluster == nullptr;
  const std::vector<const Resource*> from =
      resources.references(*cluster->file, cluster->field(ManagedCluster::PullFrom));
  return std::find(from.begin(), from.end(), &registry) != from.end();
}

/// The registry that an environment's image comes from, or null.
const Resource* registryOf(const Resources& resources, const AzureTies& ties, const Environment& environment,
                           const Resource& compute) {
  if (environment.image) {
    if (const Resource* registry = ties.registryOf(*environment.image)) return registry;
  }
  // An image that is built goes to the workspace's own registry.
  const syntax::Tree& tree = environment.file->tree();
  const bool built = fieldValue(tree, environment.record, vocabulary::azureml::Environment::CondaFile) ||
                     fieldValue(tree, environment.record, vocabulary::azureml::Environment::Build);
  const Resource* workspace = built ? resources.reference(compute, KubernetesCompute::Workspace) : nullptr;
  return workspace != nullptr ? resources.reference(*workspace, Workspace::ContainerRegistry) : nullptr;
}

void findForbiddenPulls(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  eachEnvironment(resources, [&](const Environment& environment) {
    const Resource* endpoint = resources.reference(*environment.deployment, KubernetesOnlineDeployment::Endpoint);
    const Resource* compute =
        endpoint != nullptr ? resources.reference(*endpoint, KubernetesOnlineEndpoint::Compute) : nullptr;
    const Resource* registry = compute != nullptr ? registryOf(resources, ties, environment, *compute) : nullptr;
    if (registry == nullptr || canPull(resources, ties, *compute, *registry)) return;
    const source::Span image = environment.declared != nullptr ? environment.declared->span
                                                               : environment.deployment->file->span(environment.value);
    context.report(compute->span, diag::computeCannotPull, compute->name, registry->name)
        .note(image, diag::imageFrom, registry->name)
        .note(registry->span, diag::declaredHere, registry->word);
  });
}

}  // namespace

extern constinit const Rule computeCannotPull{
    .name = "compute-cannot-pull",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::computeCannotPull.record},
    .program = findForbiddenPulls,
};

}  // namespace mlpc::rules::azure
