#include "mlpc/backends/common/fields.h"

#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends {

using vocabulary::ResourceField;

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
             std::initializer_list<vocabulary::FieldName> names) {
  for (const vocabulary::FieldName name : names) copy(node, name.text(), context, from.find(name));
}

emit::Node strings(const Context& context, const ir::Value* map) {
  // An input may be the whole map.
  if (given(map) != nullptr && map->as<ir::RecordValue>() == nullptr) return context.node(*map, Wanted::Text);
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
  copyText(metadata, "namespace", context, fields.find(ResourceField::Namespace));
  for (const ResourceField part : {ResourceField::Labels, ResourceField::Annotations})
    setIfAny(metadata, vocabulary::name(part), strings(context, fields.find(part)));
  return document;
}

emit::Node nameOf(const ir::Resource& resource) {
  return std::move(emit::Node(resource.resourceName).at(placeOf(resource, ResourceField::Name)));
}

}  // namespace mlpc::backends
