#include <fmt/format.h>

#include "mlpc/ir/verify.h"
#include "mlpc/support/text.h"
#include "printer.h"

namespace mlpc::ir {
namespace {

using support::Overload;
using support::quoteJson;

/// One function for each kind of declaration, in the order of Program.
class Dump {
 public:
  Dump(const Program& program, const source::SourceManager* sources) : program_(program), out_(program, sources) {}

  std::string run() {
    for (const Secret& secret : program_.secrets) write(secret);
    for (const Resource& resource : program_.resources) write(resource);
    for (const Component& component : program_.components) write(component);
    for (const TrainJob& job : program_.trainJobs) write(job);
    for (const Pipeline& pipeline : program_.pipelines) write(pipeline);
    for (const Workflow& workflow : program_.workflows) write(workflow);
    return out_.take();
  }

 private:
  void text(std::string_view label, const std::string& value) {
    if (!value.empty()) out_.line(fmt::format("{} {}", label, quoteJson(value)));
  }
  void strings(std::string_view label, const std::vector<std::string>& values) {
    if (!values.empty()) out_.line(fmt::format("{} {}", label, Printer::strings(values)));
  }
  void value(std::string_view label, const Value& value) { out_.line(fmt::format("{} {}", label, out_.value(value))); }
  void value(std::string_view label, const std::optional<Value>& value) {
    if (value) this->value(label, *value);
  }
  void value(std::string_view label, const OptionalValue& value) {
    if (value) this->value(label, *value);
  }
  void duration(std::string_view label, const std::optional<support::Duration>& value) {
    if (value) out_.line(fmt::format("{} {}", label, value->text()));
  }
  void ports(std::string_view label, const std::vector<Port>& ports) {
    for (const Port& port : ports) out_.line(fmt::format("{} {}", label, out_.port(port)), port.origin);
  }
  static std::string_view flag(bool set, std::string_view text) { return set ? text : std::string_view(); }

  void passthrough(const std::vector<PassedSetting>& settings) {
    for (const auto& [setting, both] : settings) {
      out_.line(fmt::format("passthrough {} {}", vocabulary::name(setting), both ? "both" : "config"));
    }
  }

  void write(const Secret& secret) {
    static constexpr std::string_view kKinds[] = {"kubernetes", "variable", "key vault"};
    out_.line(fmt::format("secret {} {}{}", secret.name, kKinds[static_cast<size_t>(secret.kind)],
                          flag(secret.optional, " optional")),
              secret.origin);
    const Printer::Indent indent(out_);
    text("name", secret.secretName);
    strings("keys", secret.keys);
    text("group", secret.group);
    text("variable", secret.variable);
    text("vault", secret.vault);
  }

  void write(const Resource& resource) {
    out_.line(fmt::format("{} {}: {} {}{}", resource.existing ? "existing" : "resource", resource.name,
                          vocabulary::name(resource.kind), quoteJson(resource.resourceName),
                          flag(resource.requested, " requested")),
              resource.origin);
    const Printer::Indent indent(out_);
    text("description", resource.description);
    out_.fields("fields", resource.fields.fields);
  }

  void write(const Component& component) {
    out_.line(fmt::format("component {}{}", component.name, flag(component.unnamedOutput, " unnamed output")),
              component.origin);
    const Printer::Indent indent(out_);
    text("name", component.emittedName);
    if (component.builtin) text("builtin", std::string(vocabulary::name(*component.builtin)));
    text("description", component.description);
    ports("input", component.inputs);
    ports("output", component.outputs);
    text("image", component.image);
    strings("packages", component.packages);
    strings("pip_index_urls", component.pipIndexUrls);
    strings("pip_trusted_hosts", component.pipTrustedHosts);
    if (component.venv) out_.line("venv");
    if (!component.installKfp) out_.line("no kfp");
    text("kfp_package", component.kfpPackage);
    text("target_image", component.targetImage);
    out_.fields("env", component.env);
    passthrough(component.passthrough);
    if (component.embedded) {
      text("embed", component.embedded->path);
      const Printer::Indent inner(out_);
      for (const EmbeddedFile& file : component.embedded->files) {
        out_.line(fmt::format("{} {} bytes{}", quoteJson(file.name), file.content.size(),
                              file.executable ? " executable" : ""));
      }
    }
    std::visit(Overload{
                   [&](const PythonBody& b) { out_.block("python", b.code); },
                   [&](const PythonModule& b) { out_.block(fmt::format("python module entry {}", b.entry), b.code); },
                   [&](const BashBody& b) { out_.block("bash", b.code); },
                   [&](const Container& b) {
                     if (!b.command.empty()) out_.line("command " + out_.list(b.command));
                     if (!b.arguments.empty()) out_.line("args " + out_.list(b.arguments));
                   },
                   [&](const NotebookBody& b) {
                     out_.line(fmt::format("notebook {} {} bytes", quoteJson(b.path), b.content.size()));
                     if (b.python) out_.block("python", *b.python);
                   },
                   [&](const AzureTask& b) { text("task", b.task); },
               },
               component.body);
  }

  void write(const TrainJob& job) {
    out_.line(fmt::format("trainjob {} {}{}{}", job.name, quoteJson(job.jobName), flag(job.taskOnly, " task only"),
                          flag(job.requested, " requested")),
              job.origin);
    const Printer::Indent indent(out_);
    text("description", job.description);
    ports("input", job.inputs);
    out_.fields("fields", job.fields.fields);
  }

  // ---- pipelines

  void write(const Pipeline& pipeline) {
    out_.line(fmt::format("pipeline {} {}{}{}", pipeline.name, quoteJson(pipeline.emittedName),
                          flag(pipeline.unnamedOutput, " unnamed output"), flag(pipeline.requested, " requested")),
              pipeline.origin);
    const Printer::Indent indent(out_);
    text("display_name", pipeline.displayName);
    text("kfp_version", pipeline.kfpVersion);
    passthrough(pipeline.passthrough);
    text("description", pipeline.description);
    text("root", pipeline.root);
    duration("timeout", pipeline.timeout);
    duration("ttl completion", pipeline.ttlCompletion);
    duration("ttl success", pipeline.ttlSuccess);
    duration("ttl failure", pipeline.ttlFailure);
    if (pipeline.workspace) {
      value("workspace size", pipeline.workspace->size);
      value("workspace storage_class", pipeline.workspace->storageClass);
      strings("workspace access_modes", pipeline.workspace->accessModes);
    }
    ports("input", pipeline.inputs);
    region(pipeline, pipeline.body);
    for (const Output& output : pipeline.outputs) {
      out_.line(fmt::format("output {} := {}", out_.port(output.port), out_.value(output.value)), output.port.origin);
    }
  }

  void region(const Pipeline& pipeline, const Region& region) {
    for (const NodeId id : region.nodes) node(pipeline, id);
    for (const Yield& yield : region.yields) {
      out_.line(fmt::format("yield {}: {} := {}", yield.name.empty() ? "\"\"" : yield.name, Printer::type(yield.type),
                            out_.value(yield.value)));
    }
  }

  void node(const Pipeline& pipeline, NodeId id) {
    const Node& node = pipeline.nodes[id];
    std::string head = fmt::format("%{} ", id.index());
    std::string names;
    if (!node.letName.empty()) names += fmt::format(" let {}", node.letName);
    if (!node.name.empty()) names += fmt::format(" name {}", quoteJson(node.name));
    if (!node.displayName.empty()) names += fmt::format(" display_name {}", quoteJson(node.displayName));
    std::visit(Overload{
                   [&](const Task& t) {
                     out_.line(head + callee(t) + names, node.origin);
                     const Printer::Indent indent(out_);
                     task(t);
                   },
                   [&](const Conditional& c) {
                     out_.line(head + "if" + names, node.origin);
                     const Printer::Indent indent(out_);
                     for (const Branch& b : c.branches) branch(pipeline, b);
                   },
                   [&](const Loop& l) {
                     out_.line(fmt::format("{}for{} in {} of {}{}", head, names, out_.value(l.items),
                                           Printer::type(l.itemType), flag(l.recordItems, " records")),
                               node.origin);
                     const Printer::Indent indent(out_);
                     if (l.parallelism) out_.line(fmt::format("parallelism {}", *l.parallelism));
                     region(pipeline, l.body);
                   },
                   [&](const ExitHandler& e) {
                     out_.line(head + "try" + names, node.origin);
                     {
                       const Printer::Indent indent(out_);
                       region(pipeline, e.body);
                     }
                     out_.line("finally");
                     const Printer::Indent indent(out_);
                     if (e.exitTask.valid()) this->node(pipeline, e.exitTask);
                   },
               },
               node.what);
  }

  void branch(const Pipeline& pipeline, const Branch& branch) {
    std::string text = branch.condition ? "when " + out_.value(*branch.condition) : "otherwise";
    if (!branch.name.empty()) text += fmt::format(" name {}", quoteJson(branch.name));
    if (!branch.displayName.empty()) text += fmt::format(" display_name {}", quoteJson(branch.displayName));
    out_.line(text, branch.origin);
    const Printer::Indent indent(out_);
    region(pipeline, branch.body);
  }

  std::string callee(const Task& task) const {
    return std::visit(Overload{
                          [&](ComponentId id) { return "task component " + program_.components[id].name; },
                          [&](PipelineId id) { return "task pipeline " + program_.pipelines[id].name; },
                          [&](TrainJobId id) { return "task trainjob " + program_.trainJobs[id].name; },
                          [&](const Importer& i) {
                            return "importer " + Printer::type({i.type, false, {}});
                          },
                      },
                      task.callee);
  }

  void task(const Task& task) {
    if (const auto* importer = std::get_if<Importer>(&task.callee)) {
      value("uri", importer->uri);
      value("metadata", importer->metadata);
      if (importer->reimport) out_.line("reimport");
      if (importer->downloadToWorkspace) out_.line("download_to_workspace");
    }
    for (const Argument& argument : task.arguments) {
      out_.line(fmt::format("{} := {}", argument.port, out_.value(argument.value)), argument.origin);
    }
    options(*task.options);
  }

  void options(const TaskOptions& o) {
    TaskOptions::each([&](auto setting, auto member) {
      const std::string_view name = vocabulary::name(setting);
      if constexpr (std::is_same_v<decltype(o.*member), const bool&>) {
        if (o.*member != noOptions().get()->*member) out_.line((o.*member ? "" : "no ") + std::string(name));
      } else {
        option(name, o.*member);
      }
    });
  }

  void option(std::string_view name, const OptionalValue& given) { value(name, given); }
  void option(std::string_view name, const std::optional<support::Duration>& given) { duration(name, given); }
  void option(std::string_view name, const std::vector<Field>& given) { out_.fields(name, given); }
  void option(std::string_view name, const std::vector<Value>& given) {
    if (!given.empty()) out_.line(std::string(name) + ' ' + out_.list(given));
  }
  void option(std::string_view name, const std::vector<NodeRef>& given) {
    std::string names;
    for (const NodeRef& ref : given) names += fmt::format(" %{}", ref.node.index());
    if (!given.empty()) out_.line(std::string(name) + names);
  }
  void option(std::string_view name, const support::Boxed<Retry>& given) {
    if (!given) return;
    out_.line(fmt::format("{} max {} backoff {} factor {} cap {}", name, given->max, given->backoff.text(),
                          support::formatDouble(given->factor), given->cap.text()));
  }
  void option(std::string_view /*name*/, const TaskResources& given) {
    out_.fields("requests", given.requests);
    out_.fields("limits", given.limits);
  }
  void option(std::string_view name, const Accelerator& given) {
    value(std::string(name) + " type", given.type);
    value(std::string(name) + " count", given.count);
  }

  // ---- workflows

  void write(const Workflow& workflow) {
    out_.line(fmt::format("workflow {}{}{}{}", workflow.name, flag(workflow.hasStages, " stages"),
                          flag(workflow.hasJobs, " jobs"), flag(workflow.requested, " requested")),
              workflow.origin);
    const Printer::Indent indent(out_);
    text("description", workflow.description);
    for (size_t i = 0; i < workflow.inputs.size(); ++i) {
      std::string line = "input " + out_.port(workflow.inputs[i]);
      if (i < workflow.inputChoices.size() && !workflow.inputChoices[i].empty()) {
        line += " of";
        for (const auto& choice : workflow.inputChoices[i]) line += " " + choice.toJson();
      }
      out_.line(line, workflow.inputs[i].origin);
    }
    out_.fields("settings", workflow.settings);
    variables(workflow.variables);
    for (const Stage& stage : workflow.stages) {
      out_.line("stage " + (stage.name.empty() ? "\"\"" : stage.name), stage.origin);
      const Printer::Indent inner(out_);
      if (stage.external) step(*stage.external);
      out_.fields("settings", stage.settings);
      variables(stage.variables);
      for (const Job& job : stage.jobs) this->job(job);
    }
  }

  void variables(const std::vector<Variable>& variables) {
    for (const Variable& variable : variables) {
      out_.line(fmt::format("variable {} := {}", variable.name, out_.value(variable.value)), variable.origin);
    }
  }

  void job(const Job& job) {
    out_.line(fmt::format("{} {}", job.deployment ? "deployment" : "job", job.name.empty() ? "\"\"" : job.name),
              job.origin);
    const Printer::Indent indent(out_);
    if (job.external) step(*job.external);
    out_.fields("settings", job.settings);
    variables(job.variables);
    for (const Step& step : job.steps) this->step(step);
    for (const Hook& hook : job.hooks) {
      out_.line("hook " + std::string(vocabulary::name(hook.name)), hook.origin);
      const Printer::Indent inner(out_);
      out_.fields("settings", hook.settings);
      for (const Step& step : hook.steps) this->step(step);
    }
  }

  void step(const Step& step) {
    std::string head = "step " + std::string(step.calledAs());
    if (!step.name.empty()) head += " let " + step.name;
    if (step.language) head += fmt::format(" in {}", vocabulary::name(*step.language));
    out_.line(head, step.origin);
    const Printer::Indent indent(out_);
    out_.fields("arguments", step.arguments);
    if (step.script) {
      if (const std::string* code = step.script->text()) {
        out_.block("script", *code);
      } else {
        out_.line("script " + out_.value(*step.script));
      }
    }
    out_.fields("settings", step.settings);
    strings("outputs", step.outputs);
  }

  const Program& program_;
  Printer out_;
};

}  // namespace

std::string dump(const Program& program) { return Dump(program, nullptr).run(); }

std::string dump(const Program& program, const source::SourceManager& sources) { return Dump(program, &sources).run(); }

}  // namespace mlpc::ir
