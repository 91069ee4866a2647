#include <ostream>

#include "command.h"
#include "mlpc/config/config.h"

namespace mlpc::cli {

int runSchema(const ParsedOptions& options, Environment& environment) {
  if (options.operands.size() != 1 || options.operands.front() != "config")
    return usageError(environment, "`schema` expects `config`", "schema");
  environment.out << config::schema();
  return kOk;
}

}  // namespace mlpc::cli
