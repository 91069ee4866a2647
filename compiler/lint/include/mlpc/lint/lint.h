#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/sema/program.h"

namespace mlpc::lint {

/// Runs every rule over the files that the user named. `program` has no errors.
void lint(const sema::Program& program, diag::Engine& diags);

}  // namespace mlpc::lint
