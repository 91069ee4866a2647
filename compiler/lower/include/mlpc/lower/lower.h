#pragma once

#include "mlpc/diag/engine.h"
#include "mlpc/ir/program.h"
#include "mlpc/sema/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::lower {

/// Builds the IR of a program that was checked without errors. Reports what is part of the language but not supported
/// by any target yet; the result must then not be emitted. `files` reads notebooks and embedded folders.
ir::Program lower(const sema::Program& program, source::FileSystem& files, diag::Engine& diags);

}  // namespace mlpc::lower
