#include "map/documents.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::CommandJob;
using vocabulary::azureml::JobInput;
using vocabulary::azureml::JobOutput;
using vocabulary::azureml::JobResources;
using vocabulary::azureml::PipelineJob;

/// What a job reads or writes.
emit::Node port(const Context& context, const ir::Value& value) {
  if (value.as<ir::RecordValue>() == nullptr) return context.data(value);
  emit::Node node;
  copy(node, "type", context, value.field(JobInput::Type));
  if (const ir::Value* path = value.field(JobInput::Path)) node.set("path", assetReference(context, *path));
  copy(node, "mode", context, value.field(JobInput::Mode));
  copy(node, "name", context, value.field(JobOutput::Name));  // an output that is registered
  return node.at(value.origin);
}

void copyPorts(emit::Node& node, const Context& context, std::string_view key, const ir::Value* ports) {
  emit::Node all = emit::Node::mapping();
  for (const ir::Field& given : fields(ports)) all.set(given.key, port(context, given.value), given.keyOrigin);
  setIfAny(node, key, std::move(all));
}

/// What a command has, on its own or in a pipeline.
void copyCommand(emit::Node& node, const Context& context, const ir::RecordValue& from) {
  copyAll(node, context, from,
          {CommandJob::DisplayName, CommandJob::Description, CommandJob::Code, CommandJob::Command});
  if (const ir::Value* given = from.find(CommandJob::Environment)) {
    node.set("environment", environmentReference(context, *given));
  }
  if (const ir::Value* given = from.find(CommandJob::Compute)) node.set("compute", computeReference(context, *given));
  const ir::Value* resources = from.find(CommandJob::Resources);
  emit::Node amounts;
  copy(amounts, "instance_type", context, member(resources, JobResources::InstanceType));
  copy(amounts, "instance_count", context, member(resources, JobResources::InstanceCount));
  if (const ir::Value* given = member(resources, JobResources::ShmSize)) {
    if (const auto text = sharedMemory(*given)) amounts.set("shm_size", *text).at(given->origin);
  }
  setIfAny(node, "resources", std::move(amounts));
  copyPorts(node, context, "inputs", from.find(CommandJob::Inputs));
  copyPorts(node, context, "outputs", from.find(CommandJob::Outputs));
  setIfAny(node, "environment_variables", strings(context, from.find(CommandJob::EnvironmentVariables)));
  copy(node, "distribution", context, from.find(CommandJob::Distribution));
  emit::Node limits;
  copySeconds(limits, "timeout", context, from.find(CommandJob::Timeout));
  setIfAny(node, "limits", std::move(limits));
}

/// A job with a name can be created only once, so a derived name is left out.
void copyWrittenName(emit::Node& node, const Context& context, const ir::Resource& resource) {
  copy(node, "name", context, resource.fields.find(CommandJob::Name));
}

}  // namespace

emit::Node commandJob(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("commandJob");
  node.set("type", "command");
  copyWrittenName(node, context, resource);
  copy(node, "experiment_name", context, resource.fields.find(CommandJob::ExperimentName));
  copyCommand(node, context, resource.fields);
  setIfAny(node, "tags", strings(context, resource.fields.find(CommandJob::Tags)));
  return node;
}

emit::Node pipelineJob(const Context& context, const ir::Resource& resource) {
  const auto& from = resource.fields;
  emit::Node node = withSchema("pipelineJob");
  node.set("type", "pipeline");
  copyWrittenName(node, context, resource);
  copyAll(node, context, from, {PipelineJob::ExperimentName, PipelineJob::DisplayName, PipelineJob::Description});
  emit::Node settings;
  if (const ir::Value* given = from.find(CommandJob::Compute)) {
    settings.set("default_compute", computeReference(context, *given));
  }
  if (const ir::Value* given = from.find(PipelineJob::DefaultDatastore)) {
    const auto text = context.known(*given);
    const bool whole = text && text->starts_with("azureml:");
    if (text) settings.set("default_datastore", (whole ? "" : "azureml:") + *text).at(given->origin);
  }
  copy(settings, "continue_on_step_failure", context, from.find(PipelineJob::ContinueOnStepFailure));
  setIfAny(node, "settings", std::move(settings));
  copyPorts(node, context, "inputs", from.find(CommandJob::Inputs));
  copyPorts(node, context, "outputs", from.find(CommandJob::Outputs));
  emit::Node jobs = emit::Node::mapping();
  for (const ir::Field& job : fields(from.find(PipelineJob::Jobs))) {
    emit::Node& step = jobs.set(job.key, {}, job.keyOrigin);
    step.set("type", "command");
    if (const ir::Resource* declared = context.resource(&job.value)) {
      copyCommand(step, context, declared->fields);
    } else if (const auto* record = job.value.as<ir::RecordValue>()) {
      copyCommand(step, context, *record);
    }
    step.at(job.value.origin);
  }
  node.set("jobs", std::move(jobs));
  setIfAny(node, "tags", strings(context, from.find(CommandJob::Tags)));
  return node;
}

}  // namespace mlpc::backends::azureml
