// Runs that have the same name in each execution.
#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::mlflow {

namespace {

void findFixedRunNames(Context& context) {
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    for (const embedded::PythonCall& call : body.calls) {
      if (mlflowFunction(call) != "start_run") continue;
      for (const embedded::PythonCall::Keyword& keyword : call.keywords) {
        if (keyword.name == "run_name" && isFixedText(keyword.string))
          context.report(body.span(keyword.range), diag::mlflowRunName);
      }
    }
  });
}

}  // namespace

extern constinit const Rule mlflowRunName{
    .name = "mlflow-run-name",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowRunName.record},
    .program = findFixedRunNames,
};

}  // namespace mlpc::rules::mlflow
