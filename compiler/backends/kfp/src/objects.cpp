#include "objects.h"

#include <algorithm>

#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/k8s.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::backends::kfp {

using support::Constant;
using vocabulary::k8s::ConfigMap;
using vocabulary::prelude::SecretInput;

std::string textOf(const ir::Value& value) {
  const Constant* constant = value.scalar();
  return constant == nullptr || constant->isNull() ? std::string() : constant->toText();
}

bool isTrue(const ir::Value* value) {
  const Constant* constant = value == nullptr ? nullptr : value->scalar();
  const auto* flag = constant == nullptr ? nullptr : constant->as<bool>();
  return flag != nullptr && *flag;
}

std::string textArgument(const ir::Call& call, vocabulary::FieldName name) {
  const ir::Value* value = ir::argument(call, name);
  return value == nullptr ? std::string() : textOf(*value);
}

std::optional<ObjectName> objectNameOf(const ir::Program& program, const ir::Value& value) {
  ObjectName object;
  object.origin = value.origin;
  object.nameOrigin = value.origin;
  if (const auto* ref = value.as<ir::SecretRef>()) {
    const ir::Secret& secret = program.secrets[ref->secret];
    if (secret.kind != ir::SecretKind::Kubernetes) return std::nullopt;
    object.text = secret.secretName;
    object.key = ref->key;
    object.keyOrigin = value.origin;
    object.declared = secret.name;
    object.optional = secret.optional;
    return object;
  }
  if (const auto* ref = value.as<ir::ResourceRef>()) {
    const ir::Resource& resource = program.resources[ref->resource];
    object.kind = resource.kind == vocabulary::Kind::K8sPvc ? ObjectName::Kind::Claim : ObjectName::Kind::ConfigMap;
    object.text = resource.resourceName;
    object.key = ref->attribute;
    object.keyOrigin = value.origin;
    object.declared = resource.name;
    object.optional = isTrue(resource.fields.find(ConfigMap::Optional));
    return object;
  }
  const auto* call = value.as<ir::Call>();
  if (call == nullptr) return std::nullopt;
  if (call->function == vocabulary::Builtin::ConfigMap) {
    object.kind = ObjectName::Kind::ConfigMap;
  } else if (call->function == vocabulary::Builtin::Pvc) {
    object.kind = ObjectName::Kind::Claim;
  } else if (call->function != vocabulary::Builtin::Secret) {
    return std::nullopt;
  }
  const ir::Value* name = ir::argument(*call, SecretInput::Name);
  if (name == nullptr && !call->arguments.empty() && call->arguments.front().key.empty())
    name = &call->arguments.front().value;
  if (name != nullptr) object.nameOrigin = name->origin;
  if (name == nullptr || (name->scalar() != nullptr && name->scalar()->isNull())) {
    object.text = "";  // no name is not a name either
  } else if (const std::string* text = name->text()) {
    object.text = *text;
  } else if (const auto* ref = name->as<ir::ResourceRef>()) {
    object.text = program.resources[ref->resource].resourceName;
  } else {
    object.value = name;
  }
  const ir::Value* key = ir::keyOf(*call);
  if (key != nullptr) object.key = textOf(*key);
  object.keyOrigin = key == nullptr ? value.origin : key->origin;
  object.optional = isTrue(ir::argument(*call, SecretInput::Optional));
  return object;
}

}  // namespace mlpc::backends::kfp
