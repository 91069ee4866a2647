#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace mlpc::syntax {

/// Every keyword, in the order of grammar/MlpTokens.tokens. The first ones are keywords everywhere, the others only
/// where a statement or declaration can begin, and names elsewhere.
inline constexpr std::array<std::string_view, 28> kKeywords = {
    "let",      "if",       "else",     "for",      "in",    "return", "yield",      "try",    "finally",   "true",
    "false",    "null",     "import",   "as",       "const", "type",   "artifact",   "secret", "component", "pipeline",
    "trainjob", "workflow", "resource", "existing", "stage", "job",    "deployment", "steps"};

inline constexpr std::span<const std::string_view> kReservedWords = std::span(kKeywords).first(12);
static_assert(kReservedWords.back() == "null");

/// Whether it is a keyword anywhere.
constexpr bool isKeyword(std::string_view word) {
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}
/// Whether it cannot be used as a name.
constexpr bool isReservedWord(std::string_view word) {
  return std::find(kReservedWords.begin(), kReservedWords.end(), word) != kReservedWords.end();
}

}  // namespace mlpc::syntax
