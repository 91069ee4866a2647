// Both a token and a user for MLflow.
#include "mlpc/diag/mlflow.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::mlflow {

namespace {

void findTwoWays(Context& context) {
  for (const File& file : context.world.files()) {
    for (const syntax::ExprId record : file.records()) {
      const syntax::RecordItem* token = syntax::findItem(file.tree(), record, "MLFLOW_TRACKING_TOKEN");
      const syntax::RecordItem* user = syntax::findItem(file.tree(), record, "MLFLOW_TRACKING_USERNAME");
      if (token == nullptr || user == nullptr) continue;
      context.report(user->key.span, diag::mlflowTwoWays)
          .note(token->key.span, diag::declaredHere, "MLFLOW_TRACKING_TOKEN");
    }
  }
}

}  // namespace

extern constinit const Rule mlflowTwoWays{
    .name = "mlflow-two-ways",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowTwoWays.record},
    .program = findTwoWays,
};

}  // namespace mlpc::rules::mlflow
