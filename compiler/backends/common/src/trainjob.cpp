#include "mlpc/backends/common/trainjob.h"

#include "mlpc/backends/common/fields.h"
#include "pod.h"

namespace mlpc::backends {

namespace {

/// `{ labels, annotations }`, from the fields with these names after `prefix`.
emit::Node metadata(const Context& context, const ir::Value& value, const std::string& prefix = {}) {
  emit::Node node;
  setIfAny(node, "labels", strings(context, value.field(prefix + "labels")));
  setIfAny(node, "annotations", strings(context, value.field(prefix + "annotations")));
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
  copyText(node, "image", context, value->field("image"));
  for (const char* part : {"command", "args"}) {
    if (const ir::Value* list = given(value->field(part))) node.set(part, words(context, *list));
  }
  copy(node, "numNodes", context, value->field("num_nodes"));
  copy(node, "numProcPerNode", context, value->field("num_proc_per_node"));
  if (const ir::Value* amounts = given(value->field("resources_per_node"))) {
    setIfAny(node, "resourcesPerNode", resources(context, *amounts));
  }
  setIfAny(node, "env", environment(context, value->field("env")));
  return std::move(node.at(value->origin));
}

emit::Node source(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "storageUri", context, value.field("storage_uri"));
  setIfAny(node, "env", environment(context, value.field("env")));
  if (const ir::Value* reference = given(value.field("secret"))) {
    const ir::Secret* secret = kubernetesSecret(context, *reference);
    if (secret != nullptr) node["secretRef"].at(reference->origin).set("name", secret->secretName);
  }
  return std::move(node.at(value.origin));
}

emit::Node jobPatch(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "name", context, value.field("name"));
  emit::Node pod;
  setIfAny(pod, "metadata", metadata(context, value, "pod_"));
  if (const ir::Value* patch = given(value.field("pod"))) setIfAny(pod, "spec", podPatch(context, *patch));
  emit::Node body;
  setIfAny(body, "metadata", metadata(context, value));
  if (!pod.empty()) body["spec"].set("template", std::move(pod));
  setIfAny(node, "template", std::move(body));
  return std::move(node.at(value.origin));
}

emit::Node patch(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  copyText(node, "manager", context, value.field("manager"));
  emit::Node body;
  setIfAny(body, "metadata", metadata(context, value));
  emit::Node jobs = emit::Node::sequence();
  for (const ir::Value& job : ir::items(value.field("jobs"))) jobs.push(jobPatch(context, job));
  if (!jobs.empty()) body["spec"].set("replicatedJobs", std::move(jobs));
  if (!body.empty()) node["trainingRuntimeSpec"].set("template", std::move(body));
  return std::move(node.at(value.origin));
}

}  // namespace

emit::Node trainJob(const Context& context, const ir::RecordValue& settings, emit::Node name) {
  emit::Node document = kubernetesObject(context, kTrainerApiVersion, "TrainJob", std::move(name), settings);
  emit::Node spec = emit::Node::mapping();
  if (const ir::Value* runtime = given(settings.find("runtime"))) {
    spec.set("runtimeRef", runtimeReference(context, *runtime));
  }
  if (const ir::Value* initializer = given(settings.find("initializer"))) {
    emit::Node node;
    for (const char* part : {"dataset", "model"}) {
      if (const ir::Value* from = given(initializer->field(part))) node.set(part, source(context, *from));
    }
    setIfAny(spec, "initializer", std::move(node));
  }
  spec.set("trainer", trainer(context, given(settings.find("trainer"))));
  emit::Node patches = emit::Node::sequence();
  for (const ir::Value& each : ir::items(given(settings.find("patches")))) patches.push(patch(context, each));
  setIfAny(spec, "runtimePatches", std::move(patches));
  copy(spec, "suspend", context, given(settings.find("suspend")));
  if (const ir::Value* timeout = given(settings.find("timeout"))) {
    setIfAny(spec, "activeDeadlineSeconds", context.seconds(*timeout));
  }
  copyText(spec, "managedBy", context, given(settings.find("managed_by")));
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
