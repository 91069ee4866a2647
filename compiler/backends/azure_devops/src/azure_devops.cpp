#include "mlpc/backends/azure_devops/azure_devops.h"

#include "context.h"
#include "expression.h"
#include "head.h"
#include "jobs.h"
#include "mlpc/emit/yaml_writer.h"
#include "mlpc/support/text.h"
#include "script.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

class WorkflowWriter {
 public:
  WorkflowWriter(const ir::Program& program, const ir::Workflow& workflow, diag::Engine& diags)
      : context_{program, workflow, diags} {}

  Node write() {
    const ir::Workflow& workflow = context_.workflow;
    // What is below decides which groups and resources the head declares, so it is written first.
    Node variables = Node::sequence();
    Node body;
    std::string key;
    if (workflow.hasStages) {
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
      body = stepsNode(context_, context_.job->steps, workflow.origin, false);
      context_.job = nullptr;
    }
    std::vector<std::pair<std::string, std::string>> hoisted = std::move(context_.hoisted);
    context_.hoisted.clear();
    Node own = variablesNode(context_, workflow.variables);
    std::set<std::string> groups = context_.groups;
    variables = variablesNode(context_, {}, groups);
    if (auto* items = own.as<Node::Sequence>()) {
      for (Node& item : *items) variables.push(std::move(item));
    }
    for (const auto& [name, value] : hoisted) {
      Node entry = Node::mapping();
      entry.set("name", name);
      entry.set("value", value);
      variables.push(std::move(entry));
    }

    Node root = Node::mapping();
    if (const ir::Value* name = setting(workflow.settings, "name"); name != nullptr && name->text() != nullptr) {
      root.set("name", Node(*name->text()).at(name->origin));
    }
    addTriggers(context_, root);
    Node resources = resourcesNode(context_);
    if (!resources.empty()) root.set("resources", std::move(resources));
    Node parameters = parametersNode(context_);
    if (!parameters.empty()) root.set("parameters", std::move(parameters));
    if (const ir::Value* pool = setting(workflow.settings, "pool");
        pool != nullptr && !(pool->scalar() != nullptr && pool->scalar()->isNull())) {
      root.set("pool", poolNode(context_, *pool));
    }
    if (!variables.empty()) root.set("variables", std::move(variables));
    if (!key.empty()) root.set(key, std::move(body));
    return root;
  }

 private:
  Context context_;
};

}  // namespace

std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions&, diag::Engine& diags) {
  std::vector<emit::OutputFile> files;
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
    files.push_back({support::toKebab(workflow.name) + ".azure-pipelines.yml", emit::writeYaml({root}, header), false,
                     workflow.origin});
  }
  return files;
}

}  // namespace mlpc::backends::azure_devops
