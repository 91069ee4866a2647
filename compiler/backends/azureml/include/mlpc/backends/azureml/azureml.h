#pragma once

#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/backend.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azureml {

/// Legalizes the program for this target, then emits its files. What the target cannot express is reported with the
/// span that asked for it; if anything was reported as an error, the files are not to be written.
std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& options,
                                   diag::Engine& diags);

}  // namespace mlpc::backends::azureml

namespace mlpc::backends::azureml {

/// The target `azure`: one idempotent provisioning script of the `azure.*` resources (and what they need), and its
/// clean-up counterpart.
std::vector<mlpc::emit::OutputFile> emitScripts(const ir::Program& program, const mlpc::emit::BackendOptions& options,
                                                diag::Engine& diags);

}  // namespace mlpc::backends::azureml
