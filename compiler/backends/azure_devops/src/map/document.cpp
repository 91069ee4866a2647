#include "map/document.h"

#include "expression.h"
#include "map/head.h"
#include "map/jobs.h"
#include "map/steps.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;
using vocabulary::ado::Workflow;

class WorkflowWriter {
 public:
  explicit WorkflowWriter(MapContext context) : context_(std::move(context)) {}

  Node write() {
    const ir::Workflow& workflow = context_.workflow;
    Node variables = Node::sequence();
    Node body;
    std::string key;
    if (given(setting(workflow.settings, Workflow::Extends))) {
      key = "extends";
      body = extends(*setting(workflow.settings, Workflow::Extends));
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
      context_.job = &workflow.stages.front().jobs.front();
      body = stepsNode(context_, context_.job->steps);
      context_.job = nullptr;
    }
    const HeldVariables hoisted = std::move(context_.hoisted);
    context_.hoisted.clear();
    Node own = variablesNode(context_, workflow.variables);
    variables = variablesNode(context_, {}, context_.uses.groups);
    if (auto* items = own.as<Node::Sequence>()) {
      for (Node& item : *items) variables.push(std::move(item));
    }
    addHeld(hoisted, variables);

    Node root = Node::mapping();
    if (const ir::Value* name = setting(workflow.settings, Workflow::Name); given(name))
      root.set("name", Node(runName(*name)).at(name->origin));
    addTriggers(context_, root);
    Node resources = resourcesNode(context_);
    if (!resources.empty()) root.set("resources", std::move(resources));
    Node parameters = parametersNode(context_);
    if (!parameters.empty()) root.set("parameters", std::move(parameters));
    if (const ir::Value* pool = setting(workflow.settings, Workflow::Pool); given(pool))
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
    return text(context_, name, Place::RunName, true);
  }

  Node extends(const ir::Value& value) {
    ir::Step step;
    step.origin = value.origin;
    if (const auto* call = value.as<ir::Call>())
      step.arguments = call->arguments;
    else if (const auto* record = value.as<ir::RecordValue>())
      step.arguments = record->fields;
    return templateNode(context_, step);
  }

  MapContext context_;
};

}  // namespace

Node workflowNode(MapContext context) { return WorkflowWriter(std::move(context)).write(); }

std::string headComment(const ir::Workflow& workflow) {
  std::string header;
  size_t begin = 0;
  const std::string& description = workflow.description;
  while (begin < description.size()) {
    size_t end = description.find('\n', begin);
    if (end == std::string::npos) end = description.size();
    header += "# " + support::visible(std::string_view(description).substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return header;
}

}  // namespace mlpc::backends::azure_devops
