#include "legalize/planner.h"

#include <algorithm>

#include "mlpc/diag/kfp.h"
#include "mlpc/diag/lowering.h"
#include "values.h"

namespace mlpc::backends::kfp {

using ir::NodeId;
using support::Overload;

Plan Planner::run() && {
  tasks_.resize(pipeline_->nodes.size());
  scopeOfNode_.resize(pipeline_->nodes.size(), kRootScope);
  scopes_.emplace_back();
  takeGivenNames();
  number(pipeline_->body, kRootScope);
  connect(pipeline_->body, kRootScope);
  // What is returned has to be passed out of its groups too.
  for (const ir::Output& output : pipeline_->outputs) channel(output.value);
  return std::move(static_cast<Plan&>(*this));
}

ScopeIndex Planner::addScope(Scope::Kind kind, ScopeIndex parent, NodeId node, uint32_t branch) {
  const auto index = static_cast<ScopeIndex>(scopes_.size());
  Scope& scope = scopes_.emplace_back();
  scope.kind = kind;
  scope.parent = parent;
  scope.depth = scopes_[parent].depth + 1;
  scope.node = node;
  scope.branch = branch;
  scopes_[parent].groups.push_back(index);
  return index;
}

void Planner::number(const ir::Region& region, ScopeIndex scope) {
  for (const NodeId id : region.nodes) {
    std::visit(Overload{
                   [&](const ir::Task&) {
                     nameTask(id, scope);
                     scopes_[scope].tasks.push_back(id);
                   },
                   [&](const ir::Conditional& conditional) { numberConditional(id, conditional, scope); },
                   [&](const ir::Loop& loop) { numberLoop(id, loop, scope); },
                   [&](const ir::ExitHandler& handler) {
                     // In the SDK, the exit task comes before its group.
                     nameTask(handler.exitTask, kRootScope);
                     tasks_[handler.exitTask.index()].exit = true;
                     exitTasks_.push_back(handler.exitTask);
                     const ScopeIndex group = addScope(Scope::Kind::ExitHandler, scope, id);
                     handlers_.emplace(handler.exitTask, group);
                     scopes_[group].name = "exit-handler-" + std::to_string(nextGroup());
                     scopeOfNode_[id.index()] = group;
                     number(handler.body, group);
                   },
               },
               pipeline_->nodes[id].what);
  }
}

void Planner::numberConditional(NodeId id, const ir::Conditional& conditional, ScopeIndex scope) {
  const uint32_t first = nextGroup();
  ScopeIndex parent = scope;
  if (conditional.branches.size() > 1) {
    parent = addScope(Scope::Kind::Branches, scope, id);
    scopes_[parent].name = "condition-branches-" + std::to_string(first);
    scopeOfNode_[id.index()] = parent;
  }
  for (uint32_t i = 0; i < conditional.branches.size(); ++i) {
    const ScopeIndex branch = addScope(Scope::Kind::Condition, parent, id, i);
    if (parent == scope) scopeOfNode_[id.index()] = branch;
    scopes_[branch].name = "condition-" + std::to_string(i == 0 ? first : nextGroup());
    number(conditional.branches[i].body, branch);
    // Only when an `else` follows does the SDK wrap the first branch, and then the wrapper gets its number.
    if (i == 0 && parent != scope) scopes_[branch].name = "condition-" + std::to_string(nextGroup());
  }
}

void Planner::numberLoop(NodeId id, const ir::Loop& loop, ScopeIndex scope) {
  // Constant items have their own number, which comes before that of the group.
  if (loop.items.as<ir::ListValue>() != nullptr) {
    Channel item;
    item.kind = Channel::Kind::Item;
    item.name = "loop-item-param-" + std::to_string(nextGroup());
    item.type = channelType(loop.itemType);
    const ScopeIndex group = addScope(Scope::Kind::Loop, scope, id);
    item.home = group;
    scopes_[group].item = make(std::move(item));
    scopeOfNode_[id.index()] = group;
  } else {
    scopeOfNode_[id.index()] = addScope(Scope::Kind::Loop, scope, id);
  }
  const ScopeIndex group = scopeOfNode_[id.index()];
  scopes_[group].name = "for-loop-" + std::to_string(nextGroup());
  number(loop.body, group);
}

void Planner::nameTask(NodeId id, ScopeIndex scope) {
  PlannedTask& task = tasks_[id.index()];
  task.scope = scope;
  if (!task.name.empty()) return;
  task.name = taskNames_.claim(taskBaseName(*std::get_if<ir::Task>(&pipeline_->nodes[id].what)));
}

void Planner::takeGivenNames() {
  for (size_t i = 0; i < tasks_.size(); ++i) {
    const auto* task = std::get_if<ir::Task>(&pipeline_->nodes[ir::NodeId(static_cast<uint32_t>(i))].what);
    if (task == nullptr || !task->options->name) continue;
    const ir::Value& given = *task->options->name;
    const std::string* name = given.text();
    if (name == nullptr) {
      diags_.report(given.origin, diag::kfpRunTimeSetting, "name");
    } else if (name->empty() || objectName(*name) != *name) {
      diags_.report(given.origin, diag::kfpTaskName, *name);
    } else if (taskNames_.contains(*name)) {
      diags_.report(given.origin, diag::equalNames, *name, diag::Phrase("task"));
    } else {
      taskNames_.insert(*name);
      tasks_[i].name = *name;
    }
  }
}

std::string Planner::taskBaseName(const ir::Task& task) const {
  const auto named = [](const std::string& emitted, const std::string& name) {
    std::string result = objectName(emitted.empty() ? name : emitted);
    return result.empty() ? std::string("task") : result;
  };
  return std::visit(
      Overload{
          [&](ir::ComponentId id) {
            const ir::Component& component = program_->components[id];
            if (component.builtin == Builtin::KubernetesCreatePvc) return std::string("createpvc");
            if (component.builtin == Builtin::KubernetesDeletePvc) return std::string("deletepvc");
            return named(component.emittedName, component.name);
          },
          [&](ir::PipelineId id) { return named(program_->pipelines[id].emittedName, program_->pipelines[id].name); },
          [&](ir::TrainJobId id) { return named({}, program_->trainJobs[id].name); },
          [&](const ir::Importer&) { return std::string("importer"); },
      },
      task.callee);
}

ScopeIndex Planner::homeOf(NodeId node) const {
  if (std::holds_alternative<ir::Task>(pipeline_->nodes[node].what)) return tasks_[node.index()].scope;
  return scopes_[scopeOfNode_[node.index()]].parent;
}

ScopeIndex Planner::commonScope(ScopeIndex a, ScopeIndex b) const {
  while (a != b) {
    if (scopes_[a].depth >= scopes_[b].depth) {
      a = scopes_[a].parent;
    } else {
      b = scopes_[b].parent;
    }
  }
  return a;
}

void Planner::connect(const ir::Region& region, ScopeIndex scope) {
  for (const NodeId id : region.nodes) {
    std::visit(Overload{
                   [&](const ir::Task&) { connectTask(id); },
                   [&](const ir::Conditional& conditional) { connectConditional(id, conditional); },
                   [&](const ir::Loop& loop) {
                     const ScopeIndex group = scopeOfNode_[id.index()];
                     connectLoop(loop, group);
                     connect(loop.body, group);
                   },
                   [&](const ir::ExitHandler& handler) {
                     connectTask(handler.exitTask);
                     connect(handler.body, scopeOfNode_[id.index()]);
                   },
               },
               pipeline_->nodes[id].what);
  }
  connectConditionsOf(scope);
}

void Planner::connectConditional(NodeId id, const ir::Conditional& conditional) {
  const ScopeIndex top = scopeOfNode_[id.index()];
  std::vector<const Channel*> seen;
  for (uint32_t i = 0; i < conditional.branches.size(); ++i) {
    const ir::Branch& branch = conditional.branches[i];
    const ScopeIndex group = scopes_[top].kind == Scope::Kind::Branches ? scopes_[top].groups[i] : top;
    // A branch also tests the conditions of the previous branches.
    if (branch.condition) collect(*branch.condition, seen);
    scopes_[group].conditionChannels = seen;
    for (const Channel* channel : seen) scopes_[group].inputs.emplace(channel->input, channel);
    connect(branch.body, group);
  }
}

void Planner::connectLoop(const ir::Loop& loop, ScopeIndex group) {
  if (scopes_[group].item == nullptr) {
    const Channel* list = channel(loop.items);
    if (list == nullptr) return;
    Channel item;
    item.kind = Channel::Kind::Item;
    item.producer = list->producer;
    item.name = list->name + "-loop-item";
    item.home = list->home;
    item.base = const_cast<Channel*>(list);
    item.type = channelType(loop.itemType);
    if (list->kind == Channel::Kind::Field && !item.type.artifact &&
        (item.type.parameter == ir::ParameterKind::Map || item.type.parameter == ir::ParameterKind::List)) {
      item.type.parameter = ir::ParameterKind::String;  // the SDK knows no types inside records
    }
    for (ScopeIndex outer = scopes_[group].parent; outer != kRootScope; outer = scopes_[outer].parent) {
      const Channel* other = scopes_[outer].item;
      if (other != nullptr && other->name == item.name && other->producer == item.producer &&
          usesItem(*pipeline_, loop.body, scopes_[outer].node)) {
        item.name += "-" + std::to_string(scopes_[group].depth);
      }
    }
    scopes_[group].item = make(std::move(item));
    const Channel& root = list->root();
    if (root.kind == Channel::Kind::Output) {
      depend(root.producer, root.home, scopes_[group].parent, scopes_[group].dependencies);
    }
    bring(*list, scopes_[group].parent);
    scopes_[group].inputs.emplace(list->input, list);
  }
  scopes_[group].inputs.emplace(scopes_[group].item->input, scopes_[group].item);
}

void Planner::connectTask(NodeId id) {
  const auto& task = *std::get_if<ir::Task>(&pipeline_->nodes[id].what);
  PlannedTask& planned = tasks_[id.index()];
  const auto take = [&](const Channel& channel, std::set<std::string>& dependencies) {
    bring(channel, planned.scope);
    const Channel& root = channel.root();
    if (root.kind == Channel::Kind::Output) depend(root.producer, root.home, planned.scope, dependencies);
  };
  std::vector<const Channel*> channels;
  collect(task, channels);
  for (const Channel* channel : channels) take(*channel, planned.dependencies);
  for (const ir::NodeRef& after : task.options->after) {
    if (after.node.valid()) depend(unitName(after.node), homeOf(after.node), planned.scope, planned.dependencies);
  }
  for (const ir::Argument& argument : task.arguments) {
    const auto* status = argument.value.as<ir::FinalStatusRef>();
    if (status != nullptr && status->producer.valid() && homeOf(status->producer) == planned.scope) {
      planned.dependencies.insert(unitName(status->producer));
    }
  }
  channels.clear();
  collectContainer(*task.options, channels);
  if (channels.empty()) return;
  std::set<std::string> producers;
  for (const Channel* channel : channels) take(*channel, producers);
  for (const std::string& producer : producers) {
    if (planned.dependencies.insert(producer).second) unlisted_[id].insert(producer);
  }
}

void Planner::connectConditionsOf(ScopeIndex scope) {
  if (scopes_[scope].tasks.empty()) return;
  // The SDK treats a condition as an input of every task under it, so groups inside the condition's group get it too.
  for (ScopeIndex group = scope; group != kRootScope; group = scopes_[group].parent) {
    for (const Channel* channel : scopes_[group].conditionChannels) {
      bring(*channel, scope);
      const Channel& root = channel->root();
      if (root.kind == Channel::Kind::Output) depend(root.producer, root.home, scope, scopes_[scope].dependencies);
    }
  }
}

void Planner::depend(const std::string& upstream, ScopeIndex home, ScopeIndex scope, std::set<std::string>& own) {
  const ScopeIndex common = commonScope(home, scope);
  const std::string* name = &upstream;
  for (ScopeIndex at = home; at != common; at = scopes_[at].parent) name = &scopes_[at].name;
  std::set<std::string>* waiting = &own;
  for (ScopeIndex at = scope; at != common; at = scopes_[at].parent) waiting = &scopes_[at].dependencies;
  waiting->insert(*name);
}

void Planner::bring(const Channel& channel, ScopeIndex scope) {
  // From the source to the channel: `xs`, `x`, `x.rows`, `row`. Like the SDK, a group takes in the most general one
  // that it does not have yet.
  std::vector<const Channel*> chain;
  for (const Channel* at = &channel; at != nullptr; at = at->base) chain.push_back(at);
  const Channel& root = *chain.back();

  ScopeIndex top = kRootScope;
  if (root.kind == Channel::Kind::Output) top = commonScope(root.home, scope);
  if (root.kind == Channel::Kind::Item) {
    top = root.home;
    if (chain.size() > 2) chain.pop_back();
  }
  std::vector<ScopeIndex> path;
  for (ScopeIndex at = scope; at != top; at = scopes_[at].parent) {
    if (at == kRootScope) return;  // not visible there, which was reported where it is used
    path.push_back(at);
  }
  for (auto at = path.rbegin(); at != path.rend() && !chain.empty(); ++at) {
    Scope& group = scopes_[*at];
    group.inputs.emplace(chain.back()->input, chain.back());
    // What is used itself has to be passed all the way, even a list inside a loop over it.
    for (const Channel* held = chain.size() > 1 ? group.item : nullptr; held != nullptr; held = held->base) {
      if (held == chain.back()) {
        chain.pop_back();
        break;
      }
    }
  }
}
}  // namespace mlpc::backends::kfp
