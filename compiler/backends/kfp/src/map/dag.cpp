#include "map/dag.h"

#include <algorithm>

#include "map/condition.h"
#include "map/struct_value.h"
#include "mlpc/vocabulary/prelude.h"
#include "names.h"
#include "objects.h"
#include "values.h"

namespace mlpc::backends::kfp {

using ir::NodeId;

namespace {

emit::Node nameList(const std::set<std::string>& names) {
  emit::Node::Sequence items;
  items.reserve(names.size());
  for (const std::string& name : names) items.emplace_back(name);
  return emit::Node::sequence(std::move(items));
}

emit::Node named(emit::Node name) {
  emit::Node node;
  node.set("name", std::move(name));
  return node;
}

std::string secondsText(support::Duration duration) { return std::to_string(duration.inSeconds()) + 's'; }

emit::Node retryPolicy(const ir::Retry& retry) {
  emit::Node node;
  node.set("backoffDuration", secondsText(retry.backoff));
  node.set("backoffFactor", retry.factor);
  node.set("backoffMaxDuration", secondsText(retry.cap));
  if (retry.max != 0) node.set("maxRetryCount", retry.max);
  return node;
}

emit::Node selector(const SurfacedOutput::Source& source, std::string_view key) {
  emit::Node node;
  node.set(key, source.key);
  node.set("producerSubtask", source.task);
  return node;
}

/// The items of a loop, and the input through which each iteration gets its own.
emit::Node iterator(const ir::Loop& loop, const Scope& scope, const Plan& plan) {
  emit::Node items;
  if (const auto constant = loop.items.constant()) {
    emit::Node raw = plainValue(*constant);
    raw.sortKeys();
    items.set("raw", emit::jsonText(raw));
  } else if (const Channel* list = plan.channel(loop.items)) {
    items.set(list->type.artifact != nullptr ? "inputArtifact" : "inputParameter", list->input);
  }
  emit::Node node;
  if (scope.item != nullptr) node.set("itemInput", scope.item->input);
  node.set("items", std::move(items)).at(loop.items.origin);
  return node;
}

/// The display name of a group.
emit::Node title(const Plan& plan, const Scope& scope) {
  const auto first = [&](const auto& group) {
    const std::string& given = group.displayName.empty() ? group.name : group.displayName;
    return std::move(emit::Node(given.empty() ? scope.name : given).at(group.titleOrigin));
  };
  const ir::Node& node = plan.pipeline().nodes[scope.node];
  if (scope.kind == Scope::Kind::Condition) {
    return first(std::get_if<ir::Conditional>(&node.what)->branches[scope.branch]);
  }
  return scope.kind == Scope::Kind::Branches ? emit::Node(scope.name) : first(node);
}

}  // namespace

emit::Node groupNode(const Plan& plan, ScopeIndex index) {
  const Scope& scope = plan.scopes()[index];
  emit::Node node;
  if (!scope.dependencies.empty()) node.set("dependentTasks", nameList(scope.dependencies));

  TaskInputs inputs(plan, scope.parent);
  for (const auto& [name, channel] : scope.inputs) {
    if (channel != scope.item && (scope.item == nullptr || name != scope.item->input))
      inputs.passChannel(name, *channel);
  }
  emit::Node passed = inputs.take();
  if (!passed.isNull()) node.set("inputs", std::move(passed));

  const ir::Node& origin = plan.pipeline().nodes[scope.node];
  if (scope.kind == Scope::Kind::Loop) {
    const auto& loop = *std::get_if<ir::Loop>(&origin.what);
    if (loop.parallelism && *loop.parallelism > 0) {
      node.set("iteratorPolicy", emit::Node::mapping()).set("parallelismLimit", *loop.parallelism);
    }
    const bool artifacts = scope.item != nullptr && scope.item->type.artifact != nullptr;
    node.set(artifacts ? "artifactIterator" : "parameterIterator", iterator(loop, scope, plan));
  }
  node.set("taskInfo", named(title(plan, scope)));
  if (scope.kind == Scope::Kind::Condition) {
    const auto& conditional = *std::get_if<ir::Conditional>(&origin.what);
    const ir::Branch& branch = conditional.branches[scope.branch];
    node.set("triggerPolicy", emit::Node::mapping())
        .set("condition", branchCondition(plan, conditional, scope.branch))
        .at(branch.condition ? branch.condition->origin : branch.origin);
  }
  return node;
}

emit::Node taskNode(const Plan& plan, const ir::Task& task, NodeId id, emit::Node inputs) {
  const PlannedTask& planned = plan.task(id);
  emit::Node node;
  const std::set<std::string>& unlisted = plan.unlisted(id);
  emit::Node::Sequence dependencies;
  const auto add = [&](const std::string& name) {
    if (!unlisted.contains(name)) dependencies.emplace_back(name);
  };
  if (planned.exit) {
    std::set<std::string> all = planned.dependencies;
    all.insert(plan.handlerOf(id)->name);
    for (const std::string& name : all) add(name);
  } else {
    for (const std::string& name : planned.dependencies) add(name);
  }
  if (!dependencies.empty()) node.set("dependentTasks", emit::Node::sequence(std::move(dependencies)));
  if (!inputs.isNull()) node.set("inputs", std::move(inputs));
  if (task.options->retry) {
    node.set("retryPolicy", retryPolicy(*task.options->retry))
        .at(valueOriginOf(task.options->origins, vocabulary::prelude::TaskOptions::Retry, {}));
  }
  emit::Node name(planned.name);
  if (task.options->name) name.at(task.options->name->origin);
  if (task.options->displayName) {
    name = emit::Node(textOf(*task.options->displayName));
    name.at(task.options->displayName->origin);
  }
  node.set("taskInfo", named(std::move(name)));
  if (planned.exit || task.options->alwaysRun) {
    node.set("triggerPolicy", emit::Node::mapping()).set("strategy", "ALL_UPSTREAM_TASKS_COMPLETED");
  }
  return node;
}

void passStatus(const Plan& plan, const ir::Task& task, NodeId id, TaskInputs& inputs) {
  const PlannedTask& planned = plan.task(id);
  for (const ir::Port* port : openStatusInputs(plan.program(), task)) {
    inputs.passStatus(port->name, planned.exit ? plan.handlerOf(id)->name : *planned.dependencies.begin());
  }
}

emit::Node dagOutputs(const std::map<std::string, SurfacedOutput>& outputs) {
  emit::Node artifacts;
  emit::Node parameters;
  for (const auto& [name, output] : outputs) {
    emit::Node node = emit::Node::mapping();
    node.at(output.origin);
    if (output.type.artifact != nullptr) {
      emit::Node& list = node.set("artifactSelectors", emit::Node::sequence());
      for (const auto& source : output.sources) list.push(selector(source, "outputArtifactKey"));
      artifacts.set(name, std::move(node));
    } else if (output.sources.size() > 1) {
      emit::Node& list =
          node.set("valueFromOneof", emit::Node::mapping()).set("parameterSelectors", emit::Node::sequence());
      for (const auto& source : output.sources) list.push(selector(source, "outputParameterKey"));
      parameters.set(name, std::move(node));
    } else {
      node.set("valueFromParameter", selector(output.sources.front(), "outputParameterKey"));
      parameters.set(name, std::move(node));
    }
  }
  emit::Node all;
  if (!artifacts.isNull()) all.set("artifacts", std::move(artifacts));
  if (!parameters.isNull()) all.set("parameters", std::move(parameters));
  if (all.isNull()) return {};
  emit::Node node;
  node.set("outputs", std::move(all));
  return node;
}

emit::Node pipelineOutputs(const Plan& plan) {
  const ir::Pipeline& pipeline = plan.pipeline();
  std::map<std::string, SurfacedOutput> outputs;
  for (const ir::Output& output : pipeline.outputs) {
    const Channel* channel = plan.channel(output.value);
    const std::string name = pipeline.unnamedOutput ? std::string(kUnnamedOutput) : output.port.name;
    outputs.emplace(name, SurfacedOutput{channel->type, {{channel->producer, channel->name}}, output.value.origin});
  }
  return dagOutputs(outputs);
}

}  // namespace mlpc::backends::kfp
