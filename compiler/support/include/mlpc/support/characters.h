#pragma once

#include <algorithm>
#include <string_view>

namespace mlpc::support {

// Letters and digits of ASCII, whatever the locale.

constexpr bool isLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool isLetter(char c) { return isLower(c) || isUpper(c); }
constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLowerOrDigit(char c) { return isLower(c) || isDigit(c); }
constexpr bool isAlphanumeric(char c) { return isLetter(c) || isDigit(c); }
/// A character of an identifier in mlp, Python or a shell.
constexpr bool isWordCharacter(char c) { return isAlphanumeric(c) || c == '_'; }

/// Only word characters, and the first is not a digit.
constexpr bool isWord(std::string_view text) {
  return !text.empty() && !isDigit(text.front()) && std::all_of(text.begin(), text.end(), isWordCharacter);
}

}  // namespace mlpc::support
