#include "output_names.h"

#include <fmt/format.h>

#include "expression.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {

using vocabulary::ado::CanaryStrategy;
using vocabulary::ado::Deployment;
using vocabulary::ado::EnvironmentResource;
using vocabulary::ado::Job;
using vocabulary::ado::RollingStrategy;

std::string_view azureName(HookName hook) {
  switch (hook) {
    case HookName::Deploy: return "deploy";
    case HookName::PreDeploy: return "preDeploy";
    case HookName::RouteTraffic: return "routeTraffic";
    case HookName::PostRouteTraffic: return "postRouteTraffic";
    case HookName::OnFailure: return "failure";
    case HookName::OnSuccess: return "success";
  }
  return {};
}

namespace {

std::string hookOf(const ir::Job& job, std::string_view step) {
  for (const ir::Hook& hook : job.hooks) {
    for (const ir::Step& each : hook.steps) {
      if (each.name == step) return isOutcome(hook.name) ? "" : std::string(azureName(hook.name));
    }
  }
  return "";
}

}  // namespace

std::string_view manyRuns(const ir::Job& job, const ir::StepOutputRef& ref) {
  if (!job.deployment) {
    const ir::Value* matrix = settingOf(job.settings, Job::Matrix);
    const auto* legs = matrix != nullptr ? matrix->as<ir::RecordValue>() : nullptr;
    if (legs != nullptr && legs->fields.size() == 1) return {};
    if (matrix != nullptr && (legs == nullptr || !legs->fields.empty())) return "`matrix`";
    return settingOf(job.settings, Job::Parallel) != nullptr ? "`parallel`" : "";
  }
  const ir::Value* strategy = settingOf(job.settings, Deployment::Strategy);
  if (strategy == nullptr) return {};
  if (const ir::Value* canary = strategy->field(CanaryStrategy::Canary)) {
    const auto* list = canary->as<ir::ListValue>();
    const bool one = list != nullptr && list->items.size() == 1 && list->items.front().scalar() != nullptr;
    return one && !hookOf(job, ref.step).empty() ? "" : "`canary`";
  }
  return strategy->field(RollingStrategy::Rolling) != nullptr ? "`rolling`" : "";
}

const ir::Value* targetOf(const ir::Job& job) {
  const ir::Value* environment = settingOf(job.settings, Deployment::Environment);
  return environment != nullptr ? ifGiven(environment->field(EnvironmentResource::Resource)) : nullptr;
}

std::string outputKey(Context& context, const ir::Job* job, const ir::StepOutputRef& ref) {
  const std::string plain = ref.step + "." + ref.output;
  if (job == nullptr || !manyRuns(*job, ref).empty()) return plain;
  if (!job->deployment) {
    const ir::Value* matrix = settingOf(job->settings, Job::Matrix);
    const auto* legs = matrix != nullptr ? matrix->as<ir::RecordValue>() : nullptr;
    return legs != nullptr && legs->fields.size() == 1 ? legs->fields.front().key + "." + plain : plain;
  }
  const ir::Value* strategy = settingOf(job->settings, Deployment::Strategy);
  if (const ir::Value* canary = strategy != nullptr ? strategy->field(CanaryStrategy::Canary) : nullptr) {
    const std::string increment = canary->as<ir::ListValue>()->items.front().scalar()->toText();
    return fmt::format("{}_{}.{}", hookOf(*job, ref.step), increment, plain);
  }
  if (const ir::Value* target = targetOf(*job)) {
    return fmt::format("Deploy_{}.{}", text(context, *target, Place::Expansion), plain);
  }
  return fmt::format("{}.{}", job->name, plain);
}

}  // namespace mlpc::backends::azure_devops
