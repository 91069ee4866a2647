#pragma once

#include <string_view>

#include "rewritten.h"

namespace mlpc::credentials {

/// JSON with its strings as what they stand for: without escapes, and those of a list, as the lines of a notebook are,
/// as one text. Empty for a text that is not JSON, or that contains nothing to read.
Rewritten readJson(std::string_view json);

}  // namespace mlpc::credentials
