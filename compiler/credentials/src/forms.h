#pragma once

#include <string_view>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {

/// The length of the shortest of them.
inline constexpr size_t kShortestForm = 16;

/// Tokens and keys that their form shows: prefixes, web tokens, private keys, what follows `Bearer`; also if they are
/// in base64.
void findForms(std::string_view text, const OnFound& found);

}  // namespace mlpc::credentials
