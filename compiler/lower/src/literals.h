#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/shell_script.h"
#include "mlpc/ir/value.h"
#include "mlpc/support/constant.h"

namespace mlpc::lower {

/// What replaces a placeholder in code.
struct Insertion {
  std::optional<std::string> text;  ///< of a constant; nothing if it cannot be written there safely
  ir::CodePlace place{};            ///< of a value that is not known at compile time
};

// Each inserts values for the placeholders (embedded::kPlaceholderByte) in some code; a null pointer is a value that is
// not known yet. A constant never changes the meaning of the code around it: where it would, it has no text.

std::vector<Insertion> insertIntoPython(const embedded::PythonCode& code,
                                        const std::vector<const support::Constant*>& values);
std::vector<Insertion> insertIntoShell(const embedded::ShellScript& script,
                                       const std::vector<const support::Constant*>& values);

std::vector<Insertion> insertIntoPowerShell(std::string_view code, const std::vector<const support::Constant*>& values);

/// Removes texts until the code with all the others in it reads as before, according to `readsAsBefore`: two that are
/// harmless alone may not be together. It is given one text for each placeholder; a text that is just kPlaceholderByte
/// leaves one as it is.
void dropUnsafe(std::vector<Insertion>& insertions,
                const std::function<bool(const std::vector<std::string>&)>& readsAsBefore);

}  // namespace mlpc::lower
