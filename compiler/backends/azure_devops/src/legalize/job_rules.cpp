#include <algorithm>
#include <array>
#include <cctype>

#include "legalize/value_rules.h"
#include "legalize/workflow_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::ado::CanaryStrategy;
using vocabulary::ado::Deployment;
using vocabulary::ado::EnvironmentResource;
using vocabulary::ado::EnvironmentResourceResourceType;
using vocabulary::ado::Hook;
using vocabulary::ado::Job;
using vocabulary::ado::NamedPool;
using vocabulary::ado::RollingStrategy;
using vocabulary::ado::Stage;
using vocabulary::ado::Workflow;

bool isServerPool(const ir::Value* pool) {
  return pool != nullptr && pool->text() != nullptr && *pool->text() == "server";
}

bool isHostedPool(const ir::Value* pool) {
  const ir::Value* name = ir::member(pool, NamedPool::Name);
  return given(ir::member(pool, NamedPool::VmImage)) && (!given(name) || ir::text(name) == "Azure Pipelines");
}

// Where the current job runs, according to itself, its stage or the workflow.
const ir::Value* poolOf(const Context& context) {
  const ir::Value* pool = context.job != nullptr ? settingOf(context.job->settings, Job::Pool) : nullptr;
  if (pool == nullptr && context.stage != nullptr) pool = settingOf(context.stage->settings, Stage::Pool);
  return pool != nullptr ? pool : settingOf(context.workflow.settings, Workflow::Pool);
}

void checkDisplayName(RuleContext& context, const std::vector<ir::Field>& settings) {
  const ir::Value* name = settingOf(settings, Job::DisplayName);
  if (name != nullptr) checkText(context, *name, Place::Expansion, "a display name");
}

class JobRules {
 public:
  JobRules(RuleContext& context, const ir::Job& job) : context_(context), job_(job) {}

  void check() {
    context_.job = &job_;
    checkDisplayName(context_, job_.settings);
    if (job_.deployment) {
      strategy();
    } else {
      checkSteps(context_, job_.steps, job_.origin, runsOnServer(context_));
    }
    if (const ir::Value* when = setting(Job::When)) checkCondition(context_, *when, ExpressionSlot::JobCondition);
    settings();
    checkVariables(context_, job_.variables);
    if (job_.deployment) {
      notForDeployments();
      environment();
    } else {
      matrix();
    }
    context_.job = nullptr;
  }

 private:
  const ir::Value* setting(vocabulary::FieldName name) { return settingOf(job_.settings, name); }

  void settings() {
    if (const ir::Value* pool = setting(Job::Pool)) checkPool(context_, *pool);
    if (const ir::Value* container = setting(Job::Container)) this->container(*container);
    if (const auto* services = demandRecord(context_, setting(Job::Services), "the services of a job")) {
      for (const ir::Field& field : services->fields) container(field.value);
    }
    checkChoice(context_, setting(Job::Clean), "what is cleaned");
    if (const ir::Value* timeout = setting(Job::Timeout)) checkMinutes(context_, *timeout);
    hostedLimit();
    if (const ir::Value* timeout = setting(Job::CancelTimeout)) checkMinutes(context_, *timeout);
    checkChoice(context_, setting(Job::ContinueOnError), "this setting");
  }

  void container(const ir::Value& value) {
    const auto* ref = value.as<ir::ResourceRef>();
    if (ref == nullptr) {
      checkText(context_, value, Place::Expansion, "a container");
    } else {
      context_.uses.containers.emplace(context_.program.resources[ref->resource].name, ref->resource);
    }
  }

  // Microsoft's own agents end a job after six hours, whatever the file says ("Microsoft-hosted agents", limits).
  void hostedLimit() {
    const ir::Value* limit = setting(Job::Timeout);
    const auto wanted = ir::duration(limit);
    if (wanted && wanted->inSeconds() > 6 * 60 * 60 && isHostedPool(poolOf(context_)))
      context_.diags.report(limit->origin, diag::hostedLimit, wanted->text());
  }

  void notForDeployments() {
    for (const Job name : {Job::Matrix, Job::Parallel, Job::MaxParallel}) {
      const ir::Value* value = setting(name);
      const auto* record = value != nullptr ? value->as<ir::RecordValue>() : nullptr;
      if (value != nullptr && (record == nullptr || !record->fields.empty()))
        context_.diags.report(value->origin, diag::notForDeployments, vocabulary::name(name));
    }
  }

  void matrix() {
    const auto* record = demandRecord(context_, setting(Job::Matrix), "a matrix");
    const bool hasMatrix = record != nullptr && !record->fields.empty();
    const ir::Value* parallel = setting(Job::Parallel);
    const ir::Value* maxParallel = setting(Job::MaxParallel);
    if (hasMatrix && parallel != nullptr) context_.diags.report(parallel->origin, diag::matrixAndParallel);
    if (!hasMatrix && maxParallel != nullptr) context_.diags.report(maxParallel->origin, diag::maxParallelAlone);
    for (size_t i = 0; hasMatrix && i < record->fields.size(); ++i) matrixEntry(record->fields[i]);
    if (parallel != nullptr) checkEarly(context_, *parallel, "the number of runs");
    if (maxParallel != nullptr) checkEarly(context_, *maxParallel, "the number of runs");
  }

  void matrixEntry(const ir::Field& entry) {
    checkMatrixKey(entry);
    const auto* variables = demandRecord(context_, &entry.value, "an entry of a matrix");
    if (variables == nullptr) return;
    for (const ir::Field& field : variables->fields) {
      checkText(context_, field.value, Place::Expansion, "a value of a matrix");
    }
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
    const ir::Value* environment = setting(Deployment::Environment);
    if (environment == nullptr) return;
    const auto* record = environment->as<ir::RecordValue>();
    if (record == nullptr) {
      checkText(context_, *environment, Place::Expansion, "an environment");
      return;
    }
    for (const EnvironmentResource name :
         {EnvironmentResource::Name, EnvironmentResource::Resource, EnvironmentResource::ResourceType}) {
      const ir::Value* value = ifGiven(record->find(name));
      if (value != nullptr) checkText(context_, *value, Place::Expansion, "an environment");
    }
    if (const auto* tags =
            demandList(context_, record->find(EnvironmentResource::Tags), "the tags of an environment")) {
      for (const ir::Value& tag : tags->items) checkText(context_, tag, Place::Expansion, "a tag");
    }
  }

  void strategy() {
    for (const ir::Hook& hook : job_.hooks) {
      const ir::Value* pool = settingOf(hook.settings, Hook::Pool);
      if (pool != nullptr) checkPool(context_, *pool);
      checkSteps(context_, hook.steps, hook.origin, pool != nullptr ? isServerPool(pool) : runsOnServer(context_));
    }
    const ir::Value* strategy = setting(Deployment::Strategy);
    const bool once = strategy == nullptr || strategy->text() != nullptr;
    const auto* record = once ? nullptr : demandRecord(context_, strategy, "a strategy");
    if (record == nullptr) return;
    if (const ir::Value* canary = record->find(CanaryStrategy::Canary)) {
      increments(*canary);
    } else if (const ir::Value* rolling = record->find(RollingStrategy::Rolling)) {
      checkEarly(context_, *rolling, "the number of machines");
      const ir::Value* environment = setting(Deployment::Environment);
      const ir::Value* type = environment != nullptr ? environment->field(EnvironmentResource::ResourceType) : nullptr;
      const bool machines =
          ir::choice<EnvironmentResourceResourceType>(type) == EnvironmentResourceResourceType::VirtualMachine;
      if (!machines) context_.diags.report(rolling->origin, diag::rollingNeedsMachines);
    }
  }

  void increments(const ir::Value& value) {
    const auto* items = demandList(context_, &value, "the increments of `canary`");
    if (items == nullptr) return;
    int64_t last = 0;
    bool fine = !items->items.empty();
    for (const ir::Value& item : items->items) {
      checkEarly(context_, item, "an increment of `canary`");
      const int64_t* n = item.scalar() != nullptr ? item.scalar()->as<int64_t>() : nullptr;
      if (n == nullptr) continue;  // an input: Azure checks it
      fine = fine && *n > last && *n <= 100;
      last = *n;
    }
    if (!fine) context_.diags.report(value.origin, diag::badCanary);
  }

  RuleContext& context_;
  const ir::Job& job_;
};

}  // namespace

bool runsOnServer(const Context& context) { return isServerPool(poolOf(context)); }

int64_t checkMinutes(RuleContext& context, const ir::Value& duration) {
  const auto* value = duration.scalar() != nullptr ? duration.scalar()->as<support::Duration>() : nullptr;
  if (value == nullptr) {
    context.diags.report(duration.origin, diag::placeNeedsConstant, diag::Phrase("a time limit"));
    return 0;
  }
  if (!value->wholeMinutes()) context.diags.report(duration.origin, diag::notWholeMinutes, value->text());
  return value->inSeconds() / 60;
}

void checkPool(RuleContext& context, const ir::Value& pool) {
  if (pool.text() != nullptr) return;  // "server"
  const auto* record = pool.as<ir::RecordValue>();
  if (record == nullptr) {
    checkText(context, pool, Place::Expansion, "a pool");
    return;
  }
  if (const ir::Value* name = ifGiven(record->find(NamedPool::Name))) checkText(context, *name, Place::Input, "a pool");
  if (const ir::Value* image = ifGiven(record->find(NamedPool::VmImage)))
    checkText(context, *image, Place::Input, "an image");
  const auto* demands = demandList(context, record->find(NamedPool::Demands), "the demands of a pool");
  if (demands == nullptr) return;
  for (const ir::Value& demand : demands->items) {
    const std::string* words = demand.text();
    // "exists" and "equals" are the only operators: the YAML schema reference on pool.demands.
    if (words != nullptr && words->find(' ') != std::string::npos && words->find(" -equals ") == std::string::npos)
      context.diags.report(demand.origin, diag::badDemand, *words);
    checkText(context, demand, Place::Expansion, "a demand");
  }
}

void checkJob(RuleContext& context, const ir::Job& job) {
  if (job.external) {
    checkTemplate(context, *job.external);
  } else {
    JobRules(context, job).check();
  }
}

void checkStage(RuleContext& context, const ir::Stage& stage) {
  if (stage.external) {
    checkTemplate(context, *stage.external);
    return;
  }
  context.stage = &stage;
  checkDisplayName(context, stage.settings);
  if (const ir::Value* when = settingOf(stage.settings, Stage::When)) {
    checkCondition(context, *when, ExpressionSlot::StageCondition);
  }
  if (const ir::Value* pool = settingOf(stage.settings, Stage::Pool)) checkPool(context, *pool);
  checkChoice(context, settingOf(stage.settings, Stage::Lock), "a lock");
  checkChoice(context, settingOf(stage.settings, Stage::Manual), "this setting");
  checkChoice(context, settingOf(stage.settings, Stage::Skippable), "this setting");
  checkVariables(context, stage.variables);
  for (const ir::Job& job : stage.jobs) checkJob(context, job);
  context.stage = nullptr;
}

}  // namespace mlpc::backends::azure_devops
