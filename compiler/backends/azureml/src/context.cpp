#include "context.h"

#include <array>
#include <utility>

#include "mlpc/diag/azureml.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::ResourceField;
using vocabulary::azure::ResourceGroup;

/// Providers and types of the resources that live in a group.
constexpr std::array<std::pair<Kind, std::string_view>, 11> kTypes{{
    {Kind::AzureManagedCluster, "Microsoft.ContainerService/managedClusters"},
    {Kind::AzureConnectedCluster, "Microsoft.Kubernetes/connectedClusters"},
    {Kind::AzureContainerRegistry, "Microsoft.ContainerRegistry/registries"},
    {Kind::AzureKeyVault, "Microsoft.KeyVault/vaults"},
    {Kind::AzureStorageAccount, "Microsoft.Storage/storageAccounts"},
    {Kind::AzureApplicationInsights, "Microsoft.Insights/components"},
    {Kind::AzureLogAnalytics, "Microsoft.OperationalInsights/workspaces"},
    {Kind::AzureUserAssignedIdentity, "Microsoft.ManagedIdentity/userAssignedIdentities"},
    {Kind::AzureMetricAlert, "Microsoft.Insights/metricAlerts"},
    {Kind::AzureActionGroup, "Microsoft.Insights/actionGroups"},
    {Kind::AzuremlWorkspace, "Microsoft.MachineLearningServices/workspaces"},
}};

void reportLate(diag::Engine& diags, source::Span origin, std::string_view /*setting*/) {
  diags.report(origin, diag::amlRunTimeValue);
}

}  // namespace

Context makeContext(const ir::Program& program) {
  Context context{program};
  context.idOf = [plain = context](const ir::Resource& resource) { return armId(plain, resource); };
  return context;
}

RuleContext makeContext(const ir::Program& program, diag::Engine& diags) {
  return {makeContext(program), diags, reportLate};
}

const ir::Resource* workspaceOf(const Context& context, const ir::Resource& resource) {
  const ir::Resource* at = &resource;
  if (at->kind == Kind::AzuremlKubernetesOnlineDeployment) at = context.resource(*at, ResourceField::Endpoint);
  if (at != nullptr && at->kind == Kind::AzuremlKubernetesOnlineEndpoint)
    at = context.resource(*at, ResourceField::Compute);
  if (at != nullptr && at->kind == Kind::AzuremlKubernetesCompute) at = context.resource(*at, ResourceField::Workspace);
  return at != nullptr && at->kind == Kind::AzuremlWorkspace ? at : nullptr;
}

const ir::Resource* groupOf(const Context& context, const ir::Resource& resource) {
  if (resource.kind == Kind::AzureResourceGroup) return &resource;
  if (const ir::Resource* group = context.resource(resource, ResourceField::ResourceGroup)) return group;
  if (resource.kind == Kind::AzuremlKubernetesExtension) {
    const ir::Resource* cluster = context.resource(resource, ResourceField::Cluster);
    return cluster == nullptr ? nullptr : groupOf(context, *cluster);
  }
  if (resource.kind == Kind::AzureMetricAlert) {
    const ir::Resource* target = context.resource(resource, ResourceField::Target);
    return target == nullptr ? nullptr : groupOf(context, *target);
  }
  const ir::Resource* workspace = workspaceOf(context, resource);
  return workspace == nullptr || workspace == &resource ? nullptr : groupOf(context, *workspace);
}

std::string subscriptionOf(const Context& context, const ir::Resource& resource) {
  const ir::Resource* group = groupOf(context, resource);
  return group == nullptr ? std::string() : ir::text(group->fields.find(ResourceGroup::Subscription)).value_or("");
}

std::optional<std::string> armId(const Context& context, const ir::Resource& resource) {
  const ir::Resource* group = groupOf(context, resource);
  const std::string subscription = subscriptionOf(context, resource);
  if (group == nullptr || subscription.empty()) return std::nullopt;
  std::string id = "/subscriptions/" + subscription + "/resourceGroups/" + group->resourceName;
  if (&resource == group) return id;
  id += "/providers/";
  for (const auto& [kind, type] : kTypes) {
    if (kind == resource.kind) return id + std::string(type) + "/" + resource.resourceName;
  }
  const ir::Resource* workspace = workspaceOf(context, resource);
  if (workspace == nullptr) return std::nullopt;
  id += "Microsoft.MachineLearningServices/workspaces/" + workspace->resourceName;
  if (resource.kind == Kind::AzuremlKubernetesCompute) return id + "/computes/" + resource.resourceName;
  if (resource.kind == Kind::AzuremlKubernetesOnlineEndpoint) return id + "/onlineEndpoints/" + resource.resourceName;
  const ir::Resource* endpoint = context.resource(resource, ResourceField::Endpoint);
  if (endpoint == nullptr) return std::nullopt;
  return id + "/onlineEndpoints/" + endpoint->resourceName + "/deployments/" + resource.resourceName;
}

const ir::Resource* unknownIdOf(const Context& context, const ir::Resource& resource) {
  const bool compute = resource.kind == Kind::AzuremlKubernetesCompute;
  if (!compute && resource.kind != Kind::AzuremlKubernetesOnlineEndpoint) return nullptr;
  if (compute) {
    const ir::Resource* cluster = context.resource(resource, ResourceField::Cluster);
    if (cluster == nullptr || !context.id(*cluster)) return cluster;
  }
  const ir::Resource* unknown = nullptr;
  for (const ir::Value& item :
       items(member(resource.fields.find(ResourceField::Identity), vocabulary::azureml::ComputeIdentity::Identities))) {
    const ir::Resource* identity = context.resource(&item);
    if (identity != nullptr && !context.id(*identity)) unknown = identity;
  }
  return unknown;
}

std::optional<std::string> sharedMemory(const ir::Value& value) {
  const auto amount = quantity(&value);
  if (!amount || !amount->isInteger() || amount->nano() <= 0) return std::nullopt;
  auto bytes = static_cast<int64_t>(amount->nano() / 1000000000);
  for (const char* unit : {"b", "k", "m"}) {
    if (bytes % 1024 != 0) return std::to_string(bytes) + unit;
    bytes /= 1024;
  }
  return std::to_string(bytes) + "g";
}

}  // namespace mlpc::backends::azureml
