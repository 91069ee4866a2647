#include "documents.h"
#include "mlpc/diag/azureml.h"

namespace mlpc::backends::azureml {

namespace {

emit::Node kubernetesObject(const Context& context, const ir::Resource& resource, const char* version,
                            const char* kind) {
  emit::Node node;
  node.set("apiVersion", version);
  node.set("kind", kind);
  emit::Node metadata;
  metadata.set("name", resource.resourceName).at(resource.origin);
  copy(metadata, "namespace", context, resource.fields.find("namespace"));
  for (const char* part : {"labels", "annotations"}) {
    emit::Node map = strings(context, resource.fields.find(part));
    if (!map.empty()) metadata.set(part, std::move(map));
  }
  node.set("metadata", std::move(metadata));
  return node;
}

/// Amounts in the order written. Cores and bytes are text, which no reader takes for a number; GPUs are numbers.
emit::Node amounts(const Context& context, const ir::Value* record) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& field : fields(record)) {
    const auto text = context.text(field.value);
    if (!text) continue;
    const auto number = integer(&field.value);
    emit::Node amount = field.key == "nvidia.com/gpu" && number ? emit::Node(*number) : emit::Node(*text);
    node.set(field.key, amount.at(field.value.origin));
  }
  return node;
}

}  // namespace

emit::Node instanceType(const Context& context, const ir::Resource& resource) {
  // Instance types belong to the whole cluster, so there is no namespace.
  emit::Node node = kubernetesObject(context, resource, "amlarc.azureml.com/v1alpha1", "InstanceType");
  emit::Node& spec = node["spec"];
  emit::Node selector = strings(context, resource.fields.find("node_selector"));
  if (!selector.empty()) spec.set("nodeSelector", std::move(selector));
  const ir::Value* resources = resource.fields.find("resources");
  emit::Node both;
  for (const char* part : {"requests", "limits"}) both.set(part, amounts(context, member(resources, part)));
  spec.set("resources", std::move(both));
  return node;
}

emit::Node nameSpace(const Context& context, const ir::Resource& resource) {
  return kubernetesObject(context, resource, "v1", "Namespace");
}

emit::Node configMap(const Context& context, const ir::Resource& resource) {
  emit::Node node = kubernetesObject(context, resource, "v1", "ConfigMap");
  emit::Node map = strings(context, resource.fields.find("data"));
  if (!map.empty()) node.set("data", std::move(map));
  return node;
}

emit::Node claim(const Context& context, const ir::Resource& resource) {
  emit::Node node = kubernetesObject(context, resource, "v1", "PersistentVolumeClaim");
  emit::Node& spec = node["spec"];
  copy(spec, "accessModes", context, resource.fields.find("access_modes"));
  if (const ir::Value* size = resource.fields.find("size")) {
    if (const auto text = context.text(*size)) spec["resources"]["requests"].set("storage", *text).at(size->origin);
  }
  copy(spec, "storageClassName", context, resource.fields.find("storage_class"));
  copy(spec, "volumeName", context, resource.fields.find("volume_name"));
  return node;
}

emit::Node object(const Context& context, const ir::Resource& resource) {
  emit::Node node;
  copy(node, "apiVersion", context, resource.fields.find("api_version"));
  copy(node, "kind", context, resource.fields.find("kind"));
  copy(node, "metadata", context, resource.fields.find("metadata"));
  for (const ir::Field& field : fields(resource.fields.find("body"))) {
    if (node.find(field.key) != nullptr) {
      context.diags.report(field.keyOrigin, diag::amlObjectBody, field.key);
    } else {
      node.set(field.key, context.data(field.value));
    }
  }
  return node;
}

}  // namespace mlpc::backends::azureml
