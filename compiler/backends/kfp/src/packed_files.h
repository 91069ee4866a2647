#pragma once

#include <span>
#include <string>

#include "mlpc/ir/component.h"

namespace mlpc::backends::kfp {

/// A tar archive of the files, compressed with gzip, in base64. The same files always give the same text: it contains
/// no times or owners.
std::string packFiles(std::span<const ir::EmbeddedFile> files);

}  // namespace mlpc::backends::kfp
