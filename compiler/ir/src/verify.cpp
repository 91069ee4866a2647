#include "mlpc/ir/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "mlpc/support/name_index.h"
#include "verify_pipeline.h"

namespace mlpc::ir {

Findings::Findings(const Program& program) : program_(program) {}

void Findings::add(std::string text) { list_.push_back(where_ + ": " + std::move(text)); }

void Findings::value(const Value& value) {
  if (!value.origin.valid()) add("a value without origin");
  const auto inRange = [&](auto id, const auto& store, std::string_view what) {
    if (!id.valid() || id.index() >= store.size()) add(fmt::format("there is no {} to refer to", what));
  };
  if (const auto* r = value.as<SecretRef>()) inRange(r->secret, program_.secrets, "secret");
  if (const auto* r = value.as<ResourceRef>()) inRange(r->resource, program_.resources, "resource");
  if (const auto* r = value.as<DeclarationRef>()) {
    const int valid = static_cast<int>(r->pipeline.valid()) + static_cast<int>(r->trainJob.valid()) +
                      static_cast<int>(r->component.valid());
    if (valid != 1) add("a DeclarationRef without exactly one declaration");
    if (r->pipeline.valid()) inRange(r->pipeline, program_.pipelines, "pipeline");
    if (r->trainJob.valid()) inRange(r->trainJob, program_.trainJobs, "trainjob");
    if (r->component.valid()) inRange(r->component, program_.components, "component");
  }
  if (const auto* constant = value.scalar()) {
    if (constant->as<support::Constant::List>() != nullptr || constant->as<support::Constant::Record>() != nullptr) {
      add("a list or record held as a Constant");
    }
  }
  if (const auto* r = value.as<FieldRef>(); r != nullptr && r->base.size() != 1) add("a FieldRef without its base");
  if (const auto* o = value.as<Operation>()) {
    const size_t n = o->operands.size();
    const bool many = o->op == Operator::And || o->op == Operator::Or;
    const size_t want = o->op == Operator::Not ? 1 : o->op == Operator::Conditional ? 3 : 2;
    if (many ? n < 2 : n != want) add(fmt::format("an Operation with {} operands", n));
  }
  if (const auto* c = value.as<CodeValue>(); c != nullptr && c->places.size() != c->parts.size()) {
    add("a CodeValue whose places are not as many as its parts");
  }
  if (const auto* i = value.as<Interpolation>()) {
    if (std::all_of(i->parts.begin(), i->parts.end(), [](const Value& p) { return p.isConstant(); })) {
      add("an Interpolation of constants only");
    }
  }
}

void Findings::fields(const std::vector<Field>& fields) {
  std::unordered_set<std::string_view> seen;
  for (const Field& field : fields) {
    if (!seen.insert(field.key).second) add(fmt::format("`{}` is set twice", field.key));
  }
}

namespace {

/// Checks what every value in `root` must satisfy, and that none of it belongs to another kind of declaration.
void checkValue(Findings& findings, const Value& root, bool inWorkflow) {
  forEach(root, [&](const Value& value) {
    findings.value(value);
    if (const auto* record = value.as<RecordValue>()) findings.fields(record->fields);
    if (value.as<OutputRef>() != nullptr || value.as<ItemRef>() != nullptr || value.as<FinalStatusRef>() != nullptr) {
      findings.add("a reference into a pipeline, outside one");
    }
    if (!inWorkflow && (value.as<StepOutputRef>() != nullptr || value.as<VariableRef>() != nullptr)) {
      findings.add("a reference into a workflow, outside one");
    }
  });
}

void checkFields(Findings& findings, const std::vector<Field>& fields, bool inWorkflow) {
  findings.fields(fields);
  for (const Field& field : fields) checkValue(findings, field.value, inWorkflow);
}

void checkPorts(Findings& findings, const std::vector<Port>& ports) {
  std::unordered_set<std::string_view> seen;
  for (const Port& port : ports) {
    if (port.name.empty()) findings.add("a port without a name");
    if (!port.origin.valid()) findings.add(fmt::format("port `{}` without origin", port.name));
    if (!seen.insert(port.name).second) findings.add(fmt::format("port `{}` is there twice", port.name));
  }
}

void checkComponent(Findings& findings, const Component& component) {
  if (!component.origin.valid()) findings.add("no origin");
  checkPorts(findings, component.inputs);
  checkPorts(findings, component.outputs);
  if (component.unnamedOutput && component.outputs.size() != 1)
    findings.add("an unnamed output that is not the only one");
  checkFields(findings, component.env, false);
  const auto* container = std::get_if<Container>(&component.body);
  if (container == nullptr) return;
  support::NameIndex ports;
  for (const auto* values : {&container->command, &container->arguments}) {
    for (const Value& root : *values) {
      checkValue(findings, root, false);
      forEach(root, [&](const Value& value) {
        const auto* port = value.as<PortRef>();
        if (port == nullptr) return;
        if (ports.find(port->output ? component.outputs : component.inputs, port->port) == nullptr) {
          findings.add(fmt::format("there is no port `{}` to refer to", port->port));
        }
      });
    }
  }
}

void checkSteps(Findings& findings, const std::vector<Step>& steps, std::unordered_set<std::string>& names) {
  for (const Step& step : steps) {
    if (!step.origin.valid()) findings.add("a step without origin");
    if (!step.name.empty() && !names.insert(step.name).second) {
      findings.add(fmt::format("two steps are called `{}`", step.name));
    }
    checkFields(findings, step.arguments, true);
    checkFields(findings, step.settings, true);
    if (step.script) checkValue(findings, *step.script, true);
  }
}

void checkVariables(Findings& findings, const std::vector<Variable>& variables) {
  std::unordered_set<std::string_view> seen;
  for (const Variable& variable : variables) {
    if (!seen.insert(variable.name).second) findings.add(fmt::format("two variables are called `{}`", variable.name));
    checkValue(findings, variable.value, true);
  }
}

void checkWorkflow(Findings& findings, const Workflow& workflow) {
  checkPorts(findings, workflow.inputs);
  if (workflow.inputChoices.size() != workflow.inputs.size()) findings.add("inputChoices is not by input");
  checkFields(findings, workflow.settings, true);
  checkVariables(findings, workflow.variables);
  std::unordered_set<std::string_view> stages;
  for (const Stage& stage : workflow.stages) {
    if (!stage.external && !stages.insert(stage.name).second) findings.add(fmt::format("two stages `{}`", stage.name));
    checkFields(findings, stage.settings, true);
    checkVariables(findings, stage.variables);
    std::unordered_set<std::string_view> jobs;
    for (const Job& job : stage.jobs) {
      if (!job.external && !jobs.insert(job.name).second) findings.add(fmt::format("two jobs `{}`", job.name));
      if (job.deployment ? !job.steps.empty() : !job.hooks.empty()) {
        findings.add(fmt::format("job `{}` has steps and hooks mixed up", job.name));
      }
      checkFields(findings, job.settings, true);
      checkVariables(findings, job.variables);
      std::unordered_set<std::string> steps;
      checkSteps(findings, job.steps, steps);
      for (const Hook& hook : job.hooks) {
        checkFields(findings, hook.settings, true);
        checkSteps(findings, hook.steps, steps);
      }
    }
  }
}

}  // namespace

std::vector<std::string> verify(const Program& program) {
  Findings findings(program);
  for (const Secret& secret : program.secrets) {
    findings.enter("secret", secret.name);
    if (!secret.origin.valid()) findings.add("no origin");
  }
  for (const Resource& resource : program.resources) {
    findings.enter("resource", resource.name);
    if (!resource.origin.valid()) findings.add("no origin");
    checkFields(findings, resource.fields.fields, false);
  }
  for (const Component& component : program.components) {
    findings.enter("component", component.name);
    checkComponent(findings, component);
  }
  for (const TrainJob& job : program.trainJobs) {
    findings.enter("trainjob", job.name);
    checkPorts(findings, job.inputs);
    checkFields(findings, job.fields.fields, false);
  }
  for (const Pipeline& pipeline : program.pipelines) {
    findings.enter("pipeline", pipeline.name);
    checkPorts(findings, pipeline.inputs);
    verifyPipeline(findings, pipeline);
  }
  for (const Workflow& workflow : program.workflows) {
    findings.enter("workflow", workflow.name);
    checkWorkflow(findings, workflow);
  }
  return findings.take();
}

}  // namespace mlpc::ir
