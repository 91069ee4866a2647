#include <algorithm>
#include <array>
#include <utility>

#include "legalize/rules.h"
#include "mlpc/diag/trainer.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends::trainer {

namespace {

using vocabulary::trainer::TrainingRuntime;

constexpr const char* kAncestorLabel = "trainer.kubeflow.org/trainjob-ancestor-step";
constexpr const char* kUnchecked = "trainer.kubeflow.org/webhook-validation";

std::string textAt(const ir::Value* value) {
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::string() : *text;
}

void checkPolicy(const RuleContext& context, const ir::Value& policy) {
  static const std::array<std::string_view, 5> kOne{"torch", "mpi", "jax", "xgboost", "flux"};
  size_t count = 0;
  for (const ir::Field& field : fields(&policy)) {
    if (std::find(kOne.begin(), kOne.end(), field.key) != kOne.end()) {
      ++count;
    } else if (field.key != "numNodes") {
      context.diags.report(field.value.origin, diag::trainerRuntimePolicy, field.key, diag::OneOf(kOne));
    }
  }
  if (count > 1) context.diags.report(policy.origin, diag::trainerTwoFrameworks, diag::OneOf(kOne));
  if (const ir::Value* gone = at(&policy, {"torch", "numProcPerNode"})) {
    context.diags.report(gone->origin, diag::trainerRemovedSetting, "torch.numProcPerNode")
        .note({}, diag::trainerSetProcesses);
  }
  if (const ir::Value* gone = at(&policy, {"torch", "elasticPolicy"})) {
    context.diags.report(gone->origin, diag::trainerRemovedSetting, "torch.elasticPolicy");
  }
}

/// pkg/webhooks/trainingruntime_webhook.go
void checkAncestor(const RuleContext& context, const ir::Value& job) {
  static const std::array<std::pair<std::string_view, std::string_view>, 3> kContainers{
      {{"trainer", "node"},
       {"dataset-initializer", "dataset-initializer"},
       {"model-initializer", "model-initializer"}}};
  const std::string step = textAt(at(&job, {"template", "metadata", "labels", kAncestorLabel}));
  const auto expected =
      std::find_if(kContainers.begin(), kContainers.end(), [&](const auto& entry) { return entry.first == step; });
  if (expected == kContainers.end()) return;
  if (integer(ir::entry(&job, "replicas")).value_or(1) != 1) {
    context.diags.report(ir::entry(&job, "replicas")->origin, diag::trainerStepReplicas, step);
  }
  const ir::Value* containers = at(&job, {"template", "spec", "template", "spec", "containers"});
  const auto& all = items(containers);
  const bool found = std::any_of(all.begin(), all.end(), [&](const ir::Value& container) {
    return textAt(ir::entry(&container, "name")) == expected->second;
  });
  if (!found) {
    context.diags.report(containers == nullptr ? job.origin : containers->origin, diag::trainerStepContainer, step,
                         expected->second);
  }
}

}  // namespace

void checkRuntime(const RuleContext& context, const ir::Resource& resource) {
  checkLabels(context, resource.fields.find(TrainingRuntime::Labels), true);
  checkLabels(context, resource.fields.find(TrainingRuntime::Annotations), false);
  if (!support::isDnsSubdomain(resource.resourceName)) {
    const ir::Value* written = resource.fields.find(TrainingRuntime::Name);
    context.diags.report(written == nullptr ? resource.origin : written->origin, diag::trainerObjectName,
                         resource.resourceName, diag::Phrase("a runtime"),
                         diag::Phrase("at most 253 lower-case letters, digits, dashes and dots"));
  }
  const ir::Value* spec = resource.fields.find(TrainingRuntime::Spec);
  if (spec == nullptr || fields(spec).empty()) {
    context.diags.report(resource.origin, diag::trainerRuntimeSpec, resource.resourceName);
    return;
  }
  static const std::array<std::string_view, 3> kParts{"mlPolicy", "podGroupPolicy", "template"};
  for (const ir::Field& field : fields(spec)) {
    if (std::find(kParts.begin(), kParts.end(), field.key) == kParts.end()) {
      context.diags.report(field.keyOrigin, diag::trainerRuntimeField, field.key, diag::OneOf(kParts, " and "));
    }
  }
  if (const ir::Value* policy = ir::entry(spec, "mlPolicy")) checkPolicy(context, *policy);
  const ir::Value* jobs = at(spec, {"template", "spec", "replicatedJobs"});
  if (items(jobs).empty()) {
    context.diags.report(spec->origin, diag::trainerRuntimeJobs);
    return;
  }
  const ir::Value* labels = resource.fields.find(TrainingRuntime::Labels);
  if (labels != nullptr && textAt(ir::entry(labels, kUnchecked)) == "disabled") return;
  for (const ir::Value& job : items(jobs)) checkAncestor(context, job);
}

}  // namespace mlpc::backends::trainer
