#include "mlpc/backends/common/trainjob.h"

#include "map/pod.h"
#include "mlpc/backends/common/fields.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends {

namespace {

using vocabulary::trainer::Initializer;
using vocabulary::trainer::JobPatch;
using vocabulary::trainer::Patch;
using vocabulary::trainer::Source;
using vocabulary::trainer::Trainer;
using vocabulary::trainer::TrainJob;

/// `{ labels, annotations }`, from the fields that have them.
emit::Node metadata(const Context& context, const ir::Value& value, vocabulary::FieldName labels,
                    vocabulary::FieldName annotations) {
  emit::Node node;
  setIfAny(node, "labels", strings(context, value.field(labels)));
  setIfAny(node, "annotations", strings(context, value.field(annotations)));
  return node;
}

emit::Node runtimeReference(const Context& context, const ir::Value& runtime) {
  emit::Node node = emit::Node::mapping();
  if (const ir::Resource* resource = context.resource(&runtime)) {
    node.set("apiGroup", kTrainerApiGroup);
    node.set("kind", resource->kind == Kind::TrainerTrainingRuntime ? "TrainingRuntime" : "ClusterTrainingRuntime");
    node.set("name", resource->resourceName);
  } else {
    // Group and kind default to those of a ClusterTrainingRuntime.
    copyText(node, "name", context, &runtime);
  }
  return std::move(node.at(runtime.origin));
}

emit::Node trainer(const Context& context, const ir::Value* value) {
  // Without `trainer`, the Torch plugin sets no variables at all (pkg/runtime/framework/plugins/torch), so it is always
  // written.
  emit::Node node = emit::Node::mapping();
  if (value == nullptr) return node;
  copyText(node, "image", context, value->field(Trainer::Image));
  for (const Trainer part : {Trainer::Command, Trainer::Args}) {
    if (const ir::Value* list = given(value->field(part))) node.set(name(part), words(context, *list));
  }
  copy(node, "numNodes", context, value->field(Trainer::NumNodes));
  copy(node, "numProcPerNode", context, value->field(Trainer::NumProcPerNode));
  if (const ir::Value* amounts = given(value->field(Trainer::ResourcesPerNode))) {
    setIfAny(node, "resourcesPerNode", resources(context, *amounts));
  }
  setIfAny(node, "env", environment(context, value->field(Trainer::Env)));
  return std::move(node.at(value->origin));
}

emit::Node source(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "storageUri", context, value.field(Source::StorageUri));
  setIfAny(node, "env", environment(context, value.field(Source::Env)));
  if (const ir::Value* reference = given(value.field(Source::Secret))) {
    const ir::Secret* secret = kubernetesSecret(context, *reference);
    if (secret != nullptr) node["secretRef"].at(reference->origin).set("name", secret->secretName);
  }
  return std::move(node.at(value.origin));
}

emit::Node jobPatch(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "name", context, value.field(JobPatch::Name));
  emit::Node pod;
  setIfAny(pod, "metadata", metadata(context, value, JobPatch::PodLabels, JobPatch::PodAnnotations));
  if (const ir::Value* patch = given(value.field(JobPatch::Pod))) setIfAny(pod, "spec", podPatch(context, *patch));
  emit::Node body;
  setIfAny(body, "metadata", metadata(context, value, JobPatch::Labels, JobPatch::Annotations));
  if (!pod.empty()) body["spec"].set("template", std::move(pod));
  setIfAny(node, "template", std::move(body));
  return std::move(node.at(value.origin));
}

emit::Node patch(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "manager", context, value.field(Patch::Manager));
  emit::Node body;
  setIfAny(body, "metadata", metadata(context, value, Patch::Labels, Patch::Annotations));
  emit::Node jobs = emit::Node::sequence();
  for (const ir::Value& job : ir::items(value.field(Patch::Jobs))) jobs.push(jobPatch(context, job));
  if (!jobs.empty()) body["spec"].set("replicatedJobs", std::move(jobs));
  if (!body.empty()) node["trainingRuntimeSpec"].set("template", std::move(body));
  return std::move(node.at(value.origin));
}

}  // namespace

emit::Node trainJob(const Context& context, const ir::RecordValue& settings, emit::Node name) {
  emit::Node document = kubernetesObject(context, kTrainerApiVersion, "TrainJob", std::move(name), settings);
  emit::Node spec = emit::Node::mapping();
  if (const ir::Value* runtime = given(settings.find(TrainJob::Runtime))) {
    spec.set("runtimeRef", runtimeReference(context, *runtime));
  }
  if (const ir::Value* initializer = given(settings.find(TrainJob::Initializer))) {
    emit::Node node;
    for (const Initializer part : {Initializer::Dataset, Initializer::Model}) {
      if (const ir::Value* from = given(initializer->field(part)))
        node.set(vocabulary::name(part), source(context, *from));
    }
    setIfAny(spec, "initializer", std::move(node));
  }
  spec.set("trainer", trainer(context, given(settings.find(TrainJob::Trainer))));
  emit::Node patches = emit::Node::sequence();
  for (const ir::Value& each : ir::items(given(settings.find(TrainJob::Patches)))) patches.push(patch(context, each));
  setIfAny(spec, "runtimePatches", std::move(patches));
  copy(spec, "suspend", context, given(settings.find(TrainJob::Suspend)));
  if (const ir::Value* timeout = given(settings.find(TrainJob::Timeout))) {
    setIfAny(spec, "activeDeadlineSeconds", context.seconds(*timeout));
  }
  copyText(spec, "managedBy", context, given(settings.find(TrainJob::ManagedBy)));
  document.set("spec", std::move(spec));
  return document;
}

const ir::Secret* kubernetesSecret(const Context& context, const ir::Value& value) {
  const auto* ref = value.as<ir::SecretRef>();
  if (ref == nullptr) return nullptr;
  const ir::Secret& found = context.program.secrets[ref->secret];
  return found.kind == ir::SecretKind::Kubernetes ? &found : nullptr;
}

}  // namespace mlpc::backends
