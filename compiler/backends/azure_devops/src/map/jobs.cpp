#include "map/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

#include "expression.h"
#include "map/settings.h"
#include "map/steps.h"
#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/kinds.h"
#include "output_names.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;
using vocabulary::ResourceField;
using vocabulary::ado::CanaryStrategy;
using vocabulary::ado::Deployment;
using vocabulary::ado::EnvironmentResource;
using vocabulary::ado::Hook;
using vocabulary::ado::Job;
using vocabulary::ado::JobClean;
using vocabulary::ado::NamedPool;
using vocabulary::ado::RollingStrategy;
using vocabulary::ado::Stage;
using vocabulary::ado::StageLock;

const ir::ListValue* listOf(const ir::Value* value) { return value != nullptr ? value->as<ir::ListValue>() : nullptr; }

/// What a group of variables is needed for: its declaration, or else its first use.
source::Span originOfGroup(const MapContext& context, std::string_view group) {
  for (const ir::Resource& resource : context.program.resources) {
    if (resource.kind != vocabulary::Kind::AdoVariableGroup || resource.resourceName != group) continue;
    const ir::Value* name = resource.fields.find(ResourceField::Name);
    return name == nullptr ? resource.origin : name->origin;
  }
  const auto& all = context.uses.groupVariables;
  const auto used = std::find_if(all.begin(), all.end(), [&](const auto& variable) { return variable.group == group; });
  return used == all.end() ? source::Span() : used->origin;
}

void displayName(MapContext& context, const std::vector<ir::Field>& settings, Node& node, Place place) {
  if (const ir::Value* name = settingOf(settings, Job::DisplayName)) {
    node.set("displayName", Node(text(context, *name, place)).at(name->origin));
  }
}

// The names in `after`, then those whose outputs are used, each once.
std::vector<std::string> afterNames(const std::vector<ir::Field>& settings) {
  std::vector<std::string> names;
  const ir::Value* after = settingOf(settings, Job::After);
  const auto* list = after != nullptr ? after->as<ir::ListValue>() : nullptr;
  if (list == nullptr) return names;
  for (const ir::Value& item : list->items) {
    if (const auto* node = item.as<ir::NodeRef>()) names.push_back(node->name);
  }
  return names;
}

/// Names, each once, in the order in which they came.
class Names {
 public:
  explicit Names(std::vector<std::string> first = {}) : list_(std::move(first)), known_(list_.begin(), list_.end()) {}

  void add(const std::string& name) {
    if (!name.empty() && known_.insert(name).second) list_.push_back(name);
  }
  [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

 private:
  std::vector<std::string> list_;
  std::unordered_set<std::string> known_;
};

template <typename Visit>
void forEachValue(const std::vector<ir::Field>& fields, Visit&& visit) {
  for (const ir::Field& field : fields) ir::forEach(field.value, visit);
}

template <typename Visit>
void forEachValue(const ir::Job& job, Visit&& visit) {
  forEachValue(job.settings, visit);
  for (const ir::Variable& variable : job.variables) ir::forEach(variable.value, visit);
  auto steps = [&](const std::vector<ir::Step>& list) {
    for (const ir::Step& step : list) {
      forEachValue(step.arguments, visit);
      forEachValue(step.settings, visit);
      if (step.script) ir::forEach(*step.script, visit);
    }
  };
  steps(job.steps);
  for (const ir::Hook& hook : job.hooks) {
    forEachValue(hook.settings, visit);
    steps(hook.steps);
  }
}

Node namesNode(const std::vector<std::string>& names) {
  if (names.size() == 1) return Node(names.front());
  Node list = Node::sequence();
  for (const std::string& name : names) list.push(Node(name));
  return list;
}

class JobWriter {
 public:
  JobWriter(MapContext& context, const ir::Job& job) : context_(context), job_(job) {}

  Node write() {
    if (job_.external) return templateNode(context_, *job_.external);
    context_.job = &job_;
    context_.hoisted.clear();
    node_.set(job_.deployment ? "deployment" : "job", job_.name);
    displayName(context_, job_.settings, node_, Place::Expansion);
    dependencies();
    // Before the steps, which use variables that must be declared above them.
    Node steps = job_.deployment ? strategy() : stepsNode(context_, job_.steps);
    std::optional<std::string> when;
    if (const ir::Value* value = settingOf(job_.settings, Job::When))
      when = condition(context_, *value, ExpressionSlot::JobCondition);
    if (when) node_.set("condition", Node(*when).at(setting(job_.settings, Job::When)->origin));
    settings();
    Node variables = variablesNode(context_, job_.variables);
    addHeld(context_.hoisted, variables);
    if (!variables.empty()) node_.set("variables", std::move(variables));
    if (job_.deployment) {
      environment();
      node_.set("strategy", std::move(steps));
    } else {
      matrix();
      node_.set("steps", std::move(steps));
    }
    node_.at(job_.origin);
    context_.job = nullptr;
    context_.hoisted.clear();
    return std::move(node_);
  }

 private:
  void dependencies() {
    Names names(afterNames(job_.settings));
    forEachValue(job_, [&](const ir::Value& value) {
      const auto* output = value.as<ir::StepOutputRef>();
      if (output == nullptr || output->job.empty() || output->job == job_.name) return;
      const bool sameStage =
          output->stage.empty() || (context_.stage != nullptr && context_.stage->name == output->stage);
      if (sameStage) names.add(output->job);
    });
    if (!names.list().empty()) node_.set("dependsOn", namesNode(names.list()));
  }

  void settings() {
    if (const ir::Value* pool = settingOf(job_.settings, Job::Pool)) node_.set("pool", poolNode(context_, *pool));
    if (const ir::Value* container = settingOf(job_.settings, Job::Container))
      node_.set("container", containerName(*container)).at(container->origin);
    if (const auto* services = recordOf(settingOf(job_.settings, Job::Services))) {
      Node map = Node::mapping();
      for (const ir::Field& field : services->fields) {
        map.set(field.key, containerName(field.value), field.keyOrigin).at(field.value.origin);
      }
      if (!map.empty()) node_.set("services", std::move(map));
    }
    if (const ir::Value* clean = settingOf(job_.settings, Job::Clean)) {
      Node workspace = Node::mapping();
      constexpr std::array kClean{name(JobClean::Outputs), name(JobClean::Resources), name(JobClean::All)};
      setChoice(context_, workspace, "clean", clean, kClean);
      node_.set("workspace", std::move(workspace));
    }
    time(Job::Timeout, "timeoutInMinutes");
    time(Job::CancelTimeout, "cancelTimeoutInMinutes");
    setFlag(context_, node_, "continueOnError", settingOf(job_.settings, Job::ContinueOnError));
  }

  void time(vocabulary::FieldName name, std::string_view key) {
    if (const ir::Value* value = settingOf(job_.settings, name))
      node_.set(key, Node(minutes(*value)).at(value->origin));
  }

  std::string containerName(const ir::Value& value) {
    const auto* ref = value.as<ir::ResourceRef>();
    if (ref == nullptr) return text(context_, value, Place::Expansion);
    const ir::Resource& resource = context_.program.resources[ref->resource];
    return resource.name;
  }

  void matrix() {
    const ir::Value* matrix = settingOf(job_.settings, Job::Matrix);
    const auto* record = recordOf(matrix);
    const bool hasMatrix = record != nullptr && !record->fields.empty();
    const ir::Value* parallel = settingOf(job_.settings, Job::Parallel);
    const ir::Value* maxParallel = settingOf(job_.settings, Job::MaxParallel);
    Node strategy = Node::mapping();
    if (hasMatrix) {
      Node entries = Node::mapping();
      for (const ir::Field& entry : record->fields) {
        Node values = Node::mapping();
        if (const auto* variables = recordOf(&entry.value)) {
          for (const ir::Field& field : variables->fields)
            values
                .set(field.key, Node(text(context_, field.value, Place::Expansion)).styled(emit::Style::Quoted),
                     field.keyOrigin)
                .at(field.value.origin);
        }
        entries.set(entry.key, std::move(values), entry.keyOrigin).at(entry.value.origin);
      }
      strategy.set("matrix", std::move(entries));
    }
    if (parallel != nullptr) strategy.set("parallel", early(context_, *parallel));
    if (maxParallel != nullptr) strategy.set("maxParallel", early(context_, *maxParallel));
    if (!strategy.empty()) node_.set("strategy", std::move(strategy));
  }

  void environment() {
    const ir::Value* environment = settingOf(job_.settings, Deployment::Environment);
    if (environment == nullptr) return;
    if (const auto* record = environment->as<ir::RecordValue>()) {
      Node node = Node::mapping();
      constexpr std::array<std::pair<EnvironmentResource, std::string_view>, 3> kKeys{
          {{EnvironmentResource::Name, "name"},
           {EnvironmentResource::Resource, "resourceName"},
           {EnvironmentResource::ResourceType, "resourceType"}}};
      for (const auto& [from, to] : kKeys) {
        if (const ir::Value* value = record->find(from); given(value))
          node.set(to, text(context_, *value, Place::Expansion)).at(value->origin);
      }
      if (const auto* tags = listOf(record->find(EnvironmentResource::Tags)); tags != nullptr && !tags->items.empty()) {
        std::string joined;
        for (const ir::Value& tag : tags->items)
          joined += (joined.empty() ? "" : ",") + text(context_, tag, Place::Expansion);
        node.set("tags", joined).at(record->find(EnvironmentResource::Tags)->origin);
      }
      node_.set("environment", std::move(node)).at(environment->origin);
      return;
    }
    Node name(text(context_, *environment, Place::Expansion));
    name.at(environment->origin);
    // Written as a string, `a.b` is the resource `b` of the environment `a`.
    const auto* resource = environment->as<ir::ResourceRef>();
    if (resource != nullptr &&
        context_.program.resources[resource->resource].resourceName.find('.') != std::string::npos) {
      node_["environment"].set("name", std::move(name));
    } else {
      node_.set("environment", std::move(name));
    }
  }

  Node strategy() {
    Node hooks = Node::mapping();
    Node on = Node::mapping();
    for (const ir::Hook& hook : job_.hooks) {
      Node body = Node::mapping();
      body.at(hook.origin);
      const ir::Value* pool = settingOf(hook.settings, Hook::Pool);
      if (pool != nullptr) body.set("pool", poolNode(context_, *pool));
      body.set("steps", stepsNode(context_, hook.steps));
      (isOutcome(hook.name) ? on : hooks).set(azureName(hook.name), std::move(body));
    }
    Node kind = Node::mapping();
    std::string name = "runOnce";
    const ir::Value* strategy = settingOf(job_.settings, Deployment::Strategy);
    const bool once = strategy == nullptr || strategy->text() != nullptr;
    const auto* record = once ? nullptr : recordOf(strategy);
    if (record != nullptr && record->find(CanaryStrategy::Canary) != nullptr) {
      name = "canary";
      kind.set("increments", increments(*record->find(CanaryStrategy::Canary)));
    } else if (record != nullptr && record->find(RollingStrategy::Rolling) != nullptr) {
      name = "rolling";
      kind.set("maxParallel", early(context_, *record->find(RollingStrategy::Rolling)));
    }
    if (auto* entries = hooks.as<Node::Mapping>()) {
      for (emit::Entry& entry : *entries) kind.set(entry.key, std::move(entry.value));
    }
    if (!on.empty()) kind.set("on", std::move(on));
    Node node = Node::mapping();
    node.set(name, std::move(kind));
    return node;
  }

  Node increments(const ir::Value& value) {
    Node list = Node::sequence();
    const auto* items = listOf(&value);
    if (items == nullptr) return list;
    for (const ir::Value& item : items->items) list.push(early(context_, item));
    list.styled(emit::Style::Flow);
    return list;
  }

  MapContext& context_;
  const ir::Job& job_;
  Node node_ = Node::mapping();
};

}  // namespace

Node poolNode(MapContext& context, const ir::Value& pool) {
  if (pool.text() != nullptr) return Node(*pool.text()).at(pool.origin);  // "server"
  Node node = Node::mapping();
  const auto* record = pool.as<ir::RecordValue>();
  if (record == nullptr) return Node(text(context, pool, Place::Expansion)).at(pool.origin);
  if (const ir::Value* name = record->find(NamedPool::Name); given(name))
    node.set("name", Node(text(context, *name, Place::Input)).at(name->origin));
  if (const ir::Value* image = record->find(NamedPool::VmImage); given(image))
    node.set("vmImage", Node(text(context, *image, Place::Input)).at(image->origin));
  if (const auto* demands = listOf(record->find(NamedPool::Demands)); demands != nullptr && !demands->items.empty()) {
    Node list = Node::sequence();
    for (const ir::Value& demand : demands->items) {
      list.push(Node(text(context, demand, Place::Expansion))).at(demand.origin);
    }
    node.set("demands", std::move(list));
  }
  node.at(pool.origin);
  return node;
}

Node variablesNode(MapContext& context, const std::vector<ir::Variable>& variables,
                   const std::set<std::string>& groups) {
  Node list = Node::sequence();
  for (const std::string& group : groups) {
    Node entry = Node::mapping();
    entry.set("group", group);
    list.push(std::move(entry)).at(originOfGroup(context, group));
  }
  for (const ir::Variable& variable : variables) {
    Node entry = Node::mapping();
    entry.set("name", context.variableName(variable.name));
    entry.set("value", Node(text(context, variable.value, Place::Variable)).at(variable.value.origin));
    list.push(std::move(entry).at(variable.origin));
  }
  return list;
}

void addHeld(const HeldVariables& held, Node& variables) {
  for (const HeldVariable& variable : held) {
    Node entry = Node::mapping();
    entry.set("name", variable.name);
    entry.set("value", variable.value);
    variables.push(std::move(entry)).at(variable.origin);
  }
}

Node stepsNode(MapContext& context, const std::vector<ir::Step>& steps) {
  Node list = Node::sequence();
  for (const ir::Step& step : steps) list.push(stepNode(context, step));
  return list;
}

Node jobNode(MapContext& context, const ir::Job& job) { return JobWriter(context, job).write(); }

Node stageNode(MapContext& context, const ir::Stage& stage) {
  if (stage.external) return templateNode(context, *stage.external);
  context.stage = &stage;
  Node node = Node::mapping();
  node.set("stage", stage.name);
  displayName(context, stage.settings, node, Place::Expansion);
  const ir::Value* after = settingOf(stage.settings, Stage::After);
  std::vector<std::string> names = afterNames(stage.settings);
  const bool written = after != nullptr;
  Names used;
  auto use = [&](const ir::Value& value) {
    const auto* output = value.as<ir::StepOutputRef>();
    if (output != nullptr && !output->stage.empty() && output->stage != stage.name) used.add(output->stage);
  };
  forEachValue(stage.settings, use);
  for (const ir::Variable& variable : stage.variables) ir::forEach(variable.value, use);
  for (const ir::Job& job : stage.jobs) forEachValue(job, use);
  if (written || !used.list().empty()) {
    // An output of an earlier stage makes that a dependency; if nothing else was written, the previous stage remains
    // one too.
    if (!written) {
      const auto index = static_cast<size_t>(&stage - context.workflow.stages.data());
      if (index > 0) names.push_back(context.workflow.stages[index - 1].name);
    }
    Names all(std::move(names));
    for (const std::string& name : used.list()) all.add(name);
    Node list = all.list().empty() ? Node::sequence() : namesNode(all.list());
    node.set("dependsOn", std::move(list));
  }
  if (const ir::Value* when = settingOf(stage.settings, Stage::When)) {
    if (auto c = condition(context, *when, ExpressionSlot::StageCondition))
      node.set("condition", Node(*c).at(when->origin));
  }
  if (const ir::Value* pool = settingOf(stage.settings, Stage::Pool)) node.set("pool", poolNode(context, *pool));
  constexpr std::array kLocks{name(StageLock::Sequential), name(StageLock::RunLatest)};
  setChoice(context, node, "lockBehavior", settingOf(stage.settings, Stage::Lock), kLocks);
  setFlag(context, node, "trigger", settingOf(stage.settings, Stage::Manual), {"manual", {}});
  setFlag(context, node, "isSkippable", settingOf(stage.settings, Stage::Skippable), {{}, false});
  Node variables = variablesNode(context, stage.variables);
  if (!variables.empty()) node.set("variables", std::move(variables));
  Node jobs = Node::sequence();
  for (const ir::Job& job : stage.jobs) jobs.push(jobNode(context, job));
  node.set("jobs", std::move(jobs));
  node.at(stage.origin);
  context.stage = nullptr;
  return node;
}

}  // namespace mlpc::backends::azure_devops
