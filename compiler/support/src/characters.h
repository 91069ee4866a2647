#pragma once

namespace mlpc::support {

// Letters and digits of ASCII, whatever the locale.

inline bool isLower(char c) { return c >= 'a' && c <= 'z'; }
inline bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool isDigit(char c) { return c >= '0' && c <= '9'; }
inline bool isLowerOrDigit(char c) { return isLower(c) || isDigit(c); }
inline bool isAlphanumeric(char c) { return isLowerOrDigit(c) || isUpper(c); }

}  // namespace mlpc::support
