#include "map/executor.h"

#include <unordered_map>

#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/kubernetes.h"

namespace mlpc::backends::kfp {

using support::Constant;
using support::Quantity;

namespace {

std::vector<std::string> variableNames(const Container& container, const ir::TaskOptions* options) {
  std::vector<std::string> names;
  for (const Variable& variable : container.env) names.push_back(variable.name);
  if (options != nullptr) {
    for (const ir::Field& field : options->env) names.push_back(field.key);
  }
  return names;
}

emit::Node escapedList(const std::vector<Text>& items, const std::vector<std::string>& names) {
  emit::Node::Sequence result;
  result.reserve(items.size());
  for (const Text& item : items)
    result.emplace_back(support::escapeKubernetesExpansion(item.text, names)).at(item.origin);
  return emit::Node::sequence(std::move(result));
}

emit::Node containerNode(const Container& container, const std::vector<std::string>& names) {
  emit::Node node;
  if (!container.arguments.empty()) node.set("args", escapedList(container.arguments, names));
  if (!container.command.empty()) node.set("command", escapedList(container.command, names));
  if (!container.env.empty()) {
    emit::Node& list = node.set("env", emit::Node::sequence());
    for (const auto& [name, value, origin] : container.env) {
      emit::Node entry;
      entry.set("name", name).at(origin);
      // Protobuf omits an empty string.
      if (!value.text.empty())
        entry.set("value", support::escapeKubernetesExpansion(value.text, names)).at(value.origin);
      list.push(std::move(entry));
    }
  }
  node.set("image", container.image.text).at(container.image.origin);
  return node;
}

class Resources {
 public:
  Resources(const ir::TaskOptions& options, TaskInputs& inputs, bool asText)
      : options_(options), inputs_(inputs), asText_(asText) {}

  emit::Node run() {
    for (const ir::Field& field : options_.resources.requests) amount(field, "request", "Request");
    for (const ir::Field& field : options_.resources.limits) amount(field, "limit", "Limit");
    accelerator();
    return std::move(node_);
  }

 private:
  /// An amount of CPU or memory. If it is known, it is also written to the field of older versions, as a number: cores,
  /// or units of 10^9 bytes.
  void amount(const ir::Field& field, const std::string& kind, const std::string& suffix) {
    const bool cpu = field.key == "cpu";
    if (!cpu && field.key != "memory") return;
    const std::string name = (cpu ? "Cpu" : "Memory") + suffix;
    if (const auto quantity = quantityOf(field.value)) {
      const double number = cpu ? quantity->value() : quantity->value() / 1e9;
      if (number != 0) node_.set((cpu ? "cpu" : "memory") + suffix, number).at(field.value.origin);
      if (asText_) node_.set("resource" + name, quantity->text()).at(field.value.origin);
      return;
    }
    node_.set("resource" + name, passed(field.value, field.key + '_' + kind)).at(field.value.origin);
  }

  void accelerator() {
    if (!options_.accelerator.type) return;
    const source::Span typeOrigin = options_.accelerator.type->origin;
    emit::Node accelerator = emit::Node::mapping();
    accelerator.at(typeOrigin);
    if (const Constant* type = options_.accelerator.type->scalar()) {
      if (asText_) accelerator.set("resourceType", type->toText());
      accelerator.set("type", type->toText());
    } else {
      accelerator.set("resourceType", passed(*options_.accelerator.type, "accelerator_type"));
    }
    const source::Span countOrigin = options_.accelerator.count ? options_.accelerator.count->origin : typeOrigin;
    if (!options_.accelerator.count || options_.accelerator.count->scalar() != nullptr) {
      const std::string count = options_.accelerator.count ? options_.accelerator.count->scalar()->toText() : "1";
      accelerator.set("count", count).at(countOrigin);
      if (asText_) accelerator.set("resourceCount", count).at(countOrigin);
    } else {
      accelerator.set("resourceCount", passed(*options_.accelerator.count, "accelerator_count")).at(countOrigin);
    }
    node_.set("accelerator", std::move(accelerator));
  }

  std::string passed(const ir::Value& value, const std::string& input) {
    std::string text = inputs_.text(value);
    inputs_.passText(input, text, value.origin);
    return text;
  }

  const ir::TaskOptions& options_;
  TaskInputs& inputs_;
  bool asText_;  ///< known amounts are written as strings too
  emit::Node node_;
};

}  // namespace

emit::Node containerNode(const Container& container) {
  return containerNode(container, variableNames(container, nullptr));
}

emit::Node taskContainerNode(const Plan& plan, const ir::TaskOptions& options, Container container,
                             TaskInputs& inputs) {
  const auto names = variableNames(container, &options);
  std::unordered_map<std::string, size_t> places;  // of the variables, by name
  for (size_t i = 0; i < container.env.size(); ++i) places.try_emplace(container.env[i].name, i);
  for (const ir::Field& field : options.env) {
    // Names of objects are in the Kubernetes part.
    if (field.value.scalar() == nullptr) continue;
    std::string text = field.value.scalar()->toText();
    const auto [known, isNew] = places.try_emplace(field.key, container.env.size());
    if (isNew) {
      container.env.push_back({field.key, {std::move(text), field.value.origin}, field.keyOrigin});
    } else {
      container.env[known->second].value = {std::move(text), field.value.origin};
    }
  }
  if (options.image) {
    if (const Constant* image = options.image->scalar()) {
      container.image = {image->toText(), options.image->origin};
    } else {
      container.image = {inputs.text(*options.image), options.image->origin};
      inputs.passText("base_image", container.image.text, options.image->origin);
    }
  }
  emit::Node node = containerNode(container, names);
  emit::Node resources = Resources(options, inputs, support::kfp_sdk::writesAmountsAsText(plan.kfpVersion())).run();
  if (!resources.empty()) node.set("resources", std::move(resources));
  return node;
}

}  // namespace mlpc::backends::kfp
