#pragma once

#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::kfp {

/// Shows the gates the literals that become the value of an option of a command (`--password`) by way of inputs with
/// any names: a document has them under the names of these.
void passDestinations(const ir::Program& program, emit::Outlet& outlet);

}  // namespace mlpc::backends::kfp
