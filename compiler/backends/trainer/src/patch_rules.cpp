#include <algorithm>
#include <array>

#include "mlpc/diag/trainer.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"
#include "rules.h"

namespace mlpc::backends::trainer {

namespace {

using vocabulary::prelude::Toleration;
using vocabulary::prelude::TolerationEffect;
using vocabulary::prelude::TolerationOperator;

const std::string* name(const ir::Value& value, std::string_view field = "name") {
  const ir::Value* found = value.field(field);
  return found == nullptr ? nullptr : found->text();
}

/// Lists that Kubernetes keys by a field may contain each key once.
void checkRepeated(const RuleContext& context, const ir::Value* list, std::string_view field, std::string_view what) {
  const auto& all = items(list);
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string* text = name(all[i], field);
    if (text == nullptr) continue;
    for (size_t j = 0; j < i; ++j) {
      const std::string* earlier = name(all[j], field);
      if (earlier == nullptr || *earlier != *text) continue;
      context.diags.report(all[i].field(field)->origin, diag::trainerRepeatedEntry, diag::Phrase(what), *text)
          .note(all[j].field(field)->origin, diag::trainerOtherHere);
      break;
    }
  }
}

void checkVolumes(const RuleContext& context, const ir::Value* volumes) {
  checkRepeated(context, volumes, "name", "volume");
  static const std::array<std::string_view, 7> kSources{
      "persistent_volume_claim", "empty_dir", "secret", "config_map", "host_path", "nfs", "csi"};
  for (const ir::Value& volume : items(volumes)) {
    const std::string* text = name(volume);
    if (text == nullptr) continue;
    if (!support::isDnsLabel(*text)) {
      context.diags.report(volume.field("name")->origin, diag::trainerObjectName, *text, diag::Phrase("a volume"),
                           diag::Phrase("at most 63 lower-case letters, digits and dashes"));
    }
    const auto count = static_cast<size_t>(std::count_if(
        kSources.begin(), kSources.end(), [&](std::string_view s) { return volume.field(s) != nullptr; }));
    if (count != 1) context.diags.report(volume.origin, diag::trainerVolumeSource, *text, count);
  }
}

/// apis/core/validation ValidateTolerations.
void checkTolerations(const RuleContext& context, const ir::Value* tolerations) {
  for (const ir::Value& toleration : items(tolerations)) {
    const auto text = [&](std::string_view field) {
      const std::string* found = name(toleration, field);
      return found == nullptr ? std::string() : *found;
    };
    const std::string key = text("key");
    const bool exists =
        ir::choice<TolerationOperator>(toleration.field(Toleration::Operator)) == TolerationOperator::Exists;
    if (!key.empty() && !support::isQualifiedName(key)) {
      context.diags.report(toleration.field("key")->origin, diag::trainerLabelKey, key);
    }
    if (key.empty() && !exists) context.diags.report(toleration.origin, diag::trainerTolerationKey);
    if (exists && !text("value").empty()) context.diags.report(toleration.origin, diag::trainerTolerationValue);
    if (!exists && !support::isLabelValue(text("value"))) {
      context.diags.report(toleration.field("value")->origin, diag::trainerLabelValue, text("value"));
    }
    const auto effect = ir::choice<TolerationEffect>(toleration.field(Toleration::Effect));
    if (toleration.field(Toleration::TolerationSeconds) != nullptr && effect != TolerationEffect::NoExecute) {
      context.diags.report(toleration.origin, diag::trainerTolerationSeconds);
    }
  }
}

void checkContainers(const RuleContext& context, const ir::Value* containers, const RuntimeJob* job, bool initial) {
  checkRepeated(context, containers, "name", "container");
  for (const ir::Value& container : items(containers)) {
    const std::string* text = name(container);
    if (text == nullptr) continue;
    const source::Span span = container.field("name")->origin;
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
    const ir::Value* env = container.field("env");
    const bool trainer = *text == "node";
    if (!fields(env).empty() && (trainer || *text == "dataset-initializer" || *text == "model-initializer")) {
      context.diags.report(env->origin, diag::trainerPatchEnvironment, *text, trainer ? "trainer" : "initializer");
    } else {
      checkEnvironment(context, env, nullptr);
    }
    checkRepeated(context, container.field("volume_mounts"), "mount_path", "path");
    for (const ir::Value& mount : items(container.field("volume_mounts"))) {
      const std::string* path = name(mount, "mount_path");
      if (path != nullptr && (path->empty() || path->find(':') != std::string::npos)) {
        context.diags.report(mount.field("mount_path")->origin, diag::trainerMountPath, *path);
      }
    }
  }
}

}  // namespace

void checkPod(const RuleContext& context, const ir::Value& pod, const RuntimeJob* job) {
  checkVolumes(context, pod.field("volumes"));
  checkContainers(context, pod.field("init_containers"), job, true);
  checkContainers(context, pod.field("containers"), job, false);
  checkLabels(context, pod.field("node_selector"), true);
  checkTolerations(context, pod.field("tolerations"));
  checkRepeated(context, pod.field("scheduling_gates"), "name", "gate");
}

void checkPatches(const RuleContext& context, const ir::Value& patches, const std::optional<Runtime>& runtime) {
  checkRepeated(context, &patches, "manager", "manager");
  for (const ir::Value& patch : items(&patches)) {
    if (const std::string* manager = name(patch, "manager");
        manager != nullptr && !support::isDomainPrefixedPath(*manager)) {
      context.diags.report(patch.field("manager")->origin, diag::trainerPatchManager, *manager);
    }
    checkLabels(context, patch.field("labels"), true);
    checkLabels(context, patch.field("annotations"), false);
    checkRepeated(context, patch.field("jobs"), "name", "job");
    for (const ir::Value& job : items(patch.field("jobs"))) {
      const std::string* text = name(job);
      const RuntimeJob* known = runtime && text != nullptr ? runtime->job(*text) : nullptr;
      if (known == nullptr && text != nullptr && runtime && !runtime->jobs.empty()) {
        std::vector<std::string> names;
        for (const RuntimeJob& each : runtime->jobs) names.push_back(each.name);
        const source::Span span = job.field("name")->origin;
        auto report = context.diags.report(span, diag::trainerUnknownJob, runtime->name, *text, diag::OneOf(names));
        if (runtime->declared.valid()) report.note(runtime->declared, diag::trainerRuntimeHere);
        if (const auto near = support::closest(*text, names)) {
          report.fix("write `" + *near + "`", false, {{span, support::quoteJson(*near)}});
        }
      }
      for (const char* labels : {"labels", "pod_labels"}) checkLabels(context, job.field(labels), true);
      for (const char* notes : {"annotations", "pod_annotations"}) checkLabels(context, job.field(notes), false);
      if (const ir::Value* pod = job.field("pod")) checkPod(context, *pod, known);
    }
  }
}

}  // namespace mlpc::backends::trainer
