#pragma once

#include <string>
#include <variant>
#include <vector>

#include "mlpc/source/source_manager.h"

namespace mlpc::cli {

/// The path itself, or if it is a folder the `.mlp` files in it and below it, sorted, without what is in hidden folders
/// or behind links to folders. Whether a file exists shows when it is read.
std::variant<std::vector<std::string>, source::ReadError> sourcesAt(const std::string& path);

}  // namespace mlpc::cli
