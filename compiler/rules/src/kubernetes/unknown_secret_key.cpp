// `secret("name")["key"]` where the program declares a secret of that name without that key.
#include "facts/secrets.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::kubernetes {

using namespace syntax;

namespace {

void findUnknownKeys(Context& context) {
  const Secrets& secrets = context.world.fact<Secrets>();
  for (const File& file : context.world.files()) {
    for (const ExprId id : file.indexes()) {
      const auto& index = std::get<IndexExpr>(file.tree().exprs[id].node);
      const auto* use = file.use<sema::CallUse>(index.base);
      if (use == nullptr || !use->callee || use->arguments.empty()) continue;
      if (context.world.builtin(*use) != Builtin::Secret) continue;
      const auto name = file.text(use->arguments.front());
      const auto key = file.text(index.index);
      const auto* called = name && key ? secrets.called(*name) : nullptr;
      if (called == nullptr) continue;
      for (const Secrets::Secret& secret : *called) {
        if (secret.open || secret.keys.count(*key) != 0) continue;
        context.report(file.span(index.index), diag::unknownSecretKey, secret.name->text, *key)
            .note(secret.name->span, diag::declaredHere, secret.name->text);
      }
    }
  }
}

}  // namespace

extern constinit const Rule unknownSecretKey{
    .name = "unknown-secret-key",
    .category = Category::Kubernetes,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::unknownSecretKey.record},
    .program = findUnknownKeys,
};

}  // namespace mlpc::rules::kubernetes
