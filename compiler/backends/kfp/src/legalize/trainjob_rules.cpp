#include <algorithm>

#include "legalize/rules.h"
#include "mlpc/backends/common/trainjob.h"
#include "mlpc/diag/kfp.h"

namespace mlpc::backends::kfp {

namespace {

void reportLate(diag::Engine& diags, source::Span origin, std::string_view setting) {
  diags.report(origin, diag::kfpRunTimeSetting, setting.empty() ? std::string_view("trainer") : setting);
}

/// What the launcher can compute when it runs: inputs, and text that contains inputs.
class RunTimeValues {
 public:
  RunTimeValues(const ir::TrainJob& job, diag::Engine& diags) : job_(job), diags_(diags) {}

  void check(const ir::Value& value, std::string_view setting, Whole whole) {
    if (const auto* interpolation = value.as<ir::Interpolation>()) {
      for (const ir::Value& part : interpolation->parts) check(part, setting, Whole::One);
    } else if (const auto* input = value.as<ir::InputRef>()) {
      const Whole form = formOf(input->name);
      if (form != Whole::One && form != whole) reportLate(diags_, value.origin, setting);
    } else if (value.scalar() == nullptr) {
      reportLate(diags_, value.origin, setting);
    }
  }

 private:
  [[nodiscard]] Whole formOf(std::string_view name) const {
    const auto port =
        std::find_if(job_.inputs.begin(), job_.inputs.end(), [&](const auto& p) { return p.name == name; });
    const auto* kind = port == job_.inputs.end() ? nullptr : std::get_if<ir::ParameterKind>(&port->type.kind);
    if (kind != nullptr && *kind == ir::ParameterKind::List) return Whole::List;
    return kind != nullptr && *kind == ir::ParameterKind::Map ? Whole::Map : Whole::One;
  }

  const ir::TrainJob& job_;
  diag::Engine& diags_;
};

}  // namespace

void checkLauncher(const ir::Program& program, const ir::TrainJob& job, diag::Engine& diags) {
  RuleContext context{{program}, diags, reportLate};
  RunTimeValues values(job, diags);
  context.atRunTime = [&](const ir::Value& value, std::string_view setting, Whole whole) {
    values.check(value, setting, whole);
  };
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
