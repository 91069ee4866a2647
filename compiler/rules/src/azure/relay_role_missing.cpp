// Connected clusters whose relay the identity of the workspace may not use.
#include "facts/azure_ties.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azure::ConnectedCluster;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::Workspace;

/// A workspace with a user-assigned identity needs roles that nothing assigns automatically; those on the cluster are
/// part of attaching it.
void findMissingRelayRoles(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const AzureTies& ties = context.world.fact<AzureTies>();
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* cluster = resources.reference(*compute, KubernetesCompute::Cluster);
    const Resource* workspace = resources.reference(*compute, KubernetesCompute::Workspace);
    const Resource* own = workspace != nullptr ? resources.reference(*workspace, Workspace::Identity) : nullptr;
    if (cluster == nullptr || own == nullptr || cluster->kind != Kind::AzureConnectedCluster ||
        cluster->field(ConnectedCluster::Relay))
      continue;
    if (ties.hasRole(*own, "Azure Relay Owner", *cluster)) continue;
    context.report(compute->fieldSpan(KubernetesCompute::Cluster), diag::relayRoleMissing, own->name, cluster->name)
        .note(own->span, diag::declaredHere, own->word);
  }
}

}  // namespace

extern constinit const Rule relayRoleMissing{
    .name = "relay-role-missing",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::relayRoleMissing.record},
    .program = findMissingRelayRoles,
};

}  // namespace mlpc::rules::azure
