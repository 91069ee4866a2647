#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace mlpc::roundtrip {

using Random = std::mt19937_64;

inline size_t below(Random& random, size_t limit) { return limit == 0 ? 0 : random() % limit; }
inline bool oneIn(Random& random, size_t n) { return below(random, n) == 0; }

/// A string that a YAML writer could easily get wrong. Valid UTF-8; may contain NUL.
std::string nastyString(Random& random);

}  // namespace mlpc::roundtrip
