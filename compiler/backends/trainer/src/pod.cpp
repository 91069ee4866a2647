#include "pod.h"

#include "mlpc/diag/trainer.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::trainer {

namespace {

/// A key of a Secret or ConfigMap; what the API server would refuse is told at `origin`.
emit::Node keyReference(const Context& context, source::Span origin, std::string_view kind, const std::string& name,
                        const std::string& key, bool optional) {
  if (!support::isDnsSubdomain(name)) {
    context.diags.report(origin, diag::trainerObjectName, name, diag::Phrase(kind),
                         diag::Phrase("at most 253 lower-case letters, digits, dashes and dots"));
  }
  if (!support::isConfigKey(key)) {
    context.diags.report(origin, diag::trainerObjectName, key, diag::Phrase("a key of " + std::string(kind)),
                         diag::Phrase("at most 253 letters, digits, `-`, `_` and `.`"));
  }
  emit::Node node;
  node.set("name", name);
  node.set("key", key);
  if (optional) node.set("optional", true);
  return node;
}

const ir::Value* argument(const ir::Call& call, std::string_view name) {
  for (const ir::Field& field : call.arguments) {
    if (field.key == name) return &field.value;
  }
  return nullptr;
}

/// `secret(name)["key"]`, `config_map(name)["key"]`, `field(path)`.
emit::Node calledSource(const Context& context, const ir::Call& call) {
  emit::Node source;
  if (call.function == "field" && !call.arguments.empty()) {
    if (const auto path = context.text(call.arguments.front().value)) source["fieldRef"].set("fieldPath", *path);
    return source;
  }
  const ir::Value* name = argument(call, "name");
  const ir::Value* key = argument(call, "key");
  if (name == nullptr || key == nullptr) return source;
  const auto nameText = context.text(*name);
  const auto keyText = context.text(*key);
  if (!nameText || !keyText) return source;
  const bool map = call.function == "config_map";
  source.set(map ? "configMapKeyRef" : "secretKeyRef",
             keyReference(context, name->origin, map ? "a config map" : "a secret", *nameText, *keyText,
                          boolean(argument(call, "optional")).value_or(false)));
  return source;
}

/// A map of resources such as `{ cpu: 500m }`. Quantities are written as text, so that no reader takes them for
/// numbers.
emit::Node quantities(const Context& context, const std::vector<ir::Field>& amounts) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& amount : amounts) {
    if (const auto text = context.text(amount.value)) node.set(amount.key, *text).at(amount.value.origin);
  }
  return node;
}

emit::Node podNode(const Context& context, std::string_view key, const ir::Value& value);

emit::Node podRecord(const Context& context, const std::vector<ir::Field>& record) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& field : record) {
    if (field.key == "termination_grace_period") {
      if (const auto period = duration(&field.value)) {
        node.set("terminationGracePeriodSeconds", period->inSeconds()).at(field.value.origin);
      } else {
        context.text(field.value);
      }
      continue;
    }
    emit::Node entry = podNode(context, field.key, field.value);
    // `empty_dir: {}` says something, an empty list of containers does not.
    const bool meaningful = !entry.empty() || field.key == "empty_dir";
    if (meaningful) node.set(support::toCamel(field.key), std::move(entry)).at(field.value.origin);
  }
  return node;
}

emit::Node podNode(const Context& context, std::string_view key, const ir::Value& value) {
  if (key == "env") return environment(context, fields(&value));
  if (key == "node_selector" || key == "match_labels" || key == "volume_attributes") return strings(context, value);
  if (key == "image_pull_secrets") {
    emit::Node list = emit::Node::sequence();
    for (const ir::Value& item : items(&value)) {
      if (const ir::Secret* secret = context.secret(item)) list.push({}).set("name", secret->secretName);
    }
    return list;
  }
  if (key == "secret") {
    emit::Node node;
    if (const ir::Secret* secret = context.secret(value)) {
      node.set("secretName", secret->secretName);
      if (secret->optional) node.set("optional", true);
    }
    return node;
  }
  if (key == "config_map") {
    emit::Node node;
    if (const auto name = context.nameOf(value)) node.set("name", *name);
    return node;
  }
  if (key == "size_limit") {
    const auto text = context.text(value);
    return text ? emit::Node(*text) : emit::Node();
  }
  if (const auto* record = value.as<ir::RecordValue>()) return podRecord(context, record->fields);
  if (const auto* list = value.as<ir::ListValue>()) {
    emit::Node node = emit::Node::sequence();
    for (const ir::Value& item : list->items) node.push(podNode(context, "", item));
    return node;
  }
  return context.data(value);
}

}  // namespace

emit::Node environment(const Context& context, const std::vector<ir::Field>& variables) {
  emit::Node list = emit::Node::sequence();
  for (const ir::Field& variable : variables) {
    emit::Node entry;
    entry.set("name", variable.key).at(variable.keyOrigin);
    const ir::Value& value = variable.value;
    emit::Node source;
    if (value.as<ir::SecretRef>() != nullptr) {
      if (const ir::Secret* secret = context.secret(value)) {
        source.set("secretKeyRef", keyReference(context, value.origin, "a secret", secret->secretName,
                                                value.as<ir::SecretRef>()->key, secret->optional));
      }
    } else if (const auto* call = value.as<ir::Call>()) {
      source = calledSource(context, *call);
    } else if (const ir::Resource* map = context.resource(value); map != nullptr && map->kind == "k8s.ConfigMap") {
      const bool optional = boolean(map->fields.find("optional")).value_or(false);
      source.set("configMapKeyRef", keyReference(context, value.origin, "a config map", map->resourceName,
                                                 value.as<ir::ResourceRef>()->attribute, optional));
    } else if (const auto text = context.text(value)) {
      entry.set("value", support::escapeKubernetesExpansion(*text)).at(value.origin);
    }
    if (!source.isNull()) entry.set("valueFrom", std::move(source)).at(value.origin);
    list.push(std::move(entry)).at(variable.keyOrigin);
  }
  return list;
}

emit::Node words(const Context& context, const ir::Value& list) {
  emit::Node node = emit::Node::sequence();
  for (const ir::Value& item : items(&list)) {
    if (const auto text = context.text(item)) node.push(support::escapeKubernetesExpansion(*text)).at(item.origin);
  }
  return node;
}

emit::Node resources(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  for (const char* part : {"requests", "limits"}) {
    const auto& amounts = fields(value.field(part));
    if (!amounts.empty()) node.set(part, quantities(context, amounts));
  }
  return node;
}

emit::Node strings(const Context& context, const ir::Value& map) {
  emit::Node node = emit::Node::mapping();
  for (const ir::Field& field : fields(&map)) {
    if (const auto text = context.text(field.value)) node.set(field.key, *text).at(field.value.origin);
  }
  return node;
}

emit::Node podPatch(const Context& context, const ir::Value& pod) { return podRecord(context, fields(&pod)); }

}  // namespace mlpc::backends::trainer
