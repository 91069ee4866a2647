#pragma once

#include <optional>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::sema {

/// Whether a command reads a file of the repository, which must have been checked out: the word that says so, or
/// nothing.
std::optional<embedded::Range> readsSources(const embedded::ShellScript& script);

}  // namespace mlpc::sema
