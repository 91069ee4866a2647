// A general `Artifact` where a narrower type is expected: Kubeflow Pipelines accepts it without a check.
#include "mlpc/diag/lint.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::correctness {

using namespace syntax;
using sema::TypeKind;

namespace {

/// The artifact type inside lists and `?`; empty if there is none.
sema::TypeId artifactIn(const sema::TypeStore& types, sema::TypeId type) {
  while (type && (types[type].kind == TypeKind::List || types[type].kind == TypeKind::Optional ||
                  types[type].kind == TypeKind::Runtime)) {
    type = types[type].element;
  }
  return type && types[type].kind == TypeKind::Artifact ? type : sema::TypeId();
}

void findNarrowedArtifacts(const File& file, Context& context) {
  const sema::TypeStore& types = context.world.types();
  for (const ExprId call : file.calls()) {
    const auto* use = file.use<sema::CallUse>(call);
    const sema::Signature* signature = use == nullptr || !use->callee ? nullptr : context.world.signature(use->callee);
    if (signature == nullptr || !file.sound(call)) continue;
    for (size_t i = 0; i < use->arguments.size() && i < signature->parameters.size(); ++i) {
      const ExprId given = use->arguments[i];
      if (!given) continue;
      const sema::TypeId from = artifactIn(types, file.info(given).type);
      const sema::TypeId to = artifactIn(types, signature->parameters[i].type);
      if (!from || !to || from == to || types.name(from) != "Artifact") continue;
      context.report(file.span(given), diag::artifactNarrowed, diag::TypeName(types.name(from)),
                     diag::TypeName(types.name(to)));
    }
  }
}

}  // namespace

extern constinit const Rule artifactNarrowed{
    .name = "artifact-narrowed",
    .category = Category::Correctness,
    .level = Level::Warning,
    .reach = Reach::Named,
    .records = {&diag::artifactNarrowed.record},
    .file = findNarrowedArtifacts,
};

}  // namespace mlpc::rules::correctness
