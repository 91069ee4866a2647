#include "documents.h"

#include <array>

#include "mlpc/diag/azureml.h"

namespace mlpc::backends::azureml {

namespace {

using Writer = emit::Node (*)(const Context&, const ir::Resource&);

struct KindEntry {
  std::string_view kind;
  std::string_view suffix;
  Writer write;
};

constexpr std::array<KindEntry, 14> kKinds{{
    {"azureml.InstanceType", ".instance-type.yml", instanceType},
    {"azureml.KubernetesCompute", ".compute.yml", compute},
    {"azureml.KubernetesOnlineEndpoint", ".endpoint.yml", endpoint},
    {"azureml.KubernetesOnlineDeployment", ".deployment.yml", deployment},
    {"azureml.BatchEndpoint", ".batch-endpoint.yml", batchEndpoint},
    {"azureml.Model", ".model.yml", model},
    {"azureml.Environment", ".environment.yml", environment},
    {"azureml.Data", ".data.yml", data},
    {"azureml.CommandJob", ".job.yml", commandJob},
    {"azureml.PipelineJob", ".pipeline-job.yml", pipelineJob},
    {"k8s.Namespace", ".namespace.yml", nameSpace},
    {"k8s.ConfigMap", ".config-map.yml", configMap},
    {"k8s.Pvc", ".pvc.yml", claim},
    {"k8s.Object", ".object.yml", object},
}};

}  // namespace

std::optional<Document> documentOf(const Context& context, const ir::Resource& resource) {
  for (const KindEntry& entry : kKinds) {
    if (entry.kind != resource.kind) continue;
    emit::Node body = entry.write(context, resource);
    if (body.isNull()) return std::nullopt;
    return Document{entry.suffix, std::move(body)};
  }
  return std::nullopt;
}

void copySeconds(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (given(value) != nullptr) setIfAny(node, key, context.seconds(*value, key));
}

void copyMilliseconds(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (value == nullptr) return;
  if (const auto time = duration(value)) {
    node.set(key, time->inMilliseconds()).at(value->origin);
  } else {
    context.diags.report(value->origin, diag::amlRunTimeValue);
  }
}

emit::Node withSchema(std::string_view schema) {
  emit::Node node;
  node.set("$schema", "https://azuremlschemas.azureedge.net/latest/" + std::string(schema) + ".schema.json");
  return node;
}

emit::Node assetReference(const Context& context, const ir::Value& value) {
  emit::Node node;
  if (const ir::Resource* asset = context.resource(&value)) {
    const auto version = ir::text(asset->fields.find("version"));
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

emit::Node identity(const Context& context, const ir::Value& value, const ir::Resource** unknown) {
  emit::Node node;
  copy(node, "type", context, value.field("type"));
  emit::Node list = emit::Node::sequence();
  for (const ir::Value& item : items(value.field("identities"))) {
    const ir::Resource* found = context.resource(&item);
    if (found == nullptr) continue;
    if (const auto id = context.id(*found)) {
      list.push({}).set("resource_id", *id).at(item.origin);
    } else {
      *unknown = found;
    }
  }
  if (!list.empty()) node.set("user_assigned_identities", std::move(list));
  return node.at(value.origin);
}

}  // namespace mlpc::backends::azureml
