#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/output_file.h"

namespace mlpc::workspace {

/// Writes all of `files` or none into the folder `directory`, which is created if necessary: each goes to a temporary
/// file beside its destination, and they are renamed only when all are complete. Returns why it failed, or an empty
/// string.
std::string writeAll(const std::string& directory, const std::vector<emit::OutputFile>& files);

/// The same for one file at `path`. If that is a link, its target is replaced; what is not a regular file (a pipe, a
/// terminal) is written to directly.
std::string writeOne(const std::string& path, const emit::OutputFile& file);

}  // namespace mlpc::workspace
