#include "mlpc/lsp/lsp.h"

#include "command.h"

namespace mlpc::cli {

int runLsp(const ParsedOptions& options, Environment& environment) {
  if (!options.operands.empty()) return usageError(environment, "the server takes no operands", "lsp");
  return lsp::serve(environment.in, environment.out, allBackends(), environment.files, MLPC_VERSION);
}

}  // namespace mlpc::cli
