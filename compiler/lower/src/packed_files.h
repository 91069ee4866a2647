#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lowering.h"

namespace mlpc::lower {

/// The files of `embed: "path"`, which the file that `from` is in contains: one file, or those in a folder. Reports at
/// `from` what cannot be packed: what is not a file, and links that lead out of the project, which is the folder of
/// that file.
std::optional<ir::Embedded> packedFiles(Lowering& lowering, source::Span from, const std::string& path);

/// Why a text is not a Jupyter notebook, as the end of a sentence. Rules of the schema of nbformat 4:
/// https://nbformat.readthedocs.io/en/latest/format_description.html
std::optional<std::string> notebookProblem(std::string_view text);

}  // namespace mlpc::lower
