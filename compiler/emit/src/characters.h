#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mlpc::emit {

/// What the bytes of a text mean to the YAML writer. The classes of all its bytes, or-ed together, decide how it may be
/// written.
enum CharClass : uint8_t {
  kCommon = 0,              ///< stands for itself everywhere, except perhaps as the first character
  kSpace = 1U << 0U,        ///< a space
  kColonOrHash = 1U << 1U,  ///< `:` `#`: an indicator next to a space
  kFlow = 1U << 2U,         ///< `,[]{}?`: an indicator within flow style
  kEscaped = 1U << 3U,      ///< `"` `\`: need a backslash within double quotes
  kBreak = 1U << 4U,        ///< a line feed
  kTab = 1U << 5U,          ///< a tab
  kControl = 1U << 6U,      ///< can only be written as an escape
  kHigh = 1U << 7U,         ///< a part of a character beyond ASCII
};

inline constexpr std::array<uint8_t, 256> kCharClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    classes[c] = c >= 0x80 ? kHigh : (c < 0x20 || c == 0x7F) ? kControl : kCommon;
  }
  for (const char c : std::string_view(",[]{}?")) classes[static_cast<uint8_t>(c)] = kFlow;
  for (const char c : std::string_view("\"\\")) classes[static_cast<uint8_t>(c)] = kEscaped;
  classes[' '] = kSpace;
  classes[':'] = classes['#'] = kColonOrHash;
  classes['\n'] = kBreak;
  classes['\t'] = kTab;
  return classes;
}();

inline uint8_t charClass(char c) { return kCharClasses[static_cast<uint8_t>(c)]; }

/// The classes of all bytes of `text` together.
inline uint8_t classesOf(std::string_view text) {
  uint8_t classes = 0;
  for (const char c : text) classes |= charClass(c);
  return classes;
}

/// Whether a character beyond ASCII can stand for itself in a YAML file. Excluded are those that a reader rejects or
/// takes for a line break or a byte order mark, and those that would make the file look different from its contents
/// (direction marks).
constexpr bool isWritable(uint32_t c) {
  return !(c < 0xA0 || (c >= 0x2028 && c <= 0x202E) || c == 0x200E || c == 0x200F || c == 0x061C ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFEU) == 0xFFFE);
}

/// Whether it may appear without quotes: not if it is invisible or looks like a space.
constexpr bool isVisible(uint32_t c) {
  return isWritable(c) && c != 0xA0 && c != 0xAD && c != 0x1680 && c != 0x180E && !(c >= 0x2000 && c <= 0x200F) &&
         c != 0x202F && !(c >= 0x205F && c <= 0x206F) && c != 0x3000 && !(c >= 0xFFF0 && c <= 0xFFFB);
}

}  // namespace mlpc::emit
