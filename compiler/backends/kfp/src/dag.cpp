#include "dag.h"

#include <algorithm>

#include "check.h"
#include "condition.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/emit/yaml_writer.h"
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

/// The items of a loop, and the input that each run gets its own of.
emit::Node iterator(const ir::Loop& loop, const Scope& scope, Plan& plan) {
  emit::Node items;
  if (const auto constant = loop.items.constant()) {
    checkConstant(*constant, loop.items.origin, plan.diags());
    emit::Node raw = plainValue(*constant);
    raw.sortKeys();
    items.set("raw", emit::writeJson(raw));
  } else if (const Channel* list = plan.channel(loop.items)) {
    items.set(list->type.artifact != nullptr ? "inputArtifact" : "inputParameter", list->input);
  }
  emit::Node node;
  if (scope.item != nullptr) node.set("itemInput", scope.item->input);
  node.set("items", std::move(items)).at(loop.items.origin);
  return node;
}

/// What a group is shown as.
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

/// The group whose exit task `id` is.
const Scope* handlerOf(const Plan& plan, NodeId id) {
  for (const Scope& scope : plan.scopes()) {
    if (scope.kind != Scope::Kind::ExitHandler) continue;
    if (std::get_if<ir::ExitHandler>(&plan.pipeline().nodes[scope.node].what)->exitTask == id) return &scope;
  }
  return nullptr;
}

const std::vector<ir::Port>* inputsOf(const ir::Program& program, const ir::Task& task) {
  if (const auto* id = std::get_if<ir::ComponentId>(&task.callee)) return &program.components[*id].inputs;
  if (const auto* id = std::get_if<ir::PipelineId>(&task.callee)) return &program.pipelines[*id].inputs;
  if (const auto* id = std::get_if<ir::TrainJobId>(&task.callee)) return &program.trainJobs[*id].inputs;
  return nullptr;
}

}  // namespace

emit::Node groupNode(Plan& plan, ScopeIndex index) {
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

emit::Node taskNode(Plan& plan, const ir::Task& task, NodeId id, emit::Node inputs) {
  const PlannedTask& planned = plan.task(id);
  emit::Node node;
  const std::set<std::string>& unlisted = plan.unlisted(id);
  emit::Node::Sequence dependencies;
  const auto add = [&](const std::string& name) {
    if (!unlisted.contains(name)) dependencies.emplace_back(name);
  };
  if (planned.exit) {
    std::set<std::string> all = planned.dependencies;
    all.insert(handlerOf(plan, id)->name);
    for (const std::string& name : all) add(name);
  } else {
    for (const std::string& name : planned.dependencies) add(name);
  }
  if (!dependencies.empty()) node.set("dependentTasks", emit::Node::sequence(std::move(dependencies)));
  if (!inputs.isNull()) node.set("inputs", std::move(inputs));
  if (task.options->retry) {
    node.set("retryPolicy", retryPolicy(*task.options->retry)).at(valueOriginOf(task.options->origins, "retry", {}));
  }
  emit::Node name(planned.name);
  if (task.options->name) name.at(task.options->name->origin);
  if (task.options->displayName) {
    const support::Constant* given = task.options->displayName->scalar();
    if (given == nullptr) {
      plan.diags().report(task.options->displayName->origin, diag::kfpRunTimeSetting, "display_name");
    } else {
      name = emit::Node(given->toText());
      name.at(task.options->displayName->origin);
    }
  }
  node.set("taskInfo", named(std::move(name)));
  if (planned.exit || task.options->alwaysRun) {
    node.set("triggerPolicy", emit::Node::mapping()).set("strategy", "ALL_UPSTREAM_TASKS_COMPLETED");
  }
  return node;
}

void passStatus(Plan& plan, const ir::Task& task, NodeId id, TaskInputs& inputs) {
  const std::vector<ir::Port>* ports = inputsOf(plan.program(), task);
  if (ports == nullptr) return;
  for (const ir::Port& port : *ports) {
    const auto* kind = std::get_if<ir::ParameterKind>(&port.type.kind);
    if (kind == nullptr || *kind != ir::ParameterKind::FinalStatus) continue;
    const bool given = std::any_of(task.arguments.begin(), task.arguments.end(),
                                   [&](const ir::Argument& argument) { return argument.port == port.name; });
    if (given) continue;
    const PlannedTask& planned = plan.task(id);
    if (planned.exit) {
      inputs.passStatus(port.name, handlerOf(plan, id)->name);
    } else if (task.options->alwaysRun && planned.dependencies.size() == 1) {
      inputs.passStatus(port.name, *planned.dependencies.begin());
    } else {
      plan.diags().report(plan.pipeline().nodes[id].origin, diag::internalError,
                          diag::Phrase("a final status is missing"));
    }
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

emit::Node pipelineOutputs(Plan& plan) {
  const ir::Pipeline& pipeline = plan.pipeline();
  std::map<std::string, SurfacedOutput> outputs;
  for (const ir::Output& output : pipeline.outputs) {
    const Channel* channel = plan.channel(output.value);
    if (channel == nullptr && plan.diags().hasErrors()) continue;  // told where the channel would be made
    if (channel == nullptr || channel->kind != Channel::Kind::Output || channel->home != kRootScope) {
      plan.diags().report(output.value.origin, diag::internalError,
                          diag::Phrase("a pipeline returns what is no output of a task"));
      continue;
    }
    const std::string name = pipeline.unnamedOutput ? std::string(kUnnamedOutput) : output.port.name;
    outputs.emplace(name, SurfacedOutput{channel->type, {{channel->producer, channel->name}}, output.value.origin});
  }
  return dagOutputs(outputs);
}

}  // namespace mlpc::backends::kfp
