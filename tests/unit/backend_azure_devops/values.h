#pragma once

#include <string>
#include <utility>
#include <vector>

#include "legalize/rule_context.h"

// A workflow written by hand for the tests, and short forms of values.
namespace mlpc::test {

/// Every value has its own place: what is found twice at one place is reported once.
inline source::Span nextSpan() {
  static uint32_t offset = 0;
  offset += 2;
  return {source::FileId(0), offset, offset + 1};
}
inline ir::Value value(support::Constant constant) { return ir::Value::of(std::move(constant), nextSpan()); }
inline ir::Value value(const char* text) { return value(support::Constant(text)); }
template <typename Node>
ir::Value node(Node what) {
  return {std::move(what), nextSpan()};
}
inline ir::Value input(const char* name) { return node(ir::InputRef{name}); }
inline ir::Value run(const char* property) { return node(ir::PropertyRef{vocabulary::Space::Run, property}); }
inline ir::Value variable(const char* name) { return node(ir::VariableRef{name}); }
inline ir::Value output(const char* stage, const char* job, const char* step, const char* name) {
  return node(ir::StepOutputRef{stage, job, step, name});
}
inline ir::Value operation(ir::Operator op, std::vector<ir::Value> operands) {
  return node(ir::Operation{op, std::move(operands)});
}
inline ir::Value call(vocabulary::Builtin function, std::vector<ir::Value> arguments = {}) {
  ir::Call made{function, {}};
  for (ir::Value& argument : arguments) made.arguments.push_back({"", {}, std::move(argument)});
  return node(std::move(made));
}
inline ir::Value text(std::vector<ir::Value> parts) { return node(ir::Interpolation{std::move(parts)}); }

/// A workflow with the inputs `region` (string), `level` (one of two strings), `count` (int), `fast` (bool) and `names`
/// (list); in the stage `Build` it has the jobs `Make` with the step `made` (outputs `n`, `ok` and `t`) and `Use`, and
/// in the stage `Ship` the job `Send`. The tests are in `Build.Use`.
struct Fixture {
  Fixture() {
    const auto add = [&](const char* name, ir::ParameterKind kind, std::vector<support::Constant> choices = {}) {
      ir::Port port;
      port.name = name;
      port.type.kind = kind;
      workflow.inputs.push_back(std::move(port));
      workflow.inputChoices.push_back(std::move(choices));
    };
    add("region", ir::ParameterKind::String);
    add("level", ir::ParameterKind::String, {support::Constant("low"), support::Constant("high")});
    add("count", ir::ParameterKind::Int);
    add("fast", ir::ParameterKind::Bool);
    add("names", ir::ParameterKind::List);
    workflow.hasStages = workflow.hasJobs = true;
    workflow.variables.push_back({"early", operation(ir::Operator::Not, {input("fast")}), {}});
    workflow.variables.push_back({"late", run("id"), {}});
    workflow.stages.resize(2);
    workflow.stages[0].name = "Build";
    workflow.stages[0].jobs.resize(2);
    workflow.stages[0].jobs[0].name = "Make";
    ir::Step made;
    made.name = "made";
    made.outputs = {"n", "ok", "t"};
    made.outputKinds = {{"n", ir::ParameterKind::Int}, {"ok", ir::ParameterKind::Bool}};
    workflow.stages[0].jobs[0].steps.push_back(std::move(made));
    workflow.stages[0].jobs[1].name = "Use";
    workflow.stages[1].name = "Ship";
    workflow.stages[1].jobs.resize(1);
    workflow.stages[1].jobs[0].name = "Send";
    context.stage = &workflow.stages[0];
    context.job = &workflow.stages[0].jobs[1];
  }
  Fixture(const Fixture&) = delete;

  /// The names of everything reported since the last call.
  [[nodiscard]] std::vector<std::string> found() const {
    std::vector<std::string> names;
    for (const auto& report : diags.sorted()) names.emplace_back(report.record->name);
    return names;
  }

  ir::Program program;
  ir::Workflow workflow;
  diag::Engine diags;
  backends::azure_devops::RuleContext context{{program, workflow}, diags};
};

}  // namespace mlpc::test
