#include "documents.h"

namespace mlpc::backends::azureml {

namespace {

void copyStrings(emit::Node& node, std::string_view key, const Context& context, const ir::Value* map) {
  setIfAny(node, key, strings(context, map));
}

void copyMetadata(emit::Node& node, const Context& context, const ir::Resource& resource) {
  copy(node, "description", context, resource.fields.find("description"));
  copyStrings(node, "tags", context, resource.fields.find("tags"));
  copyStrings(node, "properties", context, resource.fields.find("properties"));
}

emit::Node probe(const Context& context, const ir::Value& value) {
  emit::Node node;
  for (const char* name : {"initial_delay", "period", "timeout"}) copySeconds(node, name, context, value.field(name));
  for (const char* name : {"success_threshold", "failure_threshold"}) copy(node, name, context, value.field(name));
  return node.at(value.origin);
}

emit::Node scaleSettings(const Context& context, const ir::Value& value) {
  emit::Node node;
  copy(node, "type", context, value.field("type"));
  copySeconds(node, "polling_interval", context, value.field("polling_interval"));
  for (const char* name : {"target_utilization_percentage", "min_instances", "max_instances"}) {
    copy(node, name, context, value.field(name));
  }
  return node.at(value.origin);
}

emit::Node requestSettings(const Context& context, const ir::Value& value) {
  emit::Node node;
  copyMilliseconds(node, "request_timeout_ms", value.field("request_timeout"));
  copy(node, "max_concurrent_requests_per_instance", context, value.field("max_concurrent_requests_per_instance"));
  copyMilliseconds(node, "max_queue_wait_ms", value.field("max_queue_wait"));
  return node.at(value.origin);
}

/// The contents of an environment, registered or not.
void copyEnvironment(emit::Node& node, const Context& context, const ir::RecordValue& from) {
  copyAll(node, context, from, {"image", "conda_file", "build", "inference_config", "os_type"});
}

}  // namespace

emit::Node compute(const Context& context, const ir::Resource& resource) {
  const auto id = context.id(*context.resource(resource, "cluster"));
  emit::Node node = withSchema("kubernetesCompute");
  node.set("name", nameOf(resource));
  node.set("type", "kubernetes");
  copy(node, "description", context, resource.fields.find("description"));
  node.set("resource_id", id.value_or(std::string(emit::kUnmapped))).at(placeOf(resource, "cluster"));
  copy(node, "namespace", context, resource.fields.find("namespace"));
  if (const ir::Value* given = resource.fields.find("identity")) {
    node.set("identity", identity(context, *given));
  }
  copyStrings(node, "tags", context, resource.fields.find("tags"));
  return node;
}

emit::Node endpoint(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("kubernetesOnlineEndpoint");
  node.set("name", nameOf(resource));
  // The compute is what makes it an endpoint on Kubernetes; without one, Azure takes it for a managed endpoint.
  if (const ir::Value* given = resource.fields.find("compute")) node.set("compute", computeReference(context, *given));
  copy(node, "auth_mode", context, resource.fields.find("auth_mode"));
  if (const ir::Value* given = resource.fields.find("identity")) {
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
  copy(node, "endpoint_name", context, from.find("endpoint"));
  copyMetadata(node, context, resource);
  if (const ir::Value* given = from.find("model")) node.set("model", assetReference(context, *given));
  copyAll(node, context, from, {"model_mount_path", "code_configuration"});
  if (const ir::Value* given = from.find("environment")) {
    node.set("environment", environmentReference(context, *given));
  }
  copyStrings(node, "environment_variables", context, from.find("environment_variables"));
  copyAll(node, context, from, {"app_insights_enabled", "instance_type", "instance_count"});
  if (const ir::Value* given = from.find("scale_settings")) node.set("scale_settings", scaleSettings(context, *given));
  if (const ir::Value* given = from.find("request_settings")) {
    setIfAny(node, "request_settings", requestSettings(context, *given));
  }
  for (const char* name : {"liveness_probe", "readiness_probe"}) {
    const ir::Value* given = from.find(name);
    if (given != nullptr) setIfAny(node, name, probe(context, *given));
  }
  emit::Node resources;
  for (const char* part : {"requests", "limits"}) {
    copyStrings(resources, part, context, member(from.find("resources"), part));
  }
  setIfAny(node, "resources", std::move(resources));
  return node;
}

emit::Node batchEndpoint(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("batchEndpoint");
  node.set("name", nameOf(resource));
  // The only way of signing in that batch endpoints support.
  node.set("auth_mode", "aad_token");
  if (const ir::Value* given = resource.fields.find("default_deployment")) {
    emit::Node name = context.node(*given, Wanted::Text);
    if (!name.isNull()) node["defaults"].set("deployment_name", std::move(name));
  }
  copyMetadata(node, context, resource);
  return node;
}

emit::Node model(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("model");
  node.set("name", nameOf(resource));
  copyAll(node, context, resource.fields, {"version", "type", "path", "stage"});
  copyMetadata(node, context, resource);
  return node;
}

emit::Node environment(const Context& context, const ir::Resource& resource) {
  emit::Node node = withSchema("environment");
  node.set("name", nameOf(resource));
  copyAll(node, context, resource.fields, {"version"});
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
  copyAll(node, context, resource.fields, {"version", "type", "path"});
  copyMetadata(node, context, resource);
  return node;
}

}  // namespace mlpc::backends::azureml
