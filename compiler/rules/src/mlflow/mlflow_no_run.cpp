// Code that logs to MLflow without starting a run.
#include <algorithm>

#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::mlflow {

namespace {

bool opensRun(const PythonBody& body) {
  return std::any_of(body.calls.begin(), body.calls.end(), [](const embedded::PythonCall& call) {
    return call.callee.ends_with("start_run") || call.callee.ends_with("autolog");
  });
}

void findLogsWithoutRun(Context& context) {
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    if (opensRun(body)) return;
    const auto logs = std::find_if(body.calls.begin(), body.calls.end(), [](const embedded::PythonCall& call) {
      return mlflowFunction(call).starts_with("log_");
    });
    if (logs != body.calls.end()) context.report(body.span(logs->range), diag::mlflowNoRun, logs->callee);
  });
}

}  // namespace

extern constinit const Rule mlflowNoRun{
    .name = "mlflow-no-run",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowNoRun.record},
    .program = findLogsWithoutRun,
};

}  // namespace mlpc::rules::mlflow
