#include "mlpc/backends/common/context.h"

#include "mlpc/support/kubernetes.h"

namespace mlpc::backends {

const ir::Resource* Context::resource(const ir::Value* value) const {
  const auto* ref = value == nullptr ? nullptr : value->as<ir::ResourceRef>();
  return ref == nullptr ? nullptr : &program.resources[ref->resource];
}

const ir::Resource* Context::resource(const ir::Resource& from, vocabulary::FieldName name) const {
  return resource(from.fields.find(name));
}

std::optional<std::string> Context::known(const ir::Value& value) const {
  if (const auto constant = value.constant()) return constant->toText();
  const auto* ref = value.as<ir::ResourceRef>();
  if (ref == nullptr) return std::nullopt;
  const ir::Resource& found = program.resources[ref->resource];
  if (ref->attribute.empty()) return found.resourceName;
  return ref->attribute == "id" ? id(found) : std::nullopt;
}

emit::Node Context::node(const ir::Value& value, Wanted wanted) const {
  emit::Node node;
  if (const auto* list = value.as<ir::ListValue>(); list != nullptr && wanted == Wanted::Data) {
    node = emit::Node::sequence();
    for (const ir::Value& item : list->items) node.push(this->node(item, wanted));
  } else if (const auto* record = value.as<ir::RecordValue>(); record != nullptr && wanted == Wanted::Data) {
    node = emit::Node::mapping();
    for (const ir::Field& field : record->fields) {
      node.set(field.key, this->node(field.value, wanted), field.keyOrigin);
    }
  } else if (const support::Constant* constant = value.scalar(); constant != nullptr && wanted == Wanted::Data) {
    node = emit::Node::of(*constant);
  } else if (const auto text = known(value)) {
    node = emit::Node(wanted == Wanted::Escaped ? support::escapeKubernetesExpansion(*text) : *text);
  } else {
    node = runTime ? runTime(value, wanted) : emit::Node(emit::kUnmapped);
  }
  return std::move(node.at(value.origin));
}

emit::Node Context::seconds(const ir::Value& value) const {
  const auto duration = ir::duration(&value);
  emit::Node node =
      duration && duration->wholeSeconds() ? emit::Node(duration->inSeconds()) : emit::Node(emit::kUnmapped);
  return std::move(node.at(value.origin));
}

const ir::Value* given(const ir::Value* value) {
  const bool isNull = value != nullptr && value->scalar() != nullptr && value->scalar()->isNull();
  return isNull ? nullptr : value;
}

source::Span placeOf(const ir::Resource& resource, vocabulary::FieldName field) {
  const ir::Value* value = resource.fields.find(field);
  return value == nullptr ? resource.origin : value->origin;
}

}  // namespace mlpc::backends
