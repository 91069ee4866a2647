#include "mlpc/backends/azure_devops/azure_devops.h"

#include <algorithm>

#include "context.h"
#include "legalize/artifacts.h"
#include "map/expression.h"
#include "map/head.h"
#include "map/jobs.h"
#include "map/script.h"
#include "map/settings.h"
#include "map/steps.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

class WorkflowWriter {
 public:
  WorkflowWriter(const ir::Program& program, const ir::Workflow& workflow, diag::Engine& diags)
      : context_{program, workflow, diags} {}

  Node write() {
    const ir::Workflow& workflow = context_.workflow;
    context_.reserveNames();
    checkDownloads(context_);
    // What comes below determines which groups and resources the head declares, so it is written first.
    Node variables = Node::sequence();
    Node body;
    std::string key;
    if (given(setting(workflow.settings, "extends"))) {
      key = "extends";
      body = extends(*setting(workflow.settings, "extends"));
    } else if (workflow.hasStages) {
      key = "stages";
      for (const ir::Stage& stage : workflow.stages) body.push(stageNode(context_, stage));
    } else if (workflow.hasJobs) {
      key = "jobs";
      for (const ir::Stage& stage : workflow.stages) {
        for (const ir::Job& job : stage.jobs) body.push(jobNode(context_, job));
      }
    } else if (!workflow.stages.empty() && !workflow.stages.front().jobs.empty()) {
      key = "steps";
      const std::vector<ir::Step>& steps = workflow.stages.front().jobs.front().steps;
      const bool templates =
          std::all_of(steps.begin(), steps.end(), [](const ir::Step& step) { return step.kind == "template"; });
      if (templates && !steps.empty()) context_.diags.report(steps.front().origin, diag::templateLevelUnknown);
      context_.job = &workflow.stages.front().jobs.front();
      body = stepsNode(context_, context_.job->steps, workflow.origin, runsOnServer(context_));
      context_.job = nullptr;
    }
    const std::vector<HeldVariable> hoisted = std::move(context_.hoisted);
    context_.hoisted.clear();
    Node own = variablesNode(context_, workflow.variables);
    std::set<std::string> groups = context_.groups;
    context_.checkGroups();
    variables = variablesNode(context_, {}, groups);
    if (auto* items = own.as<Node::Sequence>()) {
      for (Node& item : *items) variables.push(std::move(item));
    }
    addHeld(hoisted, variables);

    Node root = Node::mapping();
    if (const ir::Value* name = setting(workflow.settings, "name"); given(name))
      root.set("name", Node(runName(*name)).at(name->origin));
    addTriggers(context_, root);
    Node resources = resourcesNode(context_);
    if (!resources.empty()) root.set("resources", std::move(resources));
    Node parameters = parametersNode(context_);
    if (!parameters.empty()) root.set("parameters", std::move(parameters));
    if (const ir::Value* pool = setting(workflow.settings, "pool"); given(pool))
      root.set("pool", poolNode(context_, *pool));
    if (!variables.empty()) root.set("variables", std::move(variables));
    if (!key.empty()) root.set(key, std::move(body));
    return root;
  }

 private:
  // The number of a run has its own macros, such as `$(Rev:r)`, so its text is left as it is.
  std::string runName(const ir::Value& name) {
    if (const std::string* text = name.text()) return *text;
    if (const auto* interpolation = name.as<ir::Interpolation>()) {
      std::string out;
      for (const ir::Value& part : interpolation->parts) out += runName(part);
      return out;
    }
    return text(context_, name, Place::RunName, "the name of a run", true);
  }

  Node extends(const ir::Value& value) {
    const ir::Workflow& workflow = context_.workflow;
    bool body = workflow.hasJobs;
    for (const ir::Stage& stage : workflow.stages) {
      for (const ir::Job& job : stage.jobs) body = body || !job.steps.empty();
    }
    if (body) context_.diags.report(value.origin, diag::extendsWithBody);
    ir::Step step;
    step.origin = value.origin;
    if (const auto* call = value.as<ir::Call>())
      step.arguments = call->arguments;
    else if (const auto* record = recordOf(context_, &value, "the template of a workflow"))
      step.arguments = record->fields;
    return templateNode(context_, step);
  }

  Context context_;
};

}  // namespace

emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& /*options*/, diag::Engine& diags) {
  emit::Legalized result;
  struct File {
    std::string name;
    source::Span origin;
    Node root;
    std::string header;
  };
  std::vector<File> files;
  for (const ir::Workflow& workflow : program.workflows) {
    if (!workflow.requested) continue;
    Node root = WorkflowWriter(program, workflow, diags).write();
    std::string header;
    size_t begin = 0;
    const std::string& description = workflow.description;
    while (begin < description.size()) {
      size_t end = description.find('\n', begin);
      if (end == std::string::npos) end = description.size();
      header += "# " + description.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
    const std::string name = support::toKebab(workflow.name) + ".azure-pipelines.yml";
    result.files.push_back({name, {}, false, workflow.origin});
    files.push_back({name, workflow.origin, std::move(root), std::move(header)});
  }
  result.map = [files = std::move(files)](emit::Outlet& outlet) {
    for (const File& file : files) outlet.yaml(file.name, file.origin, file.root, file.header);
  };
  return result;
}

}  // namespace mlpc::backends::azure_devops
