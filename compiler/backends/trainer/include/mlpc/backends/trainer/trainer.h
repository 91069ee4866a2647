#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::trainer {

/// Passes the files of the program to `outlet`. What the target cannot express is reported with the span that asked for
/// it, whether the outlet prints or not; if there was an error, the files must not be written.
void documents(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags,
               emit::Outlet& outlet);

}  // namespace mlpc::backends::trainer
