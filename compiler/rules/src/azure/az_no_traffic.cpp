// Deployments that receive no traffic from any step of the workflow.
#include <algorithm>
#include <map>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::rules::azure {

using namespace syntax;
using embedded::AzCommand;

namespace {

bool shiftsTraffic(const AzCommand& command) {
  return command.path == "ml online-endpoint update" && command.find({"--traffic", "-r"}) != nullptr;
}

/// What the steps of each workflow do, by its declaration.
struct Deployments {
  std::vector<source::Span> made;
  bool shifted = false;
};

void findInSteps(const File& file, const World& world, const Block& body, Deployments& deployments) {
  walkStatements(file.tree(), body, [&](StmtId id) {
    const auto* let = std::get_if<LetStmt>(&file.tree().stmts[id].node);
    const auto* called = std::get_if<CallStmt>(&file.tree().stmts[id].node);
    const ExprId call = let != nullptr ? let->value : called != nullptr ? called->call : ExprId();
    const auto* use = file.use<sema::CallUse>(call);
    if (use == nullptr) return;
    const auto step = world.builtin(*use);
    if (step == Builtin::AzuremlDeploy) deployments.made.push_back(file.span(call));
    deployments.shifted = deployments.shifted || step == Builtin::AzuremlSetTraffic;
  });
}

void findInScript(const WorkflowScript& script, Deployments& deployments) {
  const bool shifted = std::any_of(script.az.begin(), script.az.end(), shiftsTraffic);
  deployments.shifted = deployments.shifted || shifted;
  for (const AzCommand& command : script.az) {
    if (command.path == "ml online-deployment create" && command.find({"--local", "--all-traffic"}) == nullptr)
      deployments.made.push_back(script.span(command.pathRange));
  }
}

void findIdleDeployments(Context& context) {
  std::map<std::pair<const File*, DeclId>, Deployments> byWorkflow;
  for (const File& file : context.world.files()) {
    for (const DeclId id : file.tree().order) {
      const auto* workflow = std::get_if<WorkflowDecl>(&file.tree().decls[id].node);
      if (workflow != nullptr) findInSteps(file, context.world, workflow->body, byWorkflow[{&file, id}]);
    }
  }
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) {
    const auto found = byWorkflow.find({script.file, script.decl});
    if (found != byWorkflow.end()) findInScript(script, found->second);
  }
  for (const auto& [workflow, deployments] : byWorkflow) {
    for (size_t i = 0; !deployments.shifted && i < deployments.made.size(); ++i)
      context.report(deployments.made[i], diag::azNoTraffic);
  }
}

}  // namespace

extern constinit const Rule azNoTraffic{
    .name = "az-no-traffic",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azNoTraffic.record},
    .program = findIdleDeployments,
};

}  // namespace mlpc::rules::azure
