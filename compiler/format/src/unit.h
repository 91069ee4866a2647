#pragma once

#include <optional>

#include "mlpc/syntax/parsed_file.h"

namespace mlpc::format {

/// The declarations or statements that a range touches, as few as have lines of their own; nothing if there are none.
std::optional<source::Span> unitAt(const syntax::ParsedFile& file, source::Span range);

}  // namespace mlpc::format
