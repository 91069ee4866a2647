// A general `Artifact` where a narrower type is wanted: Kubeflow Pipelines lets it pass and checks nothing.
#include "mlpc/diag/lint.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;
using sema::TypeKind;

namespace {

/// The artifact type inside of lists and `?`, or nothing.
sema::TypeId artifactIn(const sema::TypeStore& types, sema::TypeId type) {
  while (type && (types[type].kind == TypeKind::List || types[type].kind == TypeKind::Optional ||
                  types[type].kind == TypeKind::Runtime)) {
    type = types[type].element;
  }
  return type && types[type].kind == TypeKind::Artifact ? type : sema::TypeId();
}

}  // namespace

void findNarrowedArtifacts(const Unit& unit) {
  const sema::TypeStore& types = unit.program.types;
  const auto judge = [&](ExprId given, sema::TypeId wanted) {
    if (!given) return;
    const sema::TypeId from = artifactIn(types, unit.info(given).type);
    const sema::TypeId to = artifactIn(types, wanted);
    if (!from || !to || from == to || types.name(from) != "Artifact") return;
    unit.diags.report(unit.span(given), diag::artifactNarrowed, diag::TypeName(types.name(from)),
                      diag::TypeName(types.name(to)));
  };
  unit.module.exprs.forEach([&](const sema::ExprInfo& info) {
    const auto* use = std::get_if<sema::CallUse>(&info.use);
    const sema::Signature* signature = use == nullptr || !use->callee ? nullptr : unit.program.signature(use->callee);
    if (signature == nullptr) return;
    for (size_t i = 0; i < use->arguments.size() && i < signature->parameters.size(); ++i) {
      judge(use->arguments[i], signature->parameters[i].type);
    }
  });
}

}  // namespace mlpc::lint
