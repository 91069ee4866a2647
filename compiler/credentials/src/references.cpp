// What refers to a value that somebody puts in its place.
#include "references.h"

#include <algorithm>
#include <string>

#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"
#include "text.h"
#include "values.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isUpper;
using support::isWordCharacter;

/// A reference at a place of a text.
struct Reference {
  size_t end = 0;      ///< where it ends; 0 if there is none
  bool alone = false;  ///< it is one only if there is nothing beside it
};

/// The bracketed text that begins at `open`: where it ends, or 0.
size_t closed(std::string_view text, size_t open, char close) {
  const size_t end = text.find(close, open + 1);
  return end == std::string_view::npos || end == open + 1 ? 0 : end + 1;
}

/// The characters of `text` that `accept` accepts.
template <typename Accept>
size_t runEnd(std::string_view text, size_t at, const Accept& accept) {
  while (at < text.size() && accept(text[at])) ++at;
  return at;
}

/// `$(X)`, `${X}`, `${{ x }}`, `$[x]`, `$X`, `$1`
Reference dollarAt(std::string_view text, size_t at, Inserts by) {
  if (at + 1 == text.size()) return {};
  const bool code = by != Inserts::Document;
  const char next = text[at + 1];
  constexpr std::string_view kOpening = "({[";
  if (const size_t kind = kOpening.find(next); kind != std::string_view::npos) {
    if (text.substr(at + 1).starts_with("{{")) {
      const size_t end = text.find("}}", at);
      return {end == std::string_view::npos ? 0 : end + 2};
    }
    const size_t end = closed(text, at + 1, ")}]"[kind]);
    return {end == 0 && code ? text.size() : end};  // a command in it is not read to its end
  }
  const size_t end = runEnd(text, at + 1, isWordCharacter);
  const std::string_view name = text.substr(at + 1, end - at - 1);
  const bool screams = !name.empty() && (isUpper(name.front()) || name.front() == '_') &&
                       std::none_of(name.begin(), name.end(), support::isLower);
  // Documents know other forms, so only what is written like a variable is meant as one.
  if (!code) return screams ? Reference{end, true} : Reference{};
  if (name.empty()) return {isOneOf(next, "@*?") ? at + 2 : 0};
  const bool named = screams || !isRandom(name) || judgeName(name) != NameKind::None;
  return {named ? end : 0};
}

/// `{{ x }}`, `{x}`
Reference braceAt(std::string_view text, size_t at, Inserts by) {
  if (text.substr(at).starts_with("{{")) {
    const size_t end = text.find("}}", at);
    return {end == std::string_view::npos ? 0 : end + 2};
  }
  if (by == Inserts::Formatted) return {closed(text, at, '}')};
  const size_t end = text.find('}', at);
  return {end == std::string_view::npos ? 0 : end + 1, true};
}

/// `%s`, `%(x)s`, `%X%`
Reference percentAt(std::string_view text, size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  if (next == '(') return {closed(text, at + 1, ')')};
  if (next == 's' || next == 'd' || next == 'r') return {at + 2, true};
  const size_t end = runEnd(text, at + 1, [](char c) { return isUpper(c) || c == '_' || support::isDigit(c); });
  return {isUpper(next) && end < text.size() && text[end] == '%' ? end + 1 : 0};
}

Reference referenceAt(std::string_view text, size_t at, Inserts by) {
  switch (text[at]) {
    case '$': return dollarAt(text, at, by);
    case '{': return braceAt(text, at, by);
    case '%': return percentAt(text, at);
    case '#': return text.substr(at).starts_with("#{") ? Reference{closed(text, at + 1, '}')} : Reference{};
    case '`': return by == Inserts::Document ? Reference{} : Reference{text.size()};
    default: return {};
  }
}

}  // namespace

bool isReplaced(std::string_view value, Inserts by) {
  if (value.starts_with("@Microsoft.KeyVault(")) return true;
  bool any = false;
  bool alone = true;
  std::string rest;
  for (size_t at = 0; at < value.size();) {
    const Reference reference = referenceAt(value, at, by);
    if (reference.end == 0) {
      rest += value[at++];
      continue;
    }
    any = true;
    alone = alone && reference.alone;
    at = reference.end;
  }
  if (!any) return false;
  if (std::none_of(rest.begin(), rest.end(), isAlphanumeric)) return true;
  return !alone && !isRandom(rest);
}

bool isReference(std::string_view value) { return value.empty() || isReplaced(value, Inserts::Document); }

}  // namespace mlpc::credentials
