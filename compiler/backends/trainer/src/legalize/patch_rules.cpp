#include <algorithm>
#include <array>
#include <unordered_map>

#include "legalize/rules.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends::trainer {

namespace {

using vocabulary::prelude::Toleration;
using vocabulary::prelude::TolerationEffect;
using vocabulary::prelude::TolerationOperator;
using vocabulary::trainer::ContainerPatch;
using vocabulary::trainer::JobPatch;
using vocabulary::trainer::Patch;
using vocabulary::trainer::PodPatch;
using vocabulary::trainer::SchedulingGate;
using vocabulary::trainer::Volume;
using vocabulary::trainer::VolumeMount;

const std::string* name(const ir::Value& value, vocabulary::FieldName field) {
  const ir::Value* found = value.field(field);
  return found == nullptr ? nullptr : found->text();
}

/// Lists that Kubernetes keys by a field may contain each key once.
void checkRepeated(const RuleContext& context, const ir::Value* list, vocabulary::FieldName field,
                   std::string_view what) {
  std::unordered_map<std::string_view, source::Span> seen;
  for (const ir::Value& item : items(list)) {
    const std::string* text = name(item, field);
    if (text == nullptr) continue;
    const source::Span at = item.field(field)->origin;
    const auto [earlier, isNew] = seen.try_emplace(*text, at);
    if (isNew) continue;
    context.diags.report(at, diag::trainerRepeatedEntry, diag::Phrase(what), *text)
        .note(earlier->second, diag::trainerOtherHere);
  }
}

void checkVolumes(const RuleContext& context, const ir::Value* volumes) {
  checkRepeated(context, volumes, Volume::Name, "volume");
  static constexpr std::array kSources{Volume::PersistentVolumeClaim,
                                       Volume::EmptyDir,
                                       Volume::Secret,
                                       Volume::ConfigMap,
                                       Volume::HostPath,
                                       Volume::Nfs,
                                       Volume::Csi};
  for (const ir::Value& volume : items(volumes)) {
    const std::string* text = name(volume, Volume::Name);
    if (text == nullptr) continue;
    if (!support::isDnsLabel(*text)) {
      context.diags.report(volume.field(Volume::Name)->origin, diag::trainerObjectName, *text, diag::Phrase("a volume"),
                           diag::Phrase("at most 63 lower-case letters, digits and dashes"));
    }
    const auto count = static_cast<size_t>(std::count_if(
        kSources.begin(), kSources.end(), [&](Volume source) { return volume.field(source) != nullptr; }));
    if (count != 1) context.diags.report(volume.origin, diag::trainerVolumeSource, *text, count);
  }
}

/// apis/core/validation ValidateTolerations.
void checkTolerations(const RuleContext& context, const ir::Value* tolerations) {
  for (const ir::Value& toleration : items(tolerations)) {
    const auto text = [&](vocabulary::FieldName field) {
      const std::string* found = name(toleration, field);
      return found == nullptr ? std::string() : *found;
    };
    const std::string key = text(Toleration::Key);
    const bool exists =
        ir::choice<TolerationOperator>(toleration.field(Toleration::Operator)) == TolerationOperator::Exists;
    if (!key.empty() && !support::isQualifiedName(key)) {
      context.diags.report(toleration.field(Toleration::Key)->origin, diag::trainerLabelKey, key);
    }
    if (key.empty() && !exists) context.diags.report(toleration.origin, diag::trainerTolerationKey);
    if (exists && !text(Toleration::Value).empty())
      context.diags.report(toleration.origin, diag::trainerTolerationValue);
    if (!exists && !support::isLabelValue(text(Toleration::Value))) {
      context.diags.report(toleration.field(Toleration::Value)->origin, diag::trainerLabelValue,
                           text(Toleration::Value));
    }
    const auto effect = ir::choice<TolerationEffect>(toleration.field(Toleration::Effect));
    if (toleration.field(Toleration::TolerationSeconds) != nullptr && effect != TolerationEffect::NoExecute) {
      context.diags.report(toleration.origin, diag::trainerTolerationSeconds);
    }
  }
}

void checkContainers(const RuleContext& context, const ir::Value* containers, const RuntimeJob* job, bool initial) {
  checkRepeated(context, containers, ContainerPatch::Name, "container");
  for (const ir::Value& container : items(containers)) {
    const std::string* text = name(container, ContainerPatch::Name);
    if (text == nullptr) continue;
    const source::Span span = container.field(ContainerPatch::Name)->origin;
    if (job != nullptr && !job->containers.empty()) {
      const auto& known = initial ? job->initContainers : job->containers;
      if (std::find(known.begin(), known.end(), *text) == known.end()) {
        auto report = context.diags.report(
            span, diag::trainerUnknownContainer, job->name, *text,
            known.empty() ? diag::OneOf(std::vector<std::string>{"no init container"}) : diag::OneOf(known));
        const auto near = support::closest(*text, known);
        if (near) report.fix("write `" + *near + "`", false, {{span, support::quoteJson(*near)}});
      }
    }
    const ir::Value* env = container.field(ContainerPatch::Env);
    const bool trainer = *text == "node";
    if (!fields(env).empty() && (trainer || *text == "dataset-initializer" || *text == "model-initializer")) {
      context.diags.report(env->origin, diag::trainerPatchEnvironment, *text, trainer ? "trainer" : "initializer");
    } else {
      checkEnvironment(context, env, nullptr);
    }
    checkRepeated(context, container.field(ContainerPatch::VolumeMounts), VolumeMount::MountPath, "path");
    for (const ir::Value& mount : items(container.field(ContainerPatch::VolumeMounts))) {
      const std::string* path = name(mount, VolumeMount::MountPath);
      if (path != nullptr && (path->empty() || path->find(':') != std::string::npos)) {
        context.diags.report(mount.field(VolumeMount::MountPath)->origin, diag::trainerMountPath, *path);
      }
    }
  }
}

}  // namespace

void checkPod(const RuleContext& context, const ir::Value& pod, const RuntimeJob* job) {
  checkVolumes(context, pod.field(PodPatch::Volumes));
  checkContainers(context, pod.field(PodPatch::InitContainers), job, true);
  checkContainers(context, pod.field(PodPatch::Containers), job, false);
  checkLabels(context, pod.field(PodPatch::NodeSelector), true);
  checkTolerations(context, pod.field(PodPatch::Tolerations));
  checkRepeated(context, pod.field(PodPatch::SchedulingGates), SchedulingGate::Name, "gate");
}

void checkPatches(const RuleContext& context, const ir::Value& patches, const std::optional<Runtime>& runtime) {
  checkRepeated(context, &patches, Patch::Manager, "manager");
  for (const ir::Value& patch : items(&patches)) {
    if (const std::string* manager = name(patch, Patch::Manager);
        manager != nullptr && !support::isDomainPrefixedPath(*manager)) {
      context.diags.report(patch.field(Patch::Manager)->origin, diag::trainerPatchManager, *manager);
    }
    checkLabels(context, patch.field(Patch::Labels), true);
    checkLabels(context, patch.field(Patch::Annotations), false);
    checkRepeated(context, patch.field(Patch::Jobs), JobPatch::Name, "job");
    for (const ir::Value& job : items(patch.field(Patch::Jobs))) {
      const std::string* text = name(job, JobPatch::Name);
      const RuntimeJob* known = runtime && text != nullptr ? runtime->job(*text) : nullptr;
      if (known == nullptr && text != nullptr && runtime && !runtime->jobs.empty()) {
        std::vector<std::string> names;
        for (const RuntimeJob& each : runtime->jobs) names.push_back(each.name);
        const source::Span span = job.field(JobPatch::Name)->origin;
        auto report = context.diags.report(span, diag::trainerUnknownJob, runtime->name, *text, diag::OneOf(names));
        if (runtime->declared.valid()) report.note(runtime->declared, diag::trainerRuntimeHere);
        if (const auto near = support::closest(*text, names)) {
          report.fix("write `" + *near + "`", false, {{span, support::quoteJson(*near)}});
        }
      }
      for (const JobPatch labels : {JobPatch::Labels, JobPatch::PodLabels})
        checkLabels(context, job.field(labels), true);
      for (const JobPatch notes : {JobPatch::Annotations, JobPatch::PodAnnotations})
        checkLabels(context, job.field(notes), false);
      if (const ir::Value* pod = job.field(JobPatch::Pod)) checkPod(context, *pod, known);
    }
  }
}

}  // namespace mlpc::backends::trainer
