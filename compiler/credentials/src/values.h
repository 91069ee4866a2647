#pragma once

#include <string_view>

namespace mlpc::credentials {

/// Whether a value is not one of its own: empty, a reference that is replaced later, a placeholder, a path, a URL.
bool standsForSomething(std::string_view value);

/// Contains letters and digits, or letters of both cases: no word like `hf_transfer_enable_everything`.
bool isMixed(std::string_view text);
/// Contains letters and digits in no order that a name would have: `hunter2`, `9f86d081`, not `text-v2` or `HF_TOKEN`.
bool isRandom(std::string_view text);
/// As long and as varied as what a machine makes.
bool isGenerated(std::string_view text);

}  // namespace mlpc::credentials
