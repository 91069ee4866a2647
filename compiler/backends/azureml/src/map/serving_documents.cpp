#include "map/documents.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::BatchEndpoint;
using vocabulary::azureml::Data;
using vocabulary::azureml::DeploymentResources;
using vocabulary::azureml::Environment;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::KubernetesOnlineDeployment;
using vocabulary::azureml::KubernetesOnlineEndpoint;
using vocabulary::azureml::Model;
using vocabulary::azureml::Probe;
using vocabulary::azureml::RequestSettings;
using vocabulary::azureml::ScaleSettings;

void copyStrings(emit::Node& node, std::string_view key, const Context& context, const ir::Value* map) {
  setIfAny(node, key, strings(context, map));
}

void copyMetadata(emit::Node& node, const Context& context, const ir::Resource& resource) {
  copy(node, "description", context, resource.fields.find(Model::Description));
  copyStrings(node, "tags", context, resource.fields.find(Model::Tags));
  copyStrings(node, "properties", context, resource.fields.find(Model::Properties));
}

emit::Node probe(const Context& context, const ir::Value& value) {
  emit::Node node;
  for (const Probe field : {Probe::InitialDelay, Probe::Period, Probe::Timeout})
    copySeconds(node, name(field), context, value.field(field));
  for (const Probe field : {Probe::SuccessThreshold, Probe::FailureThreshold})
    copy(node, name(field), context, value.field(field));
  return node.at(value.origin);
}

emit::Node scaleSettings(const Context& context, const ir::Value& value) {
  emit::Node node;
  copy(node, "type", context, value.field(ScaleSettings::Type));
  copySeconds(node, "polling_interval", context, value.field(ScaleSettings::PollingInterval));
  for (const auto field :
       {ScaleSettings::TargetUtilizationPercentage, ScaleSettings::MinInstances, ScaleSettings::MaxInstances})
    copy(node, name(field), context, value.field(field));
  return node.at(value.origin);
}

emit::Node requestSettings(const Context& context, const ir::Value& value) {
  emit::Node node;
  copyMilliseconds(node, "request_timeout_ms", value.field(RequestSettings::RequestTimeout));
  copy(node, "max_concurrent_requests_per_instance", context,
       value.field(RequestSettings::MaxConcurrentRequestsPerInstance));
  copyMilliseconds(node, "max_queue_wait_ms", value.field(RequestSettings::MaxQueueWait));
  return node.at(value.origin);
}

/// The contents of an environment, registered or not.
void copyEnvironment(emit::Node& node, const Context& context, const ir::RecordValue& from) {
  copyAll(node, context, from,
          {Environment::Image, Environment::CondaFile, Environment::Build, Environment::InferenceConfig,
           Environment::OsType});
}

}  // namespace

emit::Node compute(const Context& context, const ir::Resource& resource) {
  const auto id = context.id(*context.resource(resource, KubernetesCompute::Cluster));
  emit::Node node = withSchema("kubernetesCompute");
  node.set("name", nameOf(resource));
  node.set("type", "kubernetes");
  copy(node, "description", context, resource.fields.find(Model::Description));
  node.set("resource_id", id.value_or(std::string(emit::kUnmapped))).at(placeOf(resource, KubernetesCompute::Cluster));
  copy(node, "namespace", context, resource.fields.find(KubernetesCompute::Namespace));
  if (const ir::Value* given = resource.fields.find(KubernetesOnlineEndpoint::Identity)) {
    node.set("identity", identity(context, *given));
  }
  copyStrings(node, "tags", context, resource.fields.find(Model::Tags));
  return node;
}

emit::Node endpoint(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("kubernetesOnlineEndpoint");
  node.set("name", nameOf(resource));
  // The compute is what makes it an endpoint on Kubernetes; without one, Azure takes it for a managed endpoint.
  if (const ir::Value* given = resource.fields.find(KubernetesOnlineEndpoint::Compute))
    node.set("compute", computeReference(context, *given));
  copy(node, "auth_mode", context, resource.fields.find(KubernetesOnlineEndpoint::AuthMode));
  if (const ir::Value* given = resource.fields.find(KubernetesOnlineEndpoint::Identity)) {
    node.set("identity", identity(context, *given));
  }
  copyMetadata(node, context, resource);
  return node;
}

emit::Node deployment(const Context& context, const ir::Resource& resource) {
  const auto& from = resource.fields;
  emit::Node node = withSchema("kubernetesOnlineDeployment");
  node.set("name", nameOf(resource));
  // Without it Azure takes the deployment for a managed one.
  node.set("type", "kubernetes");
  copy(node, "endpoint_name", context, from.find(KubernetesOnlineDeployment::Endpoint));
  copyMetadata(node, context, resource);
  if (const ir::Value* given = from.find(KubernetesOnlineDeployment::Model))
    node.set("model", assetReference(context, *given));
  copyAll(node, context, from,
          {KubernetesOnlineDeployment::ModelMountPath, KubernetesOnlineDeployment::CodeConfiguration});
  if (const ir::Value* given = from.find(KubernetesOnlineDeployment::Environment)) {
    node.set("environment", environmentReference(context, *given));
  }
  copyStrings(node, "environment_variables", context, from.find(KubernetesOnlineDeployment::EnvironmentVariables));
  copyAll(node, context, from,
          {KubernetesOnlineDeployment::AppInsightsEnabled, KubernetesOnlineDeployment::InstanceType,
           KubernetesOnlineDeployment::InstanceCount});
  if (const ir::Value* given = from.find(KubernetesOnlineDeployment::ScaleSettings))
    node.set("scale_settings", scaleSettings(context, *given));
  if (const ir::Value* given = from.find(KubernetesOnlineDeployment::RequestSettings)) {
    setIfAny(node, "request_settings", requestSettings(context, *given));
  }
  for (const auto field : {KubernetesOnlineDeployment::LivenessProbe, KubernetesOnlineDeployment::ReadinessProbe}) {
    const ir::Value* given = from.find(field);
    if (given != nullptr) setIfAny(node, name(field), probe(context, *given));
  }
  emit::Node resources;
  for (const DeploymentResources part : {DeploymentResources::Requests, DeploymentResources::Limits}) {
    copyStrings(resources, name(part), context, member(from.find(KubernetesOnlineDeployment::Resources), part));
  }
  setIfAny(node, "resources", std::move(resources));
  return node;
}

emit::Node batchEndpoint(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("batchEndpoint");
  node.set("name", nameOf(resource));
  // The only way of signing in that batch endpoints support.
  node.set("auth_mode", "aad_token");
  if (const ir::Value* given = resource.fields.find(BatchEndpoint::DefaultDeployment)) {
    emit::Node name = context.node(*given, Wanted::Text);
    if (!name.isNull()) node["defaults"].set("deployment_name", std::move(name));
  }
  copyMetadata(node, context, resource);
  return node;
}

emit::Node model(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("model");
  node.set("name", nameOf(resource));
  copyAll(node, context, resource.fields, {Model::Version, Model::Type, Model::Path, Model::Stage});
  copyMetadata(node, context, resource);
  return node;
}

emit::Node environment(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("environment");
  node.set("name", nameOf(resource));
  copyAll(node, context, resource.fields, {Environment::Version});
  copyEnvironment(node, context, resource.fields);
  copyMetadata(node, context, resource);
  return node;
}

emit::Node environmentReference(const Context& context, const ir::Value& value) {
  const auto* record = value.as<ir::RecordValue>();
  if (record == nullptr) return assetReference(context, value);
  emit::Node node;
  copyEnvironment(node, context, *record);
  return node.at(value.origin);
}

emit::Node data(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("data");
  node.set("name", nameOf(resource));
  copyAll(node, context, resource.fields, {Data::Version, Data::Type, Data::Path});
  copyMetadata(node, context, resource);
  return node;
}

}  // namespace mlpc::backends::azureml
