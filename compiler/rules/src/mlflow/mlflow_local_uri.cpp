// Addresses of MLflow that mean something else inside the cluster.
#include "facts/python_bodies.h"
#include "mlflow/addresses.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::mlflow {

namespace {

void findLocalAddresses(Context& context) {
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    for (const embedded::PythonCall& call : body.calls) {
      if (mlflowFunction(call) == "set_tracking_uri" && isLocalAddress(call.firstString))
        context.report(body.span(call.firstArgument), diag::mlflowLocalUri, call.firstString);
    }
  });
  for (const File& file : context.world.files()) {
    for (const syntax::ExprId record : file.records()) {
      const syntax::ExprId uri = syntax::fieldValue(file.tree(), record, "MLFLOW_TRACKING_URI");
      const auto text = uri ? file.text(uri) : std::nullopt;
      if (text && isLocalAddress(*text)) context.report(file.span(uri), diag::mlflowLocalUri, *text);
    }
  }
}

}  // namespace

extern constinit const Rule mlflowLocalUri{
    .name = "mlflow-local-uri",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowLocalUri.record},
    .program = findLocalAddresses,
};

}  // namespace mlpc::rules::mlflow
