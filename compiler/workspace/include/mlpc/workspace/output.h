#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/output_file.h"

namespace mlpc::workspace {

/// Writes `files` into the folder `directory` (made if need be), all of them or none: each goes to a temporary file
/// beside its place, and only when all are complete are they renamed. Returns why it failed, or an empty text.
std::string writeAll(const std::string& directory, const std::vector<emit::OutputFile>& files);

/// The same for one file at `path`. What a link there names is replaced, and what is no regular file (a pipe, a
/// terminal) is written to as it is.
std::string writeOne(const std::string& path, const emit::OutputFile& file);

}  // namespace mlpc::workspace
