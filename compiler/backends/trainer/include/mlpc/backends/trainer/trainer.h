#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::trainer {

/// Reports what the target cannot express, with the span that asked for it, and returns what writes its files.
/// `program` must outlive the result.
emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags);

}  // namespace mlpc::backends::trainer
