#pragma once

#include <optional>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::sema {

/// The word that shows that a command reads a file of the repository, which must have been checked out; empty if there
/// is none.
std::optional<embedded::Range> readsSources(const embedded::ShellScript& script);

}  // namespace mlpc::sema
