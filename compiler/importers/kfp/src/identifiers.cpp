#include "identifiers.h"

#include <algorithm>
#include <array>

#include "mlpc/support/characters.h"
#include "mlpc/syntax/keywords.h"

namespace mlpc::importers::kfp {
namespace {

/// Words that are not keywords of the grammar, but begin something inside a body.
constexpr std::array<std::string_view, 6> kBodyWords = {"python", "bash", "pwsh", "text", "run", "task"};

using support::isDigit;
using support::isWordCharacter;

}  // namespace

bool isIdentifier(std::string_view text) { return support::isWord(text) && !syntax::isReservedWord(text); }

std::string toIdentifier(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (isWordCharacter(c)) {
      result += c;
    } else if (!result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  while (result.size() > 1 && result.back() == '_') result.pop_back();
  if (result.empty() || result == "_") result = "unnamed";
  if (isDigit(result.front())) result.insert(0, "_");
  // A name that is a keyword elsewhere would be allowed, but confusing.
  const bool bodyWord = std::find(kBodyWords.begin(), kBodyWords.end(), result) != kBodyWords.end();
  if (bodyWord || syntax::isKeyword(result)) result += '_';
  return result;
}

std::string upperCamel(std::string_view text) {
  std::string result;
  bool upper = true;
  for (const char c : text) {
    if (!support::isAlphanumeric(c)) {
      upper = true;
      continue;
    }
    result += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  if (result.empty() || isDigit(result.front())) result.insert(0, "Item");
  return result;
}

std::string singular(std::string_view text) {
  std::string result(text);
  if (result.size() > 4 && result.ends_with("ies")) return result.substr(0, result.size() - 3) + 'y';
  if (result.size() > 4 && (result.ends_with("sses") || result.ends_with("xes") || result.ends_with("ches"))) {
    return result.substr(0, result.size() - 2);
  }
  if (result.size() > 1 && result.ends_with('s') && !result.ends_with("ss") && !result.ends_with("us") &&
      !result.ends_with("is")) {
    result.pop_back();
  }
  return result;
}

std::string plural(std::string_view text) {
  std::string result(text);
  if (result.ends_with("data") || result.ends_with("metrics")) return result;
  if (result.ends_with('s') || result.ends_with('x') || result.ends_with("ch")) return result + "es";
  if (result.size() > 2 && result.ends_with('y') &&
      std::string_view("aeiou").find(result[result.size() - 2]) == std::string_view::npos) {
    return result.substr(0, result.size() - 1) + "ies";
  }
  return result + 's';
}

std::string unique(std::string name, std::set<std::string>& taken, std::string_view separator) {
  if (taken.insert(name).second) return name;
  // Numbers are assigned in order, so those in use are contiguous: search for a free one in steps that double, then for
  // the first one after the last in use.
  const auto numbered = [&](size_t number) { return (name + std::string(separator)) + std::to_string(number); };
  size_t used = 1;
  size_t free = 2;
  while (taken.contains(numbered(free))) {
    used = free;
    free *= 2;
  }
  while (free - used > 1) {
    const size_t middle = used + (free - used) / 2;
    (taken.contains(numbered(middle)) ? used : free) = middle;
  }
  return *taken.insert(numbered(free)).first;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\t': result += "\\t"; break;
      case '~':
        if (i + 1 < text.size() && text[i + 1] == '{') result += '\\';
        result += '~';
        break;
      default: result += text[i];
    }
  }
  return result + '"';
}

std::string keyText(std::string_view key) { return isIdentifier(key) ? std::string(key) : quoted(key); }

}  // namespace mlpc::importers::kfp
