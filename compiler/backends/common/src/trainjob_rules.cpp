#include <algorithm>
#include <array>

#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/trainer.h"

namespace mlpc::backends {

namespace {

/// Maps whose keys are somebody else's names.
bool isMapOfNames(std::string_view key) {
  constexpr std::array<std::string_view, 9> kMaps{
      "labels",       "annotations",       "pod_labels", "pod_annotations", "node_selector",
      "match_labels", "volume_attributes", "requests",   "limits"};
  return std::find(kMaps.begin(), kMaps.end(), key) != kMaps.end();
}

void checkSecret(const RuleContext& context, const ir::Value& value) {
  const auto* ref = value.as<ir::SecretRef>();
  if (ref == nullptr) {
    context.late(context.diags, value.origin, "secret");
    return;
  }
  const ir::Secret& found = context.program.secrets[ref->secret];
  if (found.kind == ir::SecretKind::Kubernetes) return;
  context.diags.report(value.origin, diag::trainerSecretKind, found.name).note(found.origin, diag::trainerSecretHere);
}

/// A variable of a container: text, a key of a secret or config map, a field of the pod.
void checkVariable(const RuleContext& context, const ir::Value& value) {
  const ir::Resource* resource = context.resource(&value);
  if (value.as<ir::SecretRef>() != nullptr) {
    checkSecret(context, value);
  } else if (const auto* call = value.as<ir::Call>()) {
    for (const ir::Field& argument : call->arguments) context.demandData(argument.value);
  } else if (resource == nullptr) {
    context.demandData(value);
  } else if (resource->kind != Kind::K8sConfigMap) {
    context.late(context.diags, value.origin, "env");
  }
}

void checkSetting(const RuleContext& context, std::string_view key, const ir::Value& value) {
  if (given(&value) == nullptr) return;
  if (key == "env") {
    for (const ir::Field& variable : ir::fields(&value)) checkVariable(context, variable.value);
  } else if (key == "secret") {
    checkSecret(context, value);
  } else if (key == "image_pull_secrets") {
    for (const ir::Value& item : ir::items(&value)) checkSecret(context, item);
  } else if (key == "timeout" || key == "termination_grace_period") {
    context.demandDuration(value, key);
  } else if (isMapOfNames(key)) {
    for (const ir::Field& entry : ir::fields(&value)) context.demandData(entry.value);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    for (const ir::Field& field : record->fields) checkSetting(context, field.key, field.value);
  } else if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkSetting(context, {}, item);
  } else {
    context.demandData(value);
  }
}

}  // namespace

void checkTrainJobValues(const RuleContext& context, const ir::RecordValue& settings) {
  // The name is settled when the program is lowered.
  for (const ir::Field& field : settings.fields) {
    if (field.key != "name") checkSetting(context, field.key, field.value);
  }
}

}  // namespace mlpc::backends
