#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azureml {

/// Reports what the target cannot express, with the span that asked for it, and returns what writes its files.
/// `program` must outlive the result.
emit::Legalized legalize(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags);

/// The same for the target `azure`: one idempotent provisioning script of the `azure.*` resources (and what they need),
/// and its clean-up counterpart.
emit::Legalized legalizeScripts(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags);

}  // namespace mlpc::backends::azureml
