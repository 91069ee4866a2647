#include "mlpc/support/text.h"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>

#include "mlpc/support/utf8.h"

namespace mlpc::support {
std::string quoteJson(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c >= ' ' && c < '\x7f' && c != '"' && c != '\\') {
      out += c;
      ++i;
      continue;
    }
    const CodePoint point = decodeUtf8(text, i);
    i += point.length;
    switch (point.value) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: {
        auto to = std::back_inserter(out);
        if (point.value < 0x10000) {
          fmt::format_to(to, "\\u{:04x}", point.value);
        } else {
          const uint32_t pair = point.value - 0x10000;
          fmt::format_to(to, "\\u{:04x}\\u{:04x}", 0xD800U + (pair >> 10), 0xDC00U + (pair & 0x3FFU));
        }
      }
    }
  }
  out += '"';
  return out;
}

namespace {

/// Whether a character ends lines, moves the cursor, or changes the direction or order of those around it.
bool isHidden(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void appendEscape(std::string& out, const CodePoint& point, char byte) {
  auto to = std::back_inserter(out);
  if (!point.valid || point.value < 0x100) {
    const auto value = point.valid ? point.value : static_cast<uint8_t>(byte);
    if (value == '\n' || value == '\r') {
      out += value == '\n' ? "\\n" : "\\r";
    } else {
      fmt::format_to(to, "\\x{:02x}", value);
    }
  } else {
    fmt::format_to(to, "\\u{:04x}", point.value);
  }
}

}  // namespace

std::string visible(std::string_view text) {
  // Most texts are ASCII without control characters.
  if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= ' ' && c < '\x7F') || c == '\t'; }))
    return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = decodeUtf8(text, i);
    if (point.valid && (point.value == '\t' || !isHidden(point.value))) {
      out += text.substr(i, point.length);
    } else {
      appendEscape(out, point, text[i]);
    }
    i += point.length;
  }
  return out;
}

std::string formatDouble(double value) {
  if (std::isnan(value)) return "nan";  // fmt would show its sign
  std::string out = fmt::format("{}", value);
  if (std::isfinite(value) && out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::optional<size_t> findInvalidUtf8(std::string_view text) {
  // Eight bytes of ASCII at a time: sources are mostly ASCII, and the library needs one call per character.
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t chunk = 0;
    std::memcpy(&chunk, text.data() + at, sizeof chunk);
    if ((chunk & 0x8080808080808080U) != 0) break;
  }
  const auto* begin = reinterpret_cast<const llvm::UTF8*>(text.data());
  const llvm::UTF8* rest = begin + at;
  if (llvm::isLegalUTF8String(&rest, begin + text.size()) != 0) return std::nullopt;
  return static_cast<size_t>(rest - begin);
}

unsigned editDistance(std::string_view a, std::string_view b, unsigned limit) {
  const unsigned tooFar = limit + 1;
  if (a == b) return 0;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return tooFar;
  const auto distance = [&](std::string_view from) {
    return llvm::StringRef(from).edit_distance(llvm::StringRef(b), /*AllowReplacements=*/true, limit);
  };
  unsigned least = distance(a);
  // The library counts a swap of neighbours, the most common mistake of all, as two edits. So swaps at the same place,
  // counted from the start or from the end, are undone first.
  for (const ptrdiff_t shift : {ptrdiff_t{0}, std::ssize(b) - std::ssize(a)}) {
    std::string sorted(a);
    unsigned swaps = 0;
    for (ptrdiff_t i = std::max<ptrdiff_t>(0, -shift) + 1; i < std::min(std::ssize(a), std::ssize(b) - shift); ++i) {
      char& left = sorted[static_cast<size_t>(i - 1)];
      char& right = sorted[static_cast<size_t>(i)];
      const std::string_view there = b.substr(static_cast<size_t>(i + shift - 1), 2);
      if (left == right || left != there[1] || right != there[0]) continue;
      std::swap(left, right);
      ++swaps;
    }
    if (swaps != 0) least = std::min(least, swaps + distance(sorted));
  }
  return std::min(least, tooFar);
}

std::optional<std::string> closest(std::string_view wrong, const std::vector<std::string>& candidates) {
  const auto limit = static_cast<unsigned>(std::max<size_t>(1, wrong.size() / 3));
  const std::string* best = nullptr;
  unsigned bestDistance = limit + 1;
  bool tie = false;
  for (const auto& candidate : candidates) {
    const unsigned distance = editDistance(wrong, candidate, limit);
    if (distance > limit || distance > bestDistance) continue;
    if (distance == bestDistance) {
      tie = tie || candidate != *best;
      continue;
    }
    best = &candidate;
    bestDistance = distance;
    tie = false;
  }
  if (best == nullptr || tie) return std::nullopt;
  return *best;
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool equalIgnoringCase(std::string_view a, std::string_view b) {
  return llvm::StringRef(a).equals_insensitive(llvm::StringRef(b));
}

std::string toLower(std::string_view text) { return llvm::StringRef(text).lower(); }

std::string encodeUriPath(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (isAlphanumeric(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', llvm::hexdigit(byte >> 4U), llvm::hexdigit(byte & 15U)};
    }
  }
  return out;
}

std::string toKebab(std::string_view name) {
  std::string out;
  bool gap = false;
  for (const char c : name) {
    if (!llvm::isAlnum(c)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += '-';
    gap = false;
    out += llvm::toLower(c);
  }
  return out;
}

std::string toCamel(std::string_view name) {
  std::string out;
  bool raise = false;
  for (const char c : name) {
    if (c == '_' && !out.empty()) {
      raise = true;
      continue;
    }
    out += raise ? llvm::toUpper(c) : c;
    raise = false;
  }
  return out;
}

std::string toSnake(std::string_view name) {
  const auto isUpper = [](char c) { return llvm::toLower(c) != c; };
  const auto isLower = [](char c) { return llvm::toUpper(c) != c; };
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (isUpper(c) && i > 0) {
      // A word starts after a lower-case letter (`useGPU`) and at the last capital before one (`HTTPServer`).
      const bool afterWord = isLower(name[i - 1]) || llvm::isDigit(name[i - 1]);
      const bool beforeWord = isUpper(name[i - 1]) && i + 1 < name.size() && isLower(name[i + 1]);
      if (afterWord || beforeWord) out += '_';
    }
    out += llvm::toLower(c);
  }
  return out;
}

std::string quoteShell(std::string_view text) {
  const bool safe = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return llvm::isAlnum(c) || std::string_view("@%+=:,./_-").find(c) != std::string_view::npos;
  });
  if (safe) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\"'\"'";
    } else {
      out += c;
    }
  }
  out += '\'';
  return out;
}

std::string quoteBash(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::none_of(text.begin(), text.end(), control)) return quoteShell(text);
  std::string out = "$'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') {
      out += '\\';
      out += c;
    } else if (control(c)) {
      // Three octal digits: what follows is never taken for another one.
      fmt::format_to(std::back_inserter(out), "\\{:03o}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string quotePython(std::string_view text) {
  const bool hasSingle = text.find('\'') != std::string_view::npos;
  const bool hasDouble = text.find('"') != std::string_view::npos;
  const char quote = hasSingle && !hasDouble ? '"' : '\'';
  std::string out(1, quote);
  out.reserve(text.size() + 2);
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = decodeUtf8(text, i);
    const uint32_t c = point.value;
    auto to = std::back_inserter(out);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\\' || c == static_cast<uint32_t>(quote)) {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c >= ' ' && c < 0x7F && point.valid) {
      out += static_cast<char>(c);
    } else if (!point.valid) {
      fmt::format_to(to, "\\x{:02x}", static_cast<uint8_t>(text[i]));
    } else if (fmt::detail::is_printable(c)) {  // the same classes as CPython's str.isprintable
      out += text.substr(i, point.length);
    } else if (c < 0x100) {
      fmt::format_to(to, "\\x{:02x}", c);
    } else if (c < 0x10000) {
      fmt::format_to(to, "\\u{:04x}", c);
    } else {
      fmt::format_to(to, "\\U{:08x}", c);
    }
    i += point.length;
  }
  out += quote;
  return out;
}

}  // namespace mlpc::support
