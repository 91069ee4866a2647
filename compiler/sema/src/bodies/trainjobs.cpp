// A trainjob's record. What Kubeflow Trainer wants beyond its schema is checked by the back end, which knows the
// runtimes.

#include "code/bodies.h"

namespace mlpc::sema {

void Checker::checkTrainJob(ModuleId module, SymbolId symbol) {
  if (isStandard(module)) return;
  const syntax::Decl& decl = tree(module).decls[program.symbols[symbol].decl];
  const auto& job = std::get<syntax::TrainJobDecl>(decl.node);
  Scope scope(&fileScope(module), Place::TrainJob);
  declareParameters(*this, scope, module, symbol, job.parameters, SymbolKind::Parameter,
                    signatureOf(symbol).parameters);
  if (job.record) checkRecord(module, job.record, scope, standardType("trainer.TrainJob"));
}

}  // namespace mlpc::sema
