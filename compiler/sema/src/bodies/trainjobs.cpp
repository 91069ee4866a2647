#include "bodies/body_checks.h"
#include "bodies/shared.h"

namespace mlpc::sema {

void checkTrainJob(const BodyContext& context, SymbolId symbol) {
  FileContext& file = context.file;
  const auto& job = std::get<syntax::TrainJobDecl>(file.tree.decls[file.program.symbols[symbol].decl].node);
  Scope scope(&context.names.fileScope(), Place::TrainJob);
  declareParameters(file, scope, symbol, job.parameters, SymbolKind::Parameter,
                    context.declarations.signatureOf(symbol).parameters);
  context.expressions.records.declaration(scope, job.record, file.standard.type("trainer.TrainJob"));
}

}  // namespace mlpc::sema
