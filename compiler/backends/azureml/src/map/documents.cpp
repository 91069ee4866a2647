#include "map/documents.h"

#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::ResourceField;
using vocabulary::azureml::ComputeIdentity;
using vocabulary::azureml::KubernetesCompute;
using Mapping = emit::Node (*)(const Context&, const ir::Resource&);

struct KindEntry {
  std::string_view suffix;
  Mapping write;
};

/// What resources of a Kind become; nothing if the scripts make them, or another target has them.
std::optional<KindEntry> entryOf(Kind kind) {
  switch (kind) {
    case Kind::AzuremlInstanceType: return KindEntry{".instance-type.yml", instanceType};
    case Kind::AzuremlKubernetesCompute: return KindEntry{".compute.yml", compute};
    case Kind::AzuremlKubernetesOnlineEndpoint: return KindEntry{".endpoint.yml", endpoint};
    case Kind::AzuremlKubernetesOnlineDeployment: return KindEntry{".deployment.yml", deployment};
    case Kind::AzuremlBatchEndpoint: return KindEntry{".batch-endpoint.yml", batchEndpoint};
    case Kind::AzuremlModel: return KindEntry{".model.yml", model};
    case Kind::AzuremlEnvironment: return KindEntry{".environment.yml", environment};
    case Kind::AzuremlData: return KindEntry{".data.yml", data};
    case Kind::AzuremlCommandJob: return KindEntry{".job.yml", commandJob};
    case Kind::AzuremlPipelineJob: return KindEntry{".pipeline-job.yml", pipelineJob};
    case Kind::K8sNamespace: return KindEntry{".namespace.yml", nameSpace};
    case Kind::K8sConfigMap: return KindEntry{".config-map.yml", configMap};
    case Kind::K8sPvc: return KindEntry{".pvc.yml", claim};
    case Kind::K8sObject: return KindEntry{".object.yml", object};
    case Kind::AdoConnection:
    case Kind::AdoContainer:
    case Kind::AdoEnvironment:
    case Kind::AdoPipeline:
    case Kind::AdoRepository:
    case Kind::AdoVariableGroup:
    case Kind::AzureActionGroup:
    case Kind::AzureApplicationInsights:
    case Kind::AzureConnectedCluster:
    case Kind::AzureContainerRegistry:
    case Kind::AzureDiagnosticSettings:
    case Kind::AzureKeyVault:
    case Kind::AzureLogAnalytics:
    case Kind::AzureManagedCluster:
    case Kind::AzureMetricAlert:
    case Kind::AzureResourceGroup:
    case Kind::AzureRoleAssignment:
    case Kind::AzureStorageAccount:
    case Kind::AzureUserAssignedIdentity:
    case Kind::AzuremlKubernetesExtension:
    case Kind::AzuremlWorkspace:
    case Kind::TrainerClusterTrainingRuntime:
    case Kind::TrainerTrainingRuntime: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string_view suffixOf(const Context& context, const ir::Resource& resource) {
  const auto entry = entryOf(resource.kind);
  if (!entry || (entry->write == compute && context.resource(resource, KubernetesCompute::Cluster) == nullptr))
    return {};
  return unknownIdOf(context, resource) == nullptr ? entry->suffix : std::string_view();
}

emit::Node documentOf(const Context& context, const ir::Resource& resource) {
  return entryOf(resource.kind)->write(context, resource);
}

void copySeconds(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (given(value) != nullptr) setIfAny(node, key, context.seconds(*value));
}

void copyMilliseconds(emit::Node& node, std::string_view key, const ir::Value* value) {
  if (value == nullptr) return;
  const auto time = duration(value);
  node.set(key, time ? emit::Node(time->inMilliseconds()) : emit::Node(emit::kUnmapped)).at(value->origin);
}

emit::Node withSchema(std::string_view schema) {
  emit::Node node;
  node.set("$schema", "https://azuremlschemas.azureedge.net/latest/" + std::string(schema) + ".schema.json");
  return node;
}

emit::Node assetReference(const Context& context, const ir::Value& value) {
  emit::Node node;
  if (const ir::Resource* asset = context.resource(&value)) {
    const auto version = ir::text(asset->fields.find(ResourceField::Version));
    node = emit::Node("azureml:" + asset->resourceName + (version ? ":" + *version : std::string("@latest")));
  } else {
    node = context.node(value, Wanted::Text);
  }
  return node.at(value.origin);
}

emit::Node computeReference(const Context& context, const ir::Value& value) {
  emit::Node node;
  if (const ir::Resource* found = context.resource(&value)) {
    node = emit::Node("azureml:" + found->resourceName);
  } else {
    node = context.node(value, Wanted::Text);
  }
  return node.at(value.origin);
}

emit::Node identity(const Context& context, const ir::Value& value) {
  emit::Node node;
  copy(node, "type", context, value.field(ComputeIdentity::Type));
  emit::Node list = emit::Node::sequence();
  for (const ir::Value& item : items(value.field(ComputeIdentity::Identities))) {
    const ir::Resource* found = context.resource(&item);
    if (found == nullptr) continue;
    list.push({}).set("resource_id", context.id(*found).value_or(std::string(emit::kUnmapped))).at(item.origin);
  }
  if (!list.empty()) node.set("user_assigned_identities", std::move(list));
  return node.at(value.origin);
}

}  // namespace mlpc::backends::azureml
