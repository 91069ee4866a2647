#include "json_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace mlpc::credentials {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

bool isJson(std::string_view text) {
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos || (text[begin] != '{' && text[begin] != '[')) return false;
  const char last = text[text.find_last_not_of(kSpaces)];
  return last == (text[begin] == '{' ? '}' : ']') && text.find('\\') != std::string_view::npos;
}

/// Where the string whose content begins at `begin` ends: at its quote, or at the end of the text.
size_t stringEnd(std::string_view json, size_t begin) {
  for (size_t at = begin; at < json.size(); ++at) {
    if (json[at] == '"') return at;
    if (json[at] == '\\') ++at;
  }
  return json.size();
}

/// The character that an escape sequence stands for; of those that are not ASCII, some other.
char unescaped(std::string_view escape) {
  switch (escape[1]) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b':
    case 'f': return ' ';
    case 'u': {
      unsigned code = 0;
      std::from_chars(escape.data() + 2, escape.data() + escape.size(), code, 16);
      constexpr unsigned kAscii = 0x80;
      return code < kAscii ? static_cast<char>(code) : '?';
    }
    default: return escape[1];
  }
}

void addString(std::string_view json, size_t begin, size_t end, Rewritten& out) {
  while (begin < end) {
    const size_t escape = std::min(json.find('\\', begin), end);
    out.copy(json, begin, escape);
    if (escape + 1 >= end) return;
    constexpr size_t kCode = 6;
    const size_t length = json[escape + 1] == 'u' ? std::min(kCode, end - escape) : 2;
    const char character = unescaped(json.substr(escape, length));
    out.add({&character, 1}, escape);
    begin = escape + length;
  }
}

/// Whether another string of the same list follows the one that ends before `at`. The name of another value does not.
bool continues(std::string_view json, size_t at) {
  const size_t comma = json.find_first_not_of(kSpaces, at);
  if (comma == std::string_view::npos || json[comma] != ',') return false;
  const size_t next = json.find_first_not_of(kSpaces, comma + 1);
  if (next == std::string_view::npos || json[next] != '"') return false;
  const size_t colon = json.find_first_not_of(kSpaces, stringEnd(json, next + 1) + 1);
  return colon == std::string_view::npos || json[colon] != ':';
}

}  // namespace

Rewritten readJson(std::string_view json) {
  Rewritten out;
  if (!isJson(json)) return out;
  bool joined = false;  // the string continues the one before
  for (size_t at = 0; at < json.size();) {
    const size_t quote = std::min(json.find('"', at), json.size());
    if (!joined) out.copy(json, at, quote);
    if (quote == json.size()) break;
    const size_t end = stringEnd(json, quote + 1);
    // Text of several lines is code, other strings are names and values.
    const bool lines = joined || json.substr(quote + 1, end - quote - 1).find("\\n") != std::string_view::npos;
    const std::string_view around = lines ? "\n" : "\"";
    if (!joined) out.add(around, quote);
    addString(json, quote + 1, end, out);
    joined = lines && continues(json, end + 1);
    if (!joined) out.add(around, end);
    at = end + 1;
  }
  return out;
}

}  // namespace mlpc::credentials
