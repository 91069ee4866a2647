#pragma once

#include <cstdint>
#include <string_view>

namespace mlpc::embedded {

/// Represents a placeholder `~{…}` in code: one byte that never occurs in a source.
inline constexpr char kPlaceholderByte = '\x01';

/// A range of the code, in bytes.
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] bool holds(uint32_t at) const { return begin <= at && at < end; }
  friend bool operator==(const Range&, const Range&) = default;
};

/// A piece of code that contains no other, and the kind of what it is in.
struct Leaf {
  std::string_view kind;
  std::string_view parent;
  Range range;

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

}  // namespace mlpc::embedded
