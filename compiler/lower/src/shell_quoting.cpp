#include "shell_quoting.h"

#include <algorithm>
#include <array>

namespace mlpc::lower {

bool isShellWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isPlainShell(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return isShellWordChar(c) || std::string_view("./:@%+-").find(c) != std::string_view::npos;
  });
}

bool isShellName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), isShellWordChar) && (text[0] < '0' || text[0] > '9');
}

bool isShellReserved(std::string_view text) {
  static constexpr std::array<std::string_view, 17> kWords = {"if",   "then", "else",   "elif",     "fi",    "do",
                                                              "done", "case", "esac",   "while",    "until", "for",
                                                              "in",   "time", "select", "function", "coproc"};
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

std::string escapeShell(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string singleQuotedShell(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string_view("'\"'\"'") : std::string_view(&c, 1);
  return out + "'";
}

}  // namespace mlpc::lower
