#include "map/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "map/expression.h"
#include "map/settings.h"
#include "map/steps.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/ir/access.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

const ir::Value* settingOf(const std::vector<ir::Field>& settings, std::string_view name) {
  const ir::Value* value = setting(settings, name);
  return given(value) ? value : nullptr;
}

bool isServerPool(const ir::Value* pool) {
  return pool != nullptr && pool->text() != nullptr && *pool->text() == "server";
}

bool isHostedPool(const ir::Value* pool) {
  const ir::Value* name = ir::member(pool, "name");
  return given(ir::member(pool, "vm_image")) && (!given(name) || ir::text(name) == "Azure Pipelines");
}

// Where the current job runs, according to itself, its stage or the workflow.
const ir::Value* poolOf(const Context& context) {
  const ir::Value* pool = context.job != nullptr ? settingOf(context.job->settings, "pool") : nullptr;
  if (pool == nullptr && context.stage != nullptr) pool = settingOf(context.stage->settings, "pool");
  return pool != nullptr ? pool : settingOf(context.workflow.settings, "pool");
}

void displayName(Context& context, const std::vector<ir::Field>& settings, Node& node, Place place) {
  if (const ir::Value* name = settingOf(settings, "display_name")) {
    node.set("displayName", Node(text(context, *name, place, "a display name")).at(name->origin));
  }
}

// The names in `after`, then those whose outputs are used, each once.
std::vector<std::string> afterNames(const std::vector<ir::Field>& settings) {
  std::vector<std::string> names;
  const ir::Value* after = settingOf(settings, "after");
  const auto* list = after != nullptr ? after->as<ir::ListValue>() : nullptr;
  if (list == nullptr) return names;
  for (const ir::Value& item : list->items) {
    if (const auto* node = item.as<ir::NodeRef>()) names.push_back(node->name);
  }
  return names;
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

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
  JobWriter(Context& context, const ir::Job& job) : context_(context), job_(job) {}

  Node write() {
    if (job_.external) return templateNode(context_, *job_.external);
    context_.job = &job_;
    context_.hoisted.clear();
    node_.set(job_.deployment ? "deployment" : "job", job_.name);
    displayName(context_, job_.settings, node_, Place::Expansion);
    dependencies();
    // Before the steps, which use variables that must be declared above them.
    Node steps = job_.deployment ? strategy() : stepsNode(context_, job_.steps, job_.origin, runsOnServer(context_));
    std::optional<std::string> when;
    if (const ir::Value* value = settingOf(job_.settings, "when"))
      when = condition(context_, *value, ExpressionSlot::JobCondition);
    if (when) node_.set("condition", Node(*when).at(setting(job_.settings, "when")->origin));
    settings();
    Node variables = variablesNode(context_, job_.variables);
    addHeld(context_.hoisted, variables);
    if (!variables.empty()) node_.set("variables", std::move(variables));
    if (job_.deployment) {
      for (std::string_view name : {"matrix", "parallel", "max_parallel"}) {
        const ir::Value* value = settingOf(job_.settings, name);
        const auto* record = value != nullptr ? value->as<ir::RecordValue>() : nullptr;
        if (value != nullptr && (record == nullptr || !record->fields.empty()))
          context_.diags.report(value->origin, diag::notForDeployments, name);
      }
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
    std::vector<std::string> names = afterNames(job_.settings);
    forEachValue(job_, [&](const ir::Value& value) {
      const auto* output = value.as<ir::StepOutputRef>();
      if (output == nullptr || output->job.empty() || output->job == job_.name) return;
      const bool sameStage =
          output->stage.empty() || (context_.stage != nullptr && context_.stage->name == output->stage);
      if (sameStage) addOnce(names, output->job);
    });
    if (!names.empty()) node_.set("dependsOn", namesNode(names));
  }

  void settings() {
    if (const ir::Value* pool = settingOf(job_.settings, "pool")) node_.set("pool", poolNode(context_, *pool));
    if (const ir::Value* container = settingOf(job_.settings, "container"))
      node_.set("container", containerName(*container)).at(container->origin);
    if (const auto* services = recordOf(context_, settingOf(job_.settings, "services"), "the services of a job")) {
      Node map = Node::mapping();
      for (const ir::Field& field : services->fields) {
        map.set(field.key, containerName(field.value), field.keyOrigin).at(field.value.origin);
      }
      if (!map.empty()) node_.set("services", std::move(map));
    }
    if (const ir::Value* clean = settingOf(job_.settings, "clean")) {
      constexpr std::array<std::string_view, 3> kClean{"outputs", "resources", "all"};
      Node workspace = Node::mapping();
      setChoice(context_, workspace, "clean", clean, kClean, "what is cleaned");
      node_.set("workspace", std::move(workspace));
    }
    time("timeout", "timeoutInMinutes");
    hostedLimit();
    time("cancel_timeout", "cancelTimeoutInMinutes");
    setFlag(context_, node_, "continueOnError", settingOf(job_.settings, "continue_on_error"), {}, "this setting");
  }

  void time(std::string_view name, std::string_view key) {
    if (const ir::Value* value = settingOf(job_.settings, name))
      node_.set(key, Node(minutes(context_, *value)).at(value->origin));
  }

  // Microsoft's own agents end a job after six hours, whatever the file says ("Microsoft-hosted agents", limits).
  void hostedLimit() {
    const ir::Value* limit = settingOf(job_.settings, "timeout");
    const auto wanted = ir::duration(limit);
    if (wanted && wanted->inSeconds() > 6 * 60 * 60 && isHostedPool(poolOf(context_)))
      context_.diags.report(limit->origin, diag::hostedLimit, wanted->text());
  }

  std::string containerName(const ir::Value& value) {
    const auto* ref = value.as<ir::ResourceRef>();
    if (ref == nullptr) return text(context_, value, Place::Expansion, "a container");
    const ir::Resource& resource = context_.program.resources[ref->resource];
    context_.containers.emplace(resource.name, ref->resource);
    return resource.name;
  }

  void matrix() {
    const ir::Value* matrix = settingOf(job_.settings, "matrix");
    const auto* record = recordOf(context_, matrix, "a matrix");
    const bool hasMatrix = record != nullptr && !record->fields.empty();
    const ir::Value* parallel = settingOf(job_.settings, "parallel");
    const ir::Value* maxParallel = settingOf(job_.settings, "max_parallel");
    if (hasMatrix && parallel != nullptr) context_.diags.report(parallel->origin, diag::matrixAndParallel);
    if (!hasMatrix && maxParallel != nullptr) context_.diags.report(maxParallel->origin, diag::maxParallelAlone);
    Node strategy = Node::mapping();
    if (hasMatrix) {
      Node entries = Node::mapping();
      for (const ir::Field& entry : record->fields) {
        checkMatrixKey(entry);
        Node values = Node::mapping();
        if (const auto* variables = recordOf(context_, &entry.value, "an entry of a matrix")) {
          for (const ir::Field& field : variables->fields)
            values
                .set(field.key,
                     Node(text(context_, field.value, Place::Expansion, "a value of a matrix"))
                         .styled(emit::Style::Quoted),
                     field.keyOrigin)
                .at(field.value.origin);
        }
        entries.set(entry.key, std::move(values), entry.keyOrigin).at(entry.value.origin);
      }
      strategy.set("matrix", std::move(entries));
    }
    if (parallel != nullptr) strategy.set("parallel", early(context_, *parallel, "the number of runs"));
    if (maxParallel != nullptr) strategy.set("maxParallel", early(context_, *maxParallel, "the number of runs"));
    if (!strategy.empty()) node_.set("strategy", std::move(strategy));
  }

  // "letters, numbers and underscores, beginning with a letter, at most 100": the YAML schema reference on
  // jobs.job.strategy.
  void checkMatrixKey(const ir::Field& entry) {
    const std::string& key = entry.key;
    const bool fine = !key.empty() && key.size() <= 100 && std::isalpha(static_cast<unsigned char>(key.front())) != 0 &&
                      std::all_of(key.begin(), key.end(),
                                  [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
    if (!fine) context_.diags.report(entry.keyOrigin, diag::badMatrixKey, key);
  }

  void environment() {
    const ir::Value* environment = settingOf(job_.settings, "environment");
    if (environment == nullptr) return;
    if (const auto* record = environment->as<ir::RecordValue>()) {
      Node node = Node::mapping();
      constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kKeys{
          {{"name", "name"}, {"resource", "resourceName"}, {"resource_type", "resourceType"}}};
      for (const auto& [from, to] : kKeys) {
        if (const ir::Value* value = record->find(from); given(value))
          node.set(to, text(context_, *value, Place::Expansion, "an environment")).at(value->origin);
      }
      if (const auto* tags = listOf(context_, record->find("tags"), "the tags of an environment");
          tags != nullptr && !tags->items.empty()) {
        std::string joined;
        for (const ir::Value& tag : tags->items)
          joined += (joined.empty() ? "" : ",") + text(context_, tag, Place::Expansion, "a tag");
        node.set("tags", joined).at(record->find("tags")->origin);
      }
      node_.set("environment", std::move(node)).at(environment->origin);
      return;
    }
    Node name(text(context_, *environment, Place::Expansion, "an environment"));
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
      context_.hook = &hook;
      Node body = Node::mapping();
      body.at(hook.origin);
      const ir::Value* pool = settingOf(hook.settings, "pool");
      if (pool != nullptr) body.set("pool", poolNode(context_, *pool));
      body.set("steps", stepsNode(context_, hook.steps, hook.origin,
                                  pool != nullptr ? isServerPool(pool) : runsOnServer(context_)));
      if (hook.name == "on_failure")
        on.set("failure", std::move(body));
      else if (hook.name == "on_success")
        on.set("success", std::move(body));
      else if (hook.name == "pre_deploy")
        hooks.set("preDeploy", std::move(body));
      else if (hook.name == "route_traffic")
        hooks.set("routeTraffic", std::move(body));
      else if (hook.name == "post_route_traffic")
        hooks.set("postRouteTraffic", std::move(body));
      else
        hooks.set(hook.name, std::move(body));
      context_.hook = nullptr;
    }
    Node kind = Node::mapping();
    std::string name = "runOnce";
    const ir::Value* strategy = settingOf(job_.settings, "strategy");
    const bool once = strategy == nullptr || strategy->text() != nullptr;
    const auto* record = once ? nullptr : recordOf(context_, strategy, "a strategy");
    if (record != nullptr && record->find("canary") != nullptr) {
      name = "canary";
      kind.set("increments", increments(*record->find("canary")));
    } else if (record != nullptr && record->find("rolling") != nullptr) {
      name = "rolling";
      kind.set("maxParallel", early(context_, *record->find("rolling"), "the number of machines"));
      const ir::Value* environment = settingOf(job_.settings, "environment");
      const ir::Value* type = environment != nullptr ? environment->field("resource_type") : nullptr;
      const bool machines = type != nullptr && type->text() != nullptr && *type->text() == "virtualMachine";
      if (!machines) context_.diags.report(record->find("rolling")->origin, diag::rollingNeedsMachines);
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
    const auto* items = listOf(context_, &value, "the increments of `canary`");
    if (items == nullptr) return list;
    int64_t last = 0;
    bool fine = !items->items.empty();
    for (const ir::Value& item : items->items) {
      list.push(early(context_, item, "an increment of `canary`"));
      const int64_t* n = item.scalar() != nullptr ? item.scalar()->as<int64_t>() : nullptr;
      if (n == nullptr) continue;  // an input: Azure checks it
      fine = fine && *n > last && *n <= 100;
      last = *n;
    }
    if (!fine) context_.diags.report(value.origin, diag::badCanary);
    list.styled(emit::Style::Flow);
    return list;
  }

  Context& context_;
  const ir::Job& job_;
  Node node_ = Node::mapping();
};

}  // namespace

bool runsOnServer(const Context& context) { return isServerPool(poolOf(context)); }

Node poolNode(Context& context, const ir::Value& pool) {
  if (pool.text() != nullptr) return Node(*pool.text()).at(pool.origin);  // "server"
  Node node = Node::mapping();
  const auto* record = pool.as<ir::RecordValue>();
  if (record == nullptr) return Node(text(context, pool, Place::Expansion, "a pool")).at(pool.origin);
  if (const ir::Value* name = record->find("name"); given(name))
    node.set("name", Node(text(context, *name, Place::Input, "a pool")).at(name->origin));
  if (const ir::Value* image = record->find("vm_image"); given(image))
    node.set("vmImage", Node(text(context, *image, Place::Input, "an image")).at(image->origin));
  if (const auto* demands = listOf(context, record->find("demands"), "the demands of a pool");
      demands != nullptr && !demands->items.empty()) {
    Node list = Node::sequence();
    for (const ir::Value& demand : demands->items) {
      const std::string* words = demand.text();
      // "exists" and "equals" are the only operators: the YAML schema reference on pool.demands.
      if (words != nullptr && words->find(' ') != std::string::npos && words->find(" -equals ") == std::string::npos)
        context.diags.report(demand.origin, diag::badDemand, *words);
      list.push(Node(text(context, demand, Place::Expansion, "a demand"))).at(demand.origin);
    }
    node.set("demands", std::move(list));
  }
  node.at(pool.origin);
  return node;
}

Node variablesNode(Context& context, const std::vector<ir::Variable>& variables, const std::set<std::string>& groups) {
  Node list = Node::sequence();
  for (const std::string& group : groups) {
    Node entry = Node::mapping();
    entry.set("group", group);
    list.push(std::move(entry)).at(context.originOfGroup(group));
  }
  for (const ir::Variable& variable : variables) {
    Node entry = Node::mapping();
    entry.set("name", context.variableName(variable.name));
    entry.set("value", Node(text(context, variable.value, Place::Variable, "a variable")).at(variable.value.origin));
    list.push(std::move(entry).at(variable.origin));
  }
  return list;
}

void addHeld(const std::vector<HeldVariable>& held, Node& variables) {
  for (const HeldVariable& variable : held) {
    Node entry = Node::mapping();
    entry.set("name", variable.name);
    entry.set("value", variable.value);
    variables.push(std::move(entry)).at(variable.origin);
  }
}

Node stepsNode(Context& context, const std::vector<ir::Step>& steps, source::Span owner, bool serverJob) {
  if (steps.empty()) context.diags.report(owner, diag::noSteps);
  std::set<std::string> published;
  for (const ir::Step& step : steps) {
    const ir::Value* artifact = step.kind == "publish" ? setting(step.arguments, "artifact") : nullptr;
    if (artifact != nullptr && artifact->text() != nullptr && !published.insert(*artifact->text()).second)
      context.diags.report(artifact->origin, diag::artifactTwice, *artifact->text());
  }
  Node list = Node::sequence();
  for (const ir::Step& step : steps) list.push(stepNode(context, step, serverJob));
  return list;
}

Node jobNode(Context& context, const ir::Job& job) { return JobWriter(context, job).write(); }

Node stageNode(Context& context, const ir::Stage& stage) {
  if (stage.external) return templateNode(context, *stage.external);
  context.stage = &stage;
  Node node = Node::mapping();
  node.set("stage", stage.name);
  displayName(context, stage.settings, node, Place::Expansion);
  const ir::Value* after = settingOf(stage.settings, "after");
  std::vector<std::string> names = afterNames(stage.settings);
  const bool written = after != nullptr;
  std::vector<std::string> used;
  auto use = [&](const ir::Value& value) {
    const auto* output = value.as<ir::StepOutputRef>();
    if (output != nullptr && !output->stage.empty() && output->stage != stage.name) addOnce(used, output->stage);
  };
  forEachValue(stage.settings, use);
  for (const ir::Variable& variable : stage.variables) ir::forEach(variable.value, use);
  for (const ir::Job& job : stage.jobs) forEachValue(job, use);
  if (written || !used.empty()) {
    // An output of an earlier stage makes that a dependency; if nothing else was written, the previous stage remains
    // one too.
    if (!written) {
      for (size_t i = 1; i < context.workflow.stages.size(); ++i) {
        if (&context.workflow.stages[i] == &stage) names.push_back(context.workflow.stages[i - 1].name);
      }
    }
    for (const std::string& name : used) addOnce(names, name);
    Node list = names.empty() ? Node::sequence() : namesNode(names);
    node.set("dependsOn", std::move(list));
  }
  if (const ir::Value* when = settingOf(stage.settings, "when")) {
    if (auto c = condition(context, *when, ExpressionSlot::StageCondition))
      node.set("condition", Node(*c).at(when->origin));
  }
  if (const ir::Value* pool = settingOf(stage.settings, "pool")) node.set("pool", poolNode(context, *pool));
  constexpr std::array<std::string_view, 2> kLocks{"sequential", "runLatest"};
  setChoice(context, node, "lockBehavior", settingOf(stage.settings, "lock"), kLocks, "a lock");
  setFlag(context, node, "trigger", settingOf(stage.settings, "manual"), {"manual", {}}, "this setting");
  setFlag(context, node, "isSkippable", settingOf(stage.settings, "skippable"), {{}, false}, "this setting");
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
