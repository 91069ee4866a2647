#include "mlpc/backends/common/fields.h"

namespace mlpc::backends {

void setIfAny(emit::Node& node, std::string_view key, emit::Node value) {
  if (!value.empty()) node.set(key, std::move(value));
}

void copy(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (given(value) != nullptr) setIfAny(node, key, context.data(*value));
}

void copyText(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (given(value) != nullptr) setIfAny(node, key, context.node(*value, Wanted::Text));
}

void copyAll(emit::Node& node, const Context& context, const ir::RecordValue& from,
             std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) copy(node, name, context, from.find(name));
}

emit::Node strings(const Context& context, const ir::Value* map) {
  emit::Node node = emit::Node::mapping();
  if (map != nullptr) node.at(map->origin);
  for (const ir::Field& field : ir::fields(map)) {
    if (given(&field.value) == nullptr) continue;
    emit::Node text = context.node(field.value, Wanted::Text);
    if (!text.isNull()) node.set(field.key, std::move(text), field.keyOrigin);
  }
  return node;
}

emit::Node kubernetesObject(const Context& context, std::string_view apiVersion, std::string_view kind, emit::Node name,
                            const ir::RecordValue& fields) {
  emit::Node document;
  document.set("apiVersion", apiVersion);
  document.set("kind", kind);
  emit::Node& metadata = document.set("metadata", emit::Node::mapping());
  if (!name.isNull()) metadata.set("name", std::move(name));
  copyText(metadata, "namespace", context, fields.find("namespace"));
  for (const char* part : {"labels", "annotations"}) setIfAny(metadata, part, strings(context, fields.find(part)));
  return document;
}

emit::Node nameOf(const ir::Resource& resource) {
  return std::move(emit::Node(resource.resourceName).at(placeOf(resource, "name")));
}

}  // namespace mlpc::backends
