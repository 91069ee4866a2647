#include "legalize/rules.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/kfp.h"

namespace mlpc::backends::kfp {

namespace {

void reportLate(diag::Engine& diags, source::Span origin, std::string_view setting) {
  diags.report(origin, diag::kfpRunTimeSetting, setting.empty() ? std::string_view("trainer") : setting);
}

/// What the launcher can compute when it runs: inputs, and text that contains inputs.
void checkRunTimeText(const ir::Value& value, diag::Engine& diags) {
  if (const auto* interpolation = value.as<ir::Interpolation>()) {
    for (const ir::Value& part : interpolation->parts) checkRunTimeText(part, diags);
  } else if (value.scalar() == nullptr && value.as<ir::InputRef>() == nullptr) {
    reportLate(diags, value.origin, {});
  }
}

}  // namespace

void checkLauncher(const ir::Program& program, const ir::TrainJob& job, diag::Engine& diags) {
  RuleContext context{{program}, diags, reportLate};
  context.atRunTime = [&](const ir::Value& value) { checkRunTimeText(value, diags); };
  checkTrainJobValues(context, job.fields);
  // The manifest is part of the launcher's code.
  checkPlaceholders(job.description, job.origin, diags);
  for (const ir::Field& field : job.fields.fields) {
    ir::forEach(field.value, [&](const ir::Value& part) {
      if (const std::string* text = part.text()) checkPlaceholders(*text, part.origin, diags);
    });
  }
  checkDefaults(job.inputs, diags);
}

}  // namespace mlpc::backends::kfp
