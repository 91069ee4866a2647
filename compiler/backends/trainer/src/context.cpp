#include "context.h"

#include "mlpc/diag/trainer.h"

namespace mlpc::backends::trainer {

std::optional<std::string> Context::text(const ir::Value& value) const {
  if (const auto constant = value.constant()) return constant->toText();
  diags.report(value.origin, diag::trainerRunTimeValue);
  return std::nullopt;
}

emit::Node Context::data(const ir::Value& value) const {
  emit::Node node;
  if (const auto* list = value.as<ir::ListValue>()) {
    node = emit::Node::sequence();
    for (const ir::Value& item : list->items) node.push(data(item));
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    node = emit::Node::mapping();
    for (const ir::Field& field : record->fields) node.set(field.key, data(field.value));
  } else if (const support::Constant* constant = value.scalar()) {
    node = emit::Node::of(*constant);
  } else if (const ir::Resource* found = resource(value)) {
    node = emit::Node(found->resourceName);
  } else {
    diags.report(value.origin, diag::trainerRunTimeValue);
  }
  return node.at(value.origin);
}

std::optional<std::string> Context::nameOf(const ir::Value& value) const {
  if (const ir::Resource* found = resource(value)) return found->resourceName;
  return text(value);
}

std::optional<std::string> Context::knownName(const ir::Value* value) const {
  if (value == nullptr) return std::nullopt;
  if (const ir::Resource* found = resource(*value)) return found->resourceName;
  const std::string* known = value->text();
  return known == nullptr ? std::nullopt : std::optional(*known);
}

const ir::Resource* Context::resource(const ir::Value& value) const {
  const auto* ref = value.as<ir::ResourceRef>();
  return ref == nullptr ? nullptr : &program.resources[ref->resource];
}

const ir::Secret* Context::secret(const ir::Value& value) const {
  const auto* ref = value.as<ir::SecretRef>();
  if (ref == nullptr) {
    diags.report(value.origin, diag::trainerRunTimeValue);
    return nullptr;
  }
  const ir::Secret& found = program.secrets[ref->secret];
  if (found.kind == ir::SecretKind::Kubernetes) return &found;
  diags.report(value.origin, diag::trainerSecretKind, found.name).note(found.origin, diag::trainerSecretHere);
  return nullptr;
}

}  // namespace mlpc::backends::trainer
