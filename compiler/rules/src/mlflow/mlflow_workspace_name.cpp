// Names that an MLflow workspace cannot have.
#include <algorithm>
#include <iterator>

#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::mlflow {

namespace {

/// Paths of the server, which cannot be names of workspaces.
constexpr std::string_view kReserved[] = {"workspaces", "api", "ajax-api", "static-files"};

bool namesWorkspace(std::string_view name) {
  if (name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string_view::npos) return false;
  if (name.size() < 2 || name.size() > 63 || name.front() == '-' || name.back() == '-') return false;
  return std::find(std::begin(kReserved), std::end(kReserved), name) == std::end(kReserved);
}

void findWrongWorkspaceNames(Context& context) {
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    for (const embedded::PythonCall& call : body.calls) {
      if (mlflowFunction(call) != "set_workspace" || !isFixedText(call.firstString)) continue;
      if (!namesWorkspace(call.firstString))
        context.report(body.span(call.firstArgument), diag::mlflowWorkspaceName, call.firstString);
    }
  });
}

}  // namespace

extern constinit const Rule mlflowWorkspaceName{
    .name = "mlflow-workspace-name",
    .category = Category::Mlflow,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::mlflowWorkspaceName.record},
    .program = findWrongWorkspaceNames,
};

}  // namespace mlpc::rules::mlflow
