#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mlpc/emit/output_file.h"

namespace mlpc::workspace {

/// Writes all of `files` or none into the folder `directory`, which is created if necessary; a file that exists is
/// replaced and keeps its permissions. If the process is killed in between, the next call completes or undoes what it
/// had begun. Two processes take turns. Returns why it failed, or an empty string.
std::string writeAll(const std::string& directory, const std::vector<emit::OutputFile>& files);

/// The same for one file at `path`. If that is a link, its target is replaced or created; what is not a regular file (a
/// pipe, a terminal) is written to directly.
std::string writeOne(const std::string& path, const emit::OutputFile& file);

/// What `path` refers to after all links, whether it exists or not; empty if they never end.
std::optional<std::string> targetOf(const std::string& path);

}  // namespace mlpc::workspace
