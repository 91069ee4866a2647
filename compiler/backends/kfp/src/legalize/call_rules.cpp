// What a task passes to what it calls, and what it changes in it.
#include "container.h"
#include "legalize/rules.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "values.h"

namespace mlpc::backends::kfp {

namespace {

void demandConstant(const Rules& rules, const ir::OptionalValue& value, std::string_view setting) {
  if (value && value->scalar() == nullptr) rules.diags.report(value->origin, diag::kfpRunTimeSetting, setting);
}

/// The final status is that of the exit task's handler, or of the only task that an `always_run` task waits for.
void checkStatus(const Rules& rules, const ir::Task& task, ir::NodeId id) {
  const PlannedTask& planned = rules.plan.task(id);
  if (planned.exit || (task.options->alwaysRun && planned.dependencies.size() == 1)) return;
  if (openStatusInputs(rules.plan.program(), task).empty()) return;
  rules.diags.report(rules.plan.pipeline().nodes[id].origin, diag::internalError,
                     diag::Phrase("a final status is missing"));
}

/// What a task changes in its container.
void checkContainer(const Rules& rules, const ir::TaskOptions& options) {
  for (const ir::Field& field : options.env) {
    const bool named = field.value.as<ir::SecretRef>() != nullptr || field.value.as<ir::ResourceRef>() != nullptr ||
                       field.value.as<ir::Call>() != nullptr;
    if (field.value.scalar() == nullptr && !named) {
      rules.diags.report(field.value.origin, diag::kfpRunTimeSetting, field.key);
    }
  }
  if (options.image && options.image->scalar() == nullptr) checkText(rules, *options.image);
  for (const auto* amounts : {&options.resources.requests, &options.resources.limits}) {
    for (const ir::Field& amount : *amounts) {
      const bool written = amount.key == "cpu" || amount.key == "memory";
      if (written && !quantityOf(amount.value)) checkText(rules, amount.value);
    }
  }
  if (!options.accelerator.type) return;
  if (options.accelerator.type->scalar() == nullptr) checkText(rules, *options.accelerator.type);
  if (options.accelerator.count && options.accelerator.count->scalar() == nullptr) {
    checkText(rules, *options.accelerator.count);
  }
}

}  // namespace

void checkCall(const Rules& rules, const ir::Task& task, ir::NodeId id) {
  for (const ir::Argument& argument : task.arguments) checkArgument(rules, argument.value);
  checkStatus(rules, task, id);
  if (const auto* importer = std::get_if<ir::Importer>(&task.callee)) {
    checkImporter(rules, *importer, rules.plan.task(id).scope);
    checkArgument(rules, importer->uri);
    if (importer->metadata) checkMetadata(rules, *importer->metadata);
  }
  const bool contained =
      std::holds_alternative<ir::ComponentId>(task.callee) || std::holds_alternative<ir::TrainJobId>(task.callee);
  if (contained) checkContainer(rules, *task.options);
  demandConstant(rules, task.options->cacheKey, "cache_key");
  demandConstant(rules, task.options->displayName, "display_name");
}

}  // namespace mlpc::backends::kfp
