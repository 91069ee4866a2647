#pragma once

#include <memory>

#include "mlpc/source/source_manager.h"
#include "mlpc/syntax/parsed_file.h"

namespace mlpc::parse {

/// Parses one file. Always returns a tree; what is wrong is among its findings. Any bytes are accepted: text that is
/// not UTF-8, contains NUL, nests deeper than 256 brackets or is larger than 64 MiB is reported in one diagnostic.
/// Keeps no state between calls, so files may be parsed in several threads.
std::shared_ptr<const syntax::ParsedFile> parse(source::FileId file, std::shared_ptr<const source::SourceFile> text);

}  // namespace mlpc::parse
