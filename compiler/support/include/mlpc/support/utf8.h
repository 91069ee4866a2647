#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mlpc::support {

/// One code point read from UTF-8, and how many bytes it took.
struct CodePoint {
  uint32_t value = 0;
  uint8_t length = 0;
  bool valid = true;
};

/// The code point that starts at `at`. A byte that starts no valid sequence counts as an invalid U+FFFD of one byte, so
/// that a loop always advances.
inline CodePoint decodeUtf8(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> uint32_t {
    return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : 0U;
  };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  if (lead >= 0xC2 && lead < 0xE0 && tail(1)) return {(lead & 0x1FU) << 6 | (byte(1) & 0x3FU), 2, true};
  if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
    const uint32_t value = (lead & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3, true};
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
    const uint32_t value = (lead & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4, true};
  }
  return {0xFFFD, 1, false};
}

/// Whether all of `text` is valid UTF-8.
bool isUtf8(std::string_view text);

}  // namespace mlpc::support
