#include <initializer_list>
#include <unordered_map>

#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends {

namespace {

using vocabulary::prelude::Match;
using vocabulary::prelude::Resources;
using vocabulary::trainer::Capabilities;
using vocabulary::trainer::ContainerPatch;
using vocabulary::trainer::CsiVolume;
using vocabulary::trainer::JobPatch;
using vocabulary::trainer::LabelSelector;
using vocabulary::trainer::PodPatch;
using vocabulary::trainer::PodSecurity;
using vocabulary::trainer::PodTerm;
using vocabulary::trainer::Source;
using vocabulary::trainer::Trainer;
using vocabulary::trainer::TrainJob;

/// What the mapping has for the setting `key` if it is not written out. The keys of any other record have to be spelled
/// for Kubernetes one by one.
Whole wholeOf(std::string_view key) {
  static const std::unordered_map<std::string_view, Whole> kForms = [] {
    std::unordered_map<std::string_view, Whole> forms;
    for (const vocabulary::FieldName map : std::initializer_list<vocabulary::FieldName>{
             JobPatch::Labels, JobPatch::Annotations, JobPatch::PodLabels, JobPatch::PodAnnotations,
             PodPatch::NodeSelector, LabelSelector::MatchLabels, CsiVolume::VolumeAttributes, Resources::Requests,
             Resources::Limits})
      forms.emplace(map.text(), Whole::Map);
    for (const vocabulary::FieldName list : std::initializer_list<vocabulary::FieldName>{
             Trainer::Command, Trainer::Args, PodSecurity::SupplementalGroups, Capabilities::Add, Capabilities::Drop,
             PodTerm::Namespaces, Match::Values})
      forms.emplace(list.text(), Whole::List);
    return forms;
  }();
  const auto found = kForms.find(key);
  return found == kForms.end() ? Whole::One : found->second;
}

/// Reports a map or list of records that is not written out.
bool demandWritten(const RuleContext& context, std::string_view key, const ir::Value& value) {
  if (value.as<ir::RecordValue>() != nullptr || value.as<ir::ListValue>() != nullptr) return true;
  context.late(context.diags, value.origin, key);
  return false;
}

void checkSecret(const RuleContext& context, const ir::Value& value) {
  const auto* ref = value.as<ir::SecretRef>();
  if (ref == nullptr) {
    context.late(context.diags, value.origin, name(Source::Secret));
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
    context.late(context.diags, value.origin, name(ContainerPatch::Env));
  }
}

void checkSetting(const RuleContext& context, std::string_view key, const ir::Value& value) {
  if (given(&value) == nullptr) return;
  if (is(key, ContainerPatch::Env)) {
    if (!demandWritten(context, key, value)) return;
    for (const ir::Field& variable : ir::fields(&value)) checkVariable(context, variable.value);
  } else if (is(key, Source::Secret)) {
    checkSecret(context, value);
  } else if (is(key, PodPatch::ImagePullSecrets)) {
    if (!demandWritten(context, key, value)) return;
    for (const ir::Value& item : ir::items(&value)) checkSecret(context, item);
  } else if (is(key, TrainJob::Timeout)) {
    checkSeconds(context, TrainJob::Timeout, value);
  } else if (is(key, PodPatch::TerminationGracePeriod)) {
    checkSeconds(context, PodPatch::TerminationGracePeriod, value);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    const bool names = wholeOf(key) == Whole::Map;
    for (const ir::Field& field : record->fields)
      names ? context.demandData(field.value, key) : checkSetting(context, field.key, field.value);
  } else if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkSetting(context, {}, item);
  } else {
    context.demandData(value, key, wholeOf(key));
  }
}

}  // namespace

void checkSeconds(const RuleContext& context, vocabulary::FieldName setting, const ir::Value& value) {
  const auto time = ir::duration(&value);
  if (!time) return context.late(context.diags, value.origin, setting.text());
  // No time to terminate is allowed, no time to run is not.
  const int64_t least = setting.text() == name(TrainJob::Timeout) ? 1 : 0;
  if (!time->wholeSeconds() || time->inSeconds() < least)
    context.diags.report(value.origin, diag::trainerWholeSeconds, time->text(), setting.text(), least);
}

void checkTrainJobValues(const RuleContext& context, const ir::RecordValue& settings) {
  // The name is settled when the program is lowered.
  for (const ir::Field& field : settings.fields) {
    if (!is(field.key, TrainJob::Name)) checkSetting(context, field.key, field.value);
  }
}

}  // namespace mlpc::backends
