#include "scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "characters.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"

namespace mlpc::emit {
namespace {

using support::isLetter;

enum Front : uint8_t {
  kNever,   ///< an indicator, or might be
  kAlways,  ///< can only start a string
  kWord,    ///< a letter that starts one of the words below
  kE,       ///< may be an exponent
  kNumber,  ///< may start a number or a date
  kDash,    ///< may be an option, a number or an indicator
};

/// How a plain scalar may start. A character that is not listed here gets quotes.
constexpr std::array<uint8_t, 256> kFronts = [] {
  std::array<uint8_t, 256> fronts{};
  for (unsigned c = 'a'; c <= 'z'; ++c) fronts[c] = fronts[c - 'a' + 'A'] = kAlways;
  for (const char c : std::string_view("ynotfYNOTF")) fronts[static_cast<uint8_t>(c)] = kWord;
  fronts['e'] = fronts['E'] = kE;
  for (const char c : std::string_view("0123456789.+")) fronts[static_cast<uint8_t>(c)] = kNumber;
  for (const char c : std::string_view("/_$();^\\")) fronts[static_cast<uint8_t>(c)] = kAlways;
  for (unsigned c = 0x80; c < 0x100; ++c) fronts[c] = kAlways;
  fronts['-'] = kDash;
  return fronts;
}();

/// Whether some reader takes `text`, in any case, for a boolean or null.
bool isReservedWord(std::string_view text) {
  if (text.size() > 5) return false;
  std::array<char, 5> lower{};
  std::transform(text.begin(), text.end(), lower.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const std::string_view word(lower.data(), text.size());
  static constexpr std::array<std::string_view, 9> kWords{"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// Whether a text that starts like a number contains a character that no number or date of any YAML version contains
/// (`1_000`, `0x1F`, `0o17`, `1e3`, `12:30:45`, `2020-01-01t10:00:00z`, `.inf`, `+.NaN`, `0x1p-2`).
bool isBeyondNumbers(std::string_view text) {
  static constexpr auto kInNumbers = [] {
    std::array<bool, 256> in{};
    for (const char c : std::string_view("0123456789abcdefABCDEFxXoOtTzZpPiInN_,.:+- "))
      in[static_cast<uint8_t>(c)] = true;
    return in;
  }();
  return std::any_of(text.begin(), text.end(), [](char c) { return !kInNumbers[static_cast<uint8_t>(c)]; });
}

/// Whether `text` is an `e` with an exponent: as YAML 1.1, node reads `e1` as a float without digits.
bool isBareExponent(std::string_view text) {
  return (text.front() | 0x20) == 'e' && text.find_first_not_of("0123456789_.+-", 1) == std::string_view::npos;
}

bool frontIsPlain(std::string_view text) {
  switch (kFronts[static_cast<uint8_t>(text.front())]) {
    case kAlways: return true;
    case kWord: return !isReservedWord(text);
    case kE: return !isBareExponent(text);
    case kNumber: return isBeyondNumbers(text) && !text.starts_with("...");
    case kDash: {  // `-x` and `--x`
      const size_t name = text.size() > 1 && text[1] == '-' ? 2 : 1;
      return name < text.size() && isLetter(text[name]) && !isBareExponent(text.substr(name));
    }
    default: return false;
  }
}

/// Whether all characters beyond ASCII satisfy `accept`. False for bytes that are not UTF-8.
template <typename Accept>
bool highCharactersAre(std::string_view text, Accept accept) {
  for (size_t i = 0; i < text.size();) {
    if (static_cast<uint8_t>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const support::CodePoint point = support::decodeUtf8(text, i);
    if (!point.valid || !accept(point.value)) return false;
    i += point.length;
  }
  return true;
}

/// Whether no `:` ends the text or comes before a space, and no `#` comes after one.
bool hasNoIndicator(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':' && (i + 1 == text.size() || text[i + 1] == ' ')) return false;
    if (text[i] == '#' && i > 0 && text[i - 1] == ' ') return false;
  }
  return true;
}

void appendEscape(std::string& out, uint32_t c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  const auto to = std::back_inserter(out);
  if (c < 0x100) {
    fmt::format_to(to, "\\x{:02x}", c);
  } else if (c < 0x10000) {
    fmt::format_to(to, "\\u{:04x}", c);
  } else {
    fmt::format_to(to, "\\U{:08x}", c);
  }
}

}  // namespace

bool isPlain(std::string_view text, uint8_t classes, Place place) {
  if (text.empty() || (classes & (kBreak | kTab | kControl)) != 0) return false;
  if (place == Place::Flow && (classes & (kFlow | kColonOrHash)) != 0) return false;
  if (!frontIsPlain(text)) return false;
  if ((classes & kSpace) != 0 && text.back() == ' ') return false;
  if ((classes & kColonOrHash) != 0 && !hasNoIndicator(text)) return false;
  return (classes & kHigh) == 0 || highCharactersAre(text, isVisible);
}

bool fitsLiteral(std::string_view text, uint8_t classes) {
  if ((classes & kControl) != 0) return false;
  // The last line that is not empty must show something: readers disagree about one that consists only of spaces.
  const size_t lastText = text.find_last_not_of('\n');
  if (lastText == std::string_view::npos) return false;
  if (text[lastText] == ' ' || text[lastText] == '\t') {
    const size_t lineEnd = text.find_last_not_of(" \t", lastText);
    if (lineEnd == std::string_view::npos || text[lineEnd] == '\n') return false;
  }
  return (classes & kHigh) == 0 || highCharactersAre(text, isWritable);
}

void appendLiteral(std::string& out, std::string_view text, size_t indent) {
  out += '|';
  // Readers take the indentation from the first line unless it is given.
  if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n') out += '2';
  if (text.back() != '\n') {
    out += '-';
  } else if (text.size() > 1 && text[text.size() - 2] == '\n') {
    out += '+';
  }
  out += '\n';
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end != 0) {
      out.append(indent, ' ');
      out.append(text.substr(0, end));
    }
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void appendQuoted(std::string& out, std::string_view text) {
  constexpr uint8_t kRaw = kSpace | kColonOrHash | kFlow;
  out += '"';
  size_t start = 0;  // of the run that is copied unchanged
  for (size_t i = 0; i < text.size();) {
    if ((charClass(text[i]) & ~kRaw) == 0) {
      ++i;
      continue;
    }
    const support::CodePoint point = support::decodeUtf8(text, i);
    if (point.value >= 0x80 && point.valid && isWritable(point.value)) {
      i += point.length;
      continue;
    }
    out.append(text.substr(start, i - start));
    appendEscape(out, point.value);
    i += point.length;
    start = i;
  }
  out.append(text.substr(start));
  out += '"';
}

void appendString(std::string& out, std::string_view text, Place place) {
  if (isPlain(text, classesOf(text), place)) {
    out.append(text);
  } else {
    appendQuoted(out, text);
  }
}

void appendInteger(std::string& out, int64_t value) {
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
}

void appendDouble(std::string& out, double value) {
  if (std::isnan(value)) {
    out += ".nan";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-.inf" : ".inf";
  } else {
    const size_t start = out.size();
    fmt::format_to(std::back_inserter(out), "{}", value);
    if (out.find('.', start) != std::string::npos) return;
    // In YAML 1.1, a float must have a point.
    out.insert(std::min(out.find('e', start), out.size()), ".0");
  }
}

}  // namespace mlpc::emit
