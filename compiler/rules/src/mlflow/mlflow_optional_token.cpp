// A token for MLflow from a secret that may be absent.
#include "mlpc/diag/mlflow.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::mlflow {

namespace {

using vocabulary::prelude::ClusterSecret;

/// Whether a symbol is an optional secret.
bool isOptionalSecret(const World& world, sema::SymbolId symbol) {
  const sema::Symbol& secret = world.symbol(symbol);
  const File* file = world.file(secret.module);
  if (secret.kind != sema::SymbolKind::Secret || file == nullptr) return false;
  const auto* decl = std::get_if<syntax::SecretDecl>(&file->tree().decls[secret.decl].node);
  if (decl == nullptr) return false;
  const auto value = file->constant(fieldValue(file->tree(), decl->record, ClusterSecret::Optional));
  const bool* flag = value ? value->as<bool>() : nullptr;
  return flag != nullptr && *flag;
}

void findOptionalTokens(Context& context) {
  for (const File& file : context.world.files()) {
    for (const syntax::ExprId record : file.records()) {
      const syntax::ExprId token = syntax::fieldValue(file.tree(), record, "MLFLOW_TRACKING_TOKEN");
      const auto* key = file.use<sema::KeyUse>(token);
      if (key == nullptr || !key->symbol || !isOptionalSecret(context.world, key->symbol)) continue;
      const sema::Symbol& secret = context.world.symbol(key->symbol);
      context.report(file.span(token), diag::mlflowOptionalToken).note(secret.span, diag::declaredHere, secret.name);
    }
  }
}

}  // namespace

extern constinit const Rule mlflowOptionalToken{
    .name = "mlflow-optional-token",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowOptionalToken.record},
    .program = findOptionalTokens,
};

}  // namespace mlpc::rules::mlflow
