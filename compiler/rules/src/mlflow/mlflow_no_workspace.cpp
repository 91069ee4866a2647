// Runs that name no workspace, and so go to whichever one the server uses by default.
#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::mlflow {

namespace {

void findRunsWithoutWorkspace(Context& context) {
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    const embedded::PythonCall* starts = body.call("start_run");
    if (starts == nullptr || body.call("set_workspace") != nullptr || body.says("MLFLOW_WORKSPACE")) return;
    if (syntax::findItem(body.file->tree(), body.setting(vocabulary::prelude::ComponentSettings::Env),
                         "MLFLOW_WORKSPACE") != nullptr)
      return;
    context.report(body.span(starts->range), diag::mlflowNoWorkspace);
  });
}

}  // namespace

extern constinit const Rule mlflowNoWorkspace{
    .name = "mlflow-no-workspace",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowNoWorkspace.record},
    .program = findRunsWithoutWorkspace,
};

}  // namespace mlpc::rules::mlflow
