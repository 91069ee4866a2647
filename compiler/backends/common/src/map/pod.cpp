#include "map/pod.h"

#include "mlpc/backends/common/fields.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/k8s.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends {

namespace {

using vocabulary::k8s::ConfigMap;
using vocabulary::prelude::Resources;
using vocabulary::prelude::SecretInput;
using vocabulary::trainer::ContainerPatch;
using vocabulary::trainer::CsiVolume;
using vocabulary::trainer::EmptyDirVolume;
using vocabulary::trainer::LabelSelector;
using vocabulary::trainer::PodPatch;
using vocabulary::trainer::Volume;

/// A key of a Secret or ConfigMap.
emit::Node keyReference(emit::Node name, emit::Node key, bool optional) {
  emit::Node node;
  node.set("name", std::move(name));
  node.set("key", std::move(key));
  if (optional) node.set("optional", true);
  return node;
}

bool isOptional(const ir::Resource& configMap) {
  return ir::boolean(configMap.fields.find(ConfigMap::Optional)).value_or(false);
}

/// `secret(name)["key"]`, `config_map(name)["key"]`, `field(path)`.
emit::Node calledSource(const Context& context, const ir::Call& call) {
  emit::Node source;
  if (call.function == Builtin::Field && !call.arguments.empty()) {
    emit::Node path = context.node(call.arguments.front().value, Wanted::Text);
    if (!path.isNull()) source["fieldRef"].set("fieldPath", std::move(path));
    return source;
  }
  const ir::Value* name = ir::argument(call, SecretInput::Name);
  const ir::Value* key = ir::keyOf(call);
  if (name == nullptr || key == nullptr) return source;
  emit::Node nameNode = context.node(*name, Wanted::Text);
  emit::Node keyNode = context.node(*key, Wanted::Text);
  if (nameNode.isNull() || keyNode.isNull()) return source;
  const bool optional = ir::boolean(ir::argument(call, SecretInput::Optional)).value_or(false);
  source.set(call.function == Builtin::ConfigMap ? "configMapKeyRef" : "secretKeyRef",
             keyReference(std::move(nameNode), std::move(keyNode), optional));
  return source;
}

/// Where the value of a variable comes from; null if it is a string.
emit::Node sourceOf(const Context& context, const ir::Value& value) {
  emit::Node source;
  if (const auto* ref = value.as<ir::SecretRef>()) {
    if (const ir::Secret* secret = kubernetesSecret(context, value)) {
      source.set("secretKeyRef", keyReference(secret->secretName, ref->key, secret->optional));
    }
  } else if (const auto* call = value.as<ir::Call>()) {
    source = calledSource(context, *call);
  } else if (const ir::Resource* map = context.resource(&value); map != nullptr && map->kind == Kind::K8sConfigMap) {
    source.set("configMapKeyRef",
               keyReference(map->resourceName, value.as<ir::ResourceRef>()->attribute, isOptional(*map)));
  } else {
    source = emit::Node(emit::kUnmapped);
  }
  return source;
}

emit::Node podNode(const Context& context, std::string_view key, const ir::Value& value);

emit::Node podRecord(const Context& context, const std::vector<ir::Field>& record) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& field : record) {
    if (given(&field.value) == nullptr) continue;
    if (is(field.key, PodPatch::TerminationGracePeriod)) {
      setIfAny(node, "terminationGracePeriodSeconds", context.seconds(field.value));
      continue;
    }
    emit::Node entry = podNode(context, field.key, field.value);
    // `empty_dir: {}` has a meaning, an empty list of containers does not.
    const bool meaningful = !entry.empty() || is(field.key, Volume::EmptyDir);
    if (meaningful) node.set(support::toCamel(field.key), std::move(entry), field.keyOrigin).orAt(field.value.origin);
  }
  return node;
}

emit::Node secretVolume(const Context& context, const ir::Value& value) {
  emit::Node node;
  if (const ir::Secret* secret = kubernetesSecret(context, value)) {
    node.set("secretName", secret->secretName);
    if (secret->optional) node.set("optional", true);
  }
  return node;
}

emit::Node configMapVolume(const Context& context, const ir::Value& value) {
  emit::Node node;
  copyText(node, "name", context, &value);
  const ir::Resource* map = context.resource(&value);
  if (map != nullptr && isOptional(*map)) node.set("optional", true);
  return node;
}

emit::Node podNode(const Context& context, std::string_view key, const ir::Value& value) {
  if (is(key, ContainerPatch::Env)) return environment(context, &value);
  if (is(key, PodPatch::NodeSelector) || is(key, LabelSelector::MatchLabels) || is(key, CsiVolume::VolumeAttributes))
    return strings(context, &value);
  if (is(key, PodPatch::ImagePullSecrets)) {
    emit::Node list = emit::Node::sequence();
    for (const ir::Value& item : ir::items(&value)) {
      if (const ir::Secret* secret = kubernetesSecret(context, item)) {
        list.push({}).at(item.origin).set("name", secret->secretName);
      }
    }
    return list;
  }
  if (is(key, Volume::Secret)) return secretVolume(context, value);
  if (is(key, Volume::ConfigMap)) return configMapVolume(context, value);
  if (is(key, EmptyDirVolume::SizeLimit)) return context.node(value, Wanted::Text);
  if (const auto* record = value.as<ir::RecordValue>()) return podRecord(context, record->fields);
  if (const auto* list = value.as<ir::ListValue>()) {
    emit::Node node = emit::Node::sequence();
    for (const ir::Value& item : list->items) node.push(podNode(context, "", item)).orAt(item.origin);
    return node;
  }
  return context.data(value);
}

}  // namespace

emit::Node environment(const Context& context, const ir::Value* variables) {
  emit::Node list = emit::Node::sequence();
  for (const ir::Field& variable : ir::fields(variables)) {
    if (given(&variable.value) == nullptr) continue;
    emit::Node entry;
    entry.set("name", variable.key).at(variable.keyOrigin);
    const ir::Value& value = variable.value;
    const bool text = value.as<ir::SecretRef>() == nullptr && value.as<ir::Call>() == nullptr &&
                      value.as<ir::ResourceRef>() == nullptr;
    if (text) {
      setIfAny(entry, "value", context.node(value, Wanted::Escaped));
    } else if (emit::Node source = sourceOf(context, value); !source.isNull()) {
      entry.set("valueFrom", std::move(source)).at(value.origin);
    }
    list.push(std::move(entry)).at(variable.keyOrigin);
  }
  return list;
}

emit::Node words(const Context& context, const ir::Value& list) {
  // An input may be the whole list.
  if (list.as<ir::ListValue>() == nullptr) return context.node(list, Wanted::Escaped);
  emit::Node node = emit::Node::sequence();
  for (const ir::Value& item : ir::items(&list)) {
    emit::Node word = context.node(item, Wanted::Escaped);
    if (!word.isNull()) node.push(std::move(word));
  }
  return std::move(node.at(list.origin));
}

emit::Node resources(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  // Amounts are strings, so that no reader takes them for numbers.
  for (const Resources part : {Resources::Requests, Resources::Limits})
    setIfAny(node, name(part), strings(context, value.field(part)));
  return std::move(node.at(value.origin));
}

emit::Node podPatch(const Context& context, const ir::Value& pod) { return podRecord(context, ir::fields(&pod)); }

}  // namespace mlpc::backends
