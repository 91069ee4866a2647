#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "mlpc/support/characters.h"

namespace mlpc::credentials {

/// A character of a token: a letter, a digit, `-` or `_`.
constexpr bool isTokenCharacter(char c) { return support::isAlphanumeric(c) || c == '-' || c == '_'; }

/// What a run of at least two token characters is, if it is a token with a beginning of at least that length.
std::optional<std::string_view> knownForm(std::string_view run, size_t leastBeginning = 0);

/// The same of a token that begins before the run, after a character that tokens do not contain otherwise: `SG.…`.
struct KnownAcross {
  size_t begin = 0;
  std::string_view what;
};
std::optional<KnownAcross> knownFormAcross(std::string_view text, size_t begin, size_t length);

}  // namespace mlpc::credentials
