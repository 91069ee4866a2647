#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azure_devops {

/// Hands the files of the program to `outlet`. What the target cannot express is reported with the span that asked for
/// it, the same whether the outlet prints or not; if anything was reported as an error, the files are not to be
/// written.
void documents(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags,
               emit::Outlet& outlet);

}  // namespace mlpc::backends::azure_devops
