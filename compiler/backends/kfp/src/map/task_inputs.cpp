#include "map/task_inputs.h"

#include "map/struct_value.h"
#include "placeholders.h"
#include "run_text.h"
#include "values.h"

namespace mlpc::backends::kfp {

using support::Constant;

namespace {

emit::Node runtimeConstant(emit::Node value) {
  emit::Node node;
  node.set("runtimeValue", emit::Node::mapping()).set("constant", std::move(value));
  return node;
}

}  // namespace

emit::Node sourceNode(const Source& source, bool artifact) {
  emit::Node node;
  if (source.isOutput) {
    emit::Node& output = node.set(artifact ? "taskOutputArtifact" : "taskOutputParameter", emit::Node::mapping());
    output.set(artifact ? "outputArtifactKey" : "outputParameterKey", source.name);
    output.set("producerTask", source.producer);
  } else {
    node.set(artifact ? "componentInputArtifact" : "componentInputParameter", source.name);
  }
  if (!source.selector.empty()) {
    node.set("parameterExpressionSelector", "parseJson(string_value)" + std::string(source.selector));
  }
  return node;
}

void TaskInputs::passText(const std::string& name, std::string text, source::Span origin) {
  parameters_[name] = std::move(runtimeConstant(emit::Node(std::move(text))).at(origin));
}

void TaskInputs::passStatus(const std::string& name, const std::string& producer, source::Span origin) {
  emit::Node node = emit::Node::mapping();
  node.at(origin);
  node.set("taskFinalStatus", emit::Node::mapping()).set("producerTask", producer);
  parameters_[name] = std::move(node);
}

void TaskInputs::passChannel(const std::string& name, const Channel& channel, source::Span origin) {
  if (channel.type.artifact != nullptr) {
    artifacts_[name] = std::move(sourceNode(plan_.sourceOf(channel, scope_), /*artifact=*/true).at(origin));
  } else {
    parameters_[name] = std::move(sourceNode(plan_.sourceOf(channel, scope_)).at(origin));
  }
}

void TaskInputs::pass(const std::string& name, const ir::Value& value) {
  if (const Channel* channel = plan_.channel(value)) {
    passChannel(name, *channel, value.origin);
    return;
  }
  if (const auto* status = value.as<ir::FinalStatusRef>()) {
    passStatus(name, plan_.unitName(status->producer), value.origin);
    return;
  }
  if (const auto* property = value.as<ir::PropertyRef>()) {
    passText(name, std::string(propertyPlaceholder(*property)), value.origin);
    return;
  }
  // Null means that the argument is omitted.
  if (const Constant* constant = value.scalar(); constant != nullptr && constant->isNull()) return;
  parameters_[name] = std::move(runtimeConstant(data(value)).at(value.origin));
}

void TaskInputs::bind(const ir::Value& value) {
  if (const Channel* channel = plan_.channel(value)) {
    passChannel(channel->input, *channel, value.origin);
  } else {
    forEachPart(value, [&](const ir::Value& part) { bind(part); });
  }
}

std::string TaskInputs::text(const ir::Value& value) {
  bind(value);
  return runText(plan_, value);
}

emit::Node TaskInputs::data(const ir::Value& value) {
  if (const Constant* constant = value.scalar()) return std::move(structValue(*constant).at(value.origin));
  if (const auto* list = value.as<ir::ListValue>()) {
    emit::Node::Sequence items;
    items.reserve(list->items.size());
    for (const ir::Value& item : list->items) items.push_back(data(item));
    return emit::Node::sequence(std::move(items));
  }
  if (const auto* record = value.as<ir::RecordValue>()) {
    emit::Node::Mapping entries;
    entries.reserve(record->fields.size());
    for (const ir::Field& field : record->fields) entries.push_back({field.key, data(field.value), field.keyOrigin});
    return emit::Node::mapping(std::move(entries));
  }
  return std::move(emit::Node(text(value)).at(value.origin));
}

emit::Node TaskInputs::take() {
  emit::Node inputs;
  const auto add = [&](std::string_view kind, std::map<std::string, emit::Node>& entries) {
    if (entries.empty()) return;
    emit::Node::Mapping mapping;
    mapping.reserve(entries.size());
    for (auto& [name, node] : entries) mapping.push_back({name, std::move(node)});
    inputs.set(kind, emit::Node::mapping(std::move(mapping)));
  };
  add("artifacts", artifacts_);
  add("parameters", parameters_);
  return inputs;
}

}  // namespace mlpc::backends::kfp
