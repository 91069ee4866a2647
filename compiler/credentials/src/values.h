#pragma once

#include <string_view>

namespace mlpc::credentials {

/// Without spaces and line breaks around it.
std::string_view trimmed(std::string_view value);

/// Contains letters and digits, or letters of both cases: no word like `hf_transfer_enable_everything`.
bool isMixed(std::string_view text);
/// Contains letters and digits in no order that a name would have: `hunter2`, `9f86d081`, not `text-v2` or `HF_TOKEN`.
bool isRandom(std::string_view text);
/// As long and as varied as what a machine makes.
bool isGenerated(std::string_view text);

}  // namespace mlpc::credentials
