#include "manifest.h"

#include "mlpc/diag/trainer.h"
#include "pod.h"

namespace mlpc::backends::trainer {

namespace {

constexpr const char* kApiVersion = "trainer.kubeflow.org/v1alpha1";
constexpr const char* kApiGroup = "trainer.kubeflow.org";

/// Sets `key` unless there is nothing to say.
void setIfAny(emit::Node& node, std::string_view key, emit::Node value) {
  if (!value.empty()) node.set(key, std::move(value));
}

void setNumber(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (value == nullptr) return;
  if (const auto number = integer(value)) {
    node.set(key, *number).at(value->origin);
  } else {
    context.diags.report(value->origin, diag::trainerRunTimeValue);
  }
}

void setText(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value) {
  if (value == nullptr) return;
  if (const auto text = context.nameOf(*value)) node.set(key, *text).at(value->origin);
}

void setLabels(emit::Node& metadata, const Context& context, const ir::Value* labels, const ir::Value* annotations) {
  if (labels != nullptr) setIfAny(metadata, "labels", strings(context, *labels));
  if (annotations != nullptr) setIfAny(metadata, "annotations", strings(context, *annotations));
}

emit::Node runtimeReference(const Context& context, const ir::Value& runtime) {
  emit::Node node;
  if (const ir::Resource* resource = context.resource(runtime)) {
    node.set("apiGroup", kApiGroup);
    node.set("kind", resource->kind == "trainer.TrainingRuntime" ? "TrainingRuntime" : "ClusterTrainingRuntime");
    node.set("name", resource->resourceName);
  } else if (const auto name = context.text(runtime)) {
    // Group and kind default to those of a ClusterTrainingRuntime.
    node.set("name", *name);
  }
  return node.at(runtime.origin);
}

emit::Node trainer(const Context& context, const ir::Value* value) {
  // Without `trainer` the Torch plugin sets no variables at all (pkg/runtime/framework/plugins/torch), so it is always
  // written.
  emit::Node node = emit::Node::mapping();
  if (value == nullptr) return node;
  setText(node, "image", context, value->field("image"));
  for (const char* part : {"command", "args"}) {
    if (const ir::Value* list = value->field(part)) node.set(part, words(context, *list)).at(list->origin);
  }
  setNumber(node, "numNodes", context, value->field("num_nodes"));
  setNumber(node, "numProcPerNode", context, value->field("num_proc_per_node"));
  if (const ir::Value* amounts = value->field("resources_per_node")) {
    setIfAny(node, "resourcesPerNode", resources(context, *amounts));
  }
  setIfAny(node, "env", environment(context, fields(value->field("env"))));
  return node.at(value->origin);
}

emit::Node source(const Context& context, const ir::Value& value) {
  emit::Node node = emit::Node::mapping();
  setText(node, "storageUri", context, value.field("storage_uri"));
  setIfAny(node, "env", environment(context, fields(value.field("env"))));
  if (const ir::Value* given = value.field("secret")) {
    if (const ir::Secret* secret = context.secret(*given)) node["secretRef"].set("name", secret->secretName);
  }
  return node.at(value.origin);
}

emit::Node jobPatch(const Context& context, const ir::Value& value) {
  emit::Node node;
  setText(node, "name", context, value.field("name"));
  emit::Node metadata;
  setLabels(metadata, context, value.field("labels"), value.field("annotations"));
  emit::Node podMetadata;
  setLabels(podMetadata, context, value.field("pod_labels"), value.field("pod_annotations"));
  emit::Node pod;
  setIfAny(pod, "metadata", std::move(podMetadata));
  if (const ir::Value* patch = value.field("pod")) setIfAny(pod, "spec", podPatch(context, *patch));
  emit::Node body;
  setIfAny(body, "metadata", std::move(metadata));
  if (!pod.empty()) body["spec"].set("template", std::move(pod));
  setIfAny(node, "template", std::move(body));
  return node.at(value.origin);
}

emit::Node patch(const Context& context, const ir::Value& value) {
  emit::Node node;
  setText(node, "manager", context, value.field("manager"));
  emit::Node body;
  emit::Node metadata;
  setLabels(metadata, context, value.field("labels"), value.field("annotations"));
  setIfAny(body, "metadata", std::move(metadata));
  emit::Node jobs = emit::Node::sequence();
  for (const ir::Value& job : items(value.field("jobs"))) jobs.push(jobPatch(context, job));
  if (!jobs.empty()) body["spec"].set("replicatedJobs", std::move(jobs));
  if (!body.empty()) node["trainingRuntimeSpec"].set("template", std::move(body));
  return node.at(value.origin);
}

}  // namespace

emit::Node manifest(const Context& context, const ir::TrainJob& job, const ir::RecordValue& settings) {
  emit::Node document;
  document.set("apiVersion", kApiVersion);
  document.set("kind", "TrainJob");
  emit::Node& metadata = document["metadata"];
  metadata.set("name", job.jobName).at(job.origin);
  setText(metadata, "namespace", context, settings.find("namespace"));
  setLabels(metadata, context, settings.find("labels"), settings.find("annotations"));

  emit::Node spec;
  if (const ir::Value* runtime = settings.find("runtime")) spec.set("runtimeRef", runtimeReference(context, *runtime));
  if (const ir::Value* initializer = settings.find("initializer")) {
    emit::Node node;
    for (const char* part : {"dataset", "model"}) {
      if (const ir::Value* given = initializer->field(part)) node.set(part, source(context, *given));
    }
    setIfAny(spec, "initializer", std::move(node));
  }
  spec.set("trainer", trainer(context, settings.find("trainer")));
  emit::Node patches = emit::Node::sequence();
  for (const ir::Value& given : items(settings.find("patches"))) patches.push(patch(context, given));
  setIfAny(spec, "runtimePatches", std::move(patches));
  if (const ir::Value* suspend = settings.find("suspend")) spec.set("suspend", context.data(*suspend));
  if (const ir::Value* timeout = settings.find("timeout")) {
    if (const auto limit = duration(timeout)) {
      spec.set("activeDeadlineSeconds", limit->inSeconds()).at(timeout->origin);
    } else {
      context.diags.report(timeout->origin, diag::trainerRunTimeValue);
    }
  }
  setText(spec, "managedBy", context, settings.find("managed_by"));
  document.set("spec", std::move(spec));
  return document;
}

emit::Node runtimeManifest(const Context& context, const ir::Resource& resource) {
  const bool cluster = resource.kind == "trainer.ClusterTrainingRuntime";
  emit::Node document;
  document.set("apiVersion", kApiVersion);
  document.set("kind", cluster ? "ClusterTrainingRuntime" : "TrainingRuntime");
  emit::Node& metadata = document["metadata"];
  metadata.set("name", resource.resourceName).at(resource.origin);
  if (!cluster) setText(metadata, "namespace", context, resource.fields.find("namespace"));
  setLabels(metadata, context, resource.fields.find("labels"), resource.fields.find("annotations"));
  if (const ir::Value* spec = resource.fields.find("spec")) document.set("spec", context.data(*spec));
  return document;
}

}  // namespace mlpc::backends::trainer
