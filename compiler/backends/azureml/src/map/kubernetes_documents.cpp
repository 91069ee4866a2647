#include "map/documents.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/k8s.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::InstanceResources;
using vocabulary::azureml::InstanceType;
using vocabulary::k8s::ConfigMap;
using vocabulary::k8s::Object;
using vocabulary::k8s::Pvc;

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
  setIfAny(spec, "nodeSelector", strings(context, resource.fields.find(InstanceType::NodeSelector)));
  const ir::Value* resources = resource.fields.find(InstanceType::Resources);
  emit::Node both;
  for (const InstanceResources part : {InstanceResources::Requests, InstanceResources::Limits})
    both.set(name(part), amounts(context, member(resources, part)));
  spec.set("resources", std::move(both));
  return node;
}

emit::Node nameSpace(const Context& context, const ir::Resource& resource) {
  return object(context, resource, "v1", "Namespace");
}

emit::Node configMap(const Context& context, const ir::Resource& resource) {
  emit::Node node = object(context, resource, "v1", "ConfigMap");
  setIfAny(node, "data", strings(context, resource.fields.find(ConfigMap::Data)));
  return node;
}

emit::Node claim(const Context& context, const ir::Resource& resource) {
  emit::Node node = object(context, resource, "v1", "PersistentVolumeClaim");
  emit::Node& spec = node["spec"];
  copy(spec, "accessModes", context, resource.fields.find(Pvc::AccessModes));
  if (const ir::Value* size = resource.fields.find(Pvc::Size)) {
    if (const auto text = context.known(*size)) spec["resources"]["requests"].set("storage", *text).at(size->origin);
  }
  copy(spec, "storageClassName", context, resource.fields.find(Pvc::StorageClass));
  copy(spec, "volumeName", context, resource.fields.find(Pvc::VolumeName));
  return node;
}

emit::Node object(const Context& context, const ir::Resource& resource) {
  emit::Node node;
  copy(node, "apiVersion", context, resource.fields.find(Object::ApiVersion));
  copy(node, "kind", context, resource.fields.find(Object::Kind));
  copy(node, "metadata", context, resource.fields.find(Object::Metadata));
  for (const ir::Field& field : fields(resource.fields.find(Object::Body))) {
    if (node.find(field.key) == nullptr) {
      node.set(field.key, context.data(field.value), field.keyOrigin);
    }
  }
  return node;
}

}  // namespace mlpc::backends::azureml
