#include "map/output_names.h"

#include <fmt/format.h>

#include "map/expression.h"
#include "mlpc/diag/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

std::string hookName(std::string_view name) {
  if (name == "deploy") return "deploy";
  if (name == "pre_deploy") return "preDeploy";
  if (name == "route_traffic") return "routeTraffic";
  return name == "post_route_traffic" ? "postRouteTraffic" : "";
}

std::string hookOf(const ir::Job& job, std::string_view step) {
  for (const ir::Hook& hook : job.hooks) {
    for (const ir::Step& each : hook.steps) {
      if (each.name == step) return hookName(hook.name);
    }
  }
  return "";
}

}  // namespace

std::string outputKey(Context& context, const ir::Job* job, const ir::StepOutputRef& ref, source::Span origin) {
  const std::string plain = ref.step + "." + ref.output;
  if (job == nullptr) return plain;
  auto settingOf = [&](std::string_view name) {
    const ir::Value* value = setting(job->settings, name);
    return given(value) ? value : nullptr;
  };
  auto many = [&](std::string_view why) {
    context.diags.report(origin, diag::outputOfManyRuns, job->name, diag::Phrase(why), plain);
    return plain;
  };
  if (!job->deployment) {
    const ir::Value* matrix = settingOf("matrix");
    const auto* legs = matrix != nullptr ? matrix->as<ir::RecordValue>() : nullptr;
    if (legs != nullptr && legs->fields.size() == 1) return legs->fields.front().key + "." + plain;
    if (matrix != nullptr && (legs == nullptr || !legs->fields.empty())) return many("`matrix`");
    return settingOf("parallel") != nullptr ? many("`parallel`") : plain;
  }
  const ir::Value* strategy = settingOf("strategy");
  if (const ir::Value* canary = strategy != nullptr ? strategy->field("canary") : nullptr) {
    const auto* list = canary->as<ir::ListValue>();
    const std::string hook = hookOf(*job, ref.step);
    if (list == nullptr || list->items.size() != 1 || list->items.front().scalar() == nullptr || hook.empty())
      return many("`canary`");
    return fmt::format("{}_{}.{}", hook, list->items.front().scalar()->toText(), plain);
  }
  if (strategy != nullptr && strategy->field("rolling") != nullptr) return many("`rolling`");
  const ir::Value* environment = settingOf("environment");
  const ir::Value* resource = environment != nullptr ? environment->field("resource") : nullptr;
  if (given(resource))
    return fmt::format("Deploy_{}.{}", text(context, *resource, Place::Expansion, "a resource"), plain);
  return fmt::format("{}.{}", job->name, plain);
}

}  // namespace mlpc::backends::azure_devops
