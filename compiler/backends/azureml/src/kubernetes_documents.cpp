#include "documents.h"

namespace mlpc::backends::azureml {

namespace {

emit::Node object(const Context& context, const ir::Resource& resource, const char* version, const char* kind) {
  return kubernetesObject(context, version, kind, nameOf(resource), resource.fields);
}

/// Amounts in the order written. Cores and bytes are strings, which no reader takes for numbers; GPUs are numbers.
emit::Node amounts(const Context& context, const ir::Value* record) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& field : fields(record)) {
    const auto text = context.known(field.value);
    if (!text) continue;
    const auto number = integer(&field.value);
    emit::Node amount = field.key == "nvidia.com/gpu" && number ? emit::Node(*number) : emit::Node(*text);
    node.set(field.key, amount.at(field.value.origin), field.keyOrigin);
  }
  return node;
}

}  // namespace

emit::Node instanceType(const Context& context, const ir::Resource& resource) {
  // Instance types belong to the whole cluster, so there is no namespace.
  emit::Node node = object(context, resource, "amlarc.azureml.com/v1alpha1", "InstanceType");
  emit::Node& spec = node["spec"];
  setIfAny(spec, "nodeSelector", strings(context, resource.fields.find("node_selector")));
  const ir::Value* resources = resource.fields.find("resources");
  emit::Node both;
  for (const char* part : {"requests", "limits"}) both.set(part, amounts(context, member(resources, part)));
  spec.set("resources", std::move(both));
  return node;
}

emit::Node nameSpace(const Context& context, const ir::Resource& resource) {
  return object(context, resource, "v1", "Namespace");
}

emit::Node configMap(const Context& context, const ir::Resource& resource) {
  emit::Node node = object(context, resource, "v1", "ConfigMap");
  setIfAny(node, "data", strings(context, resource.fields.find("data")));
  return node;
}

emit::Node claim(const Context& context, const ir::Resource& resource) {
  emit::Node node = object(context, resource, "v1", "PersistentVolumeClaim");
  emit::Node& spec = node["spec"];
  copy(spec, "accessModes", context, resource.fields.find("access_modes"));
  if (const ir::Value* size = resource.fields.find("size")) {
    if (const auto text = context.known(*size)) spec["resources"]["requests"].set("storage", *text).at(size->origin);
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
    if (node.find(field.key) == nullptr) {
      node.set(field.key, context.data(field.value), field.keyOrigin);
    }
  }
  return node;
}

}  // namespace mlpc::backends::azureml
