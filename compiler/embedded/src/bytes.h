#pragma once

#include <cstdint>
#include <string_view>

namespace mlpc::embedded {

inline bool isNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether an odd number of `escape`s precedes `at`.
inline bool isEscaped(std::string_view code, uint32_t at, char escape = '\\') {
  uint32_t begin = at;
  while (begin > 0 && code[begin - 1] == escape) --begin;
  return (at - begin) % 2 == 1;
}

}  // namespace mlpc::embedded
