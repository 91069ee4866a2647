#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azureml {

/// Passes the files of the program to `outlet`. What the target cannot express is reported with the span that asked for
/// it, whether the outlet prints or not; if there was an error, the files must not be written.
void documents(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags,
               emit::Outlet& outlet);

}  // namespace mlpc::backends::azureml

namespace mlpc::backends::azureml {

/// The target `azure`: one idempotent provisioning script of the `azure.*` resources (and what they need), and its
/// clean-up counterpart.
void scripts(const ir::Program& program, const emit::BackendOptions& options, diag::Engine& diags,
             emit::Outlet& outlet);

}  // namespace mlpc::backends::azureml

namespace mlpc::backends::azureml {

/// The target `azure`: one idempotent provisioning script of the `azure.*` resources (and what they need), and its
/// clean-up counterpart.
std::vector<mlpc::emit::OutputFile> legalizeScripts(const ir::Program& program,
                                                    const mlpc::emit::BackendOptions& options, diag::Engine& diags);
std::vector<mlpc::emit::OutputFile> emitScripts(const ir::Program& program, const mlpc::emit::BackendOptions& options,
                                                diag::Engine& diags);

}  // namespace mlpc::backends::azureml
