#pragma once

#include <optional>
#include <string_view>

namespace mlpc::emit {

/// Why `name` cannot be the name of a file in the folder that was asked for, on any system: it would leave the folder,
/// be taken for an option, name a device of Windows, or is too long. The reason completes "it ", as in "contains `/`".
/// Source: Microsoft Learn, "Naming Files, Paths, and Namespaces"; 255 bytes are what Linux and macOS allow.
std::optional<std::string_view> fileNameProblem(std::string_view name);

}  // namespace mlpc::emit
