#pragma once

#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/backend.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::kfp {

/// Legalizes the program for this target, then emits its files. What the target cannot express is reported with the
/// span that asked for it; if anything was reported as an error, the files are not to be written.
std::vector<emit::OutputFile> emit(const ir::Program& program, const emit::BackendOptions& options,
                                   diag::Engine& diags);

}  // namespace mlpc::backends::kfp
