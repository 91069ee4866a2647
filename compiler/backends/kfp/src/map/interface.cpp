#include "map/interface.h"

#include "map/struct_value.h"
#include "mlpc/vocabulary/prelude.h"
#include "names.h"

namespace mlpc::backends::kfp {
namespace {

using vocabulary::prelude::Passthrough;

emit::Node artifactType(const ir::ArtifactType& type) {
  emit::Node node;
  node.set("schemaTitle", type.schema);
  node.set("schemaVersion", type.version);
  return node;
}

emit::Node definition(const ChannelType& type) {
  emit::Node node;
  if (type.artifact != nullptr) {
    node.set("artifactType", artifactType(*type.artifact));
    if (type.artifactList) node.set("isArtifactList", true);
  } else {
    node.set("parameterType", parameterTypeName(type.parameter));
  }
  return node;
}

/// The definitions of inputs or outputs by kind, in the order given.
class Definitions {
 public:
  void add(std::string_view name, const ChannelType& type, emit::Node node) {
    (type.artifact != nullptr ? artifacts_ : parameters_).push_back({std::string(name), std::move(node)});
  }
  void addTo(emit::Node& component, std::string_view key) {
    if (artifacts_.empty() && parameters_.empty()) return;
    emit::Node& node = component.set(key, emit::Node::mapping());
    if (!artifacts_.empty()) node.set("artifacts", emit::Node::mapping(std::move(artifacts_)));
    if (!parameters_.empty()) node.set("parameters", emit::Node::mapping(std::move(parameters_)));
  }

 private:
  emit::Node::Mapping artifacts_;
  emit::Node::Mapping parameters_;
};

void addInputs(emit::Node& component, const std::vector<ir::Port>& ports, bool described = true) {
  Definitions definitions;
  for (const ir::Port& port : ports) {
    const ChannelType type = channelType(port.type);
    emit::Node node = definition(type);
    node.at(port.origin);
    const bool special = type.artifact == nullptr && (type.parameter == ir::ParameterKind::TaskConfig ||
                                                      type.parameter == ir::ParameterKind::FinalStatus);
    if (port.optional || special) node.set("isOptional", true);
    if (port.optional && !special && type.artifact == nullptr && port.defaultValue && !port.defaultValue->isNull()) {
      node.set("defaultValue", structValue(*port.defaultValue)).at(port.defaultOrigin);
    }
    if (described && !port.description.empty()) node.set("description", port.description);
    definitions.add(port.name, type, std::move(node));
  }
  definitions.addTo(component, "inputDefinitions");
}

void addOutput(Definitions& definitions, const ir::Port& port, bool unnamed, bool described = true) {
  const ChannelType type = channelType(port.type);
  emit::Node node = definition(type);
  node.at(port.origin);
  if (described && !port.description.empty()) node.set("description", port.description);
  definitions.add(unnamed ? kUnnamedOutput : std::string_view(port.name), type, std::move(node));
}

std::string_view passthroughField(Passthrough setting) {
  switch (setting) {
    case Passthrough::Resources: return "RESOURCES";
    case Passthrough::Env: return "ENV";
    case Passthrough::Volumes: return "KUBERNETES_VOLUMES";
    case Passthrough::Tolerations: return "KUBERNETES_TOLERATIONS";
    case Passthrough::NodeSelector: return "KUBERNETES_NODE_SELECTOR";
    case Passthrough::Affinity: return "KUBERNETES_AFFINITY";
  }
  return {};
}

void addPassthrough(emit::Node& node, const std::vector<ir::PassedSetting>& fields) {
  if (fields.empty()) return;
  emit::Node& list = node.set("taskConfigPassthroughs", emit::Node::sequence());
  for (const auto& [setting, both] : fields) {
    emit::Node entry;
    if (both) entry.set("applyToTask", true);
    entry.set("field", passthroughField(setting));
    list.push(std::move(entry));
  }
}

}  // namespace

emit::Node componentInterface(const ir::Component& component) {
  emit::Node node;
  // The descriptions in the standard library are for those who write pipelines, not for those who run them.
  const bool described = !component.builtin;
  addInputs(node, component.inputs, described);
  Definitions outputs;
  for (const ir::Port& port : component.outputs) addOutput(outputs, port, component.unnamedOutput, described);
  outputs.addTo(node, "outputDefinitions");
  addPassthrough(node, component.passthrough);
  return node;
}

emit::Node pipelineInterface(const ir::Pipeline& pipeline) {
  emit::Node node;
  addInputs(node, pipeline.inputs);
  Definitions outputs;
  for (const ir::Output& output : pipeline.outputs) addOutput(outputs, output.port, pipeline.unnamedOutput);
  outputs.addTo(node, "outputDefinitions");
  addPassthrough(node, pipeline.passthrough);
  return node;
}

emit::Node scopeInterface(const Scope& scope) {
  emit::Node node;
  Definitions inputs;
  for (const auto& [name, channel] : scope.inputs) inputs.add(name, channel->type, definition(channel->type));
  inputs.addTo(node, "inputDefinitions");
  Definitions outputs;
  for (const auto& [name, output] : scope.outputs) outputs.add(name, output.type, definition(output.type));
  outputs.addTo(node, "outputDefinitions");
  return node;
}

emit::Node importerInterface(const ir::Importer& importer,
                             const std::vector<std::pair<std::string, ChannelType>>& metadata) {
  emit::Node node;
  Definitions inputs;
  inputs.add("uri", {}, definition({}));
  for (const auto& [name, type] : metadata) inputs.add(name, type, definition(type));
  inputs.addTo(node, "inputDefinitions");
  Definitions outputs;
  ChannelType type;
  type.artifact = &importer.type;
  outputs.add("artifact", type, definition(type));
  outputs.addTo(node, "outputDefinitions");
  return node;
}

emit::Node trainJobInterface(const ir::TrainJob& job) {
  emit::Node node;
  addInputs(node, job.inputs);
  Definitions outputs;
  outputs.add("name", {}, definition({}));
  outputs.addTo(node, "outputDefinitions");
  return node;
}

}  // namespace mlpc::backends::kfp
