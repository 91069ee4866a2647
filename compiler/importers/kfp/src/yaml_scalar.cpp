// How PyYAML resolves plain scalars: the forms of YAML 1.1 in its own spelling.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <optional>

#include "mlpc/support/characters.h"
#include "yaml_node.h"

namespace mlpc::importers::kfp {
namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

using support::isDigit;

/// Takes a part of a number to the base 60 from the text: `:[0-5]?[0-9]`.
std::optional<int> takeSixtieths(std::string_view& text) {
  if (text.size() < 2 || text.front() != ':' || !isDigit(text[1])) return std::nullopt;
  const bool two = text.size() > 2 && isDigit(text[2]);
  if (two && text[1] > '5') return std::nullopt;
  const int value = two ? (text[1] - '0') * 10 + (text[2] - '0') : text[1] - '0';
  text.remove_prefix(two ? 3 : 2);
  return value;
}

/// `[-+]?(0|[1-9][0-9_]*)`, the binary, octal and hexadecimal forms, and that to the base 60: `1:30` is 90.
std::optional<double> wholeNumber(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !isDigit(text.front())) return std::nullopt;
  int base = 10;
  if (text.size() > 1 && text.front() == '0') {
    base = 8;
    if (text[1] == 'x') base = 16;
    if (text[1] == 'b') base = 2;
    text.remove_prefix(base == 8 ? 1 : 2);
    if (text.empty()) return std::nullopt;
  }
  double value = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (c == ':' && base == 10) {
      const auto part = takeSixtieths(text);
      if (!part) return std::nullopt;
      value = value * 60 + *part;
      if (!text.empty() && text.front() != ':') return std::nullopt;
      continue;
    }
    text.remove_prefix(1);
    if (c == '_') continue;
    int digit = 99;
    if (isDigit(c)) digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  return negative ? -value : value;
}

/// `[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?`, `\.[0-9]…`, `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*`, `.inf`,
/// `.nan`.
std::optional<double> fraction(std::string_view text) {
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (isOneOf(rest, {".inf", ".Inf", ".INF"})) return text.starts_with('-') ? -HUGE_VAL : HUGE_VAL;
  if (isOneOf(text, {".nan", ".NaN", ".NAN"})) return std::nan("");
  std::string plain(text.substr(0, text.size() - rest.size()));
  size_t at = 0;
  const auto digits = [&] {
    const size_t from = at;
    for (; at < rest.size() && (isDigit(rest[at]) || (rest[at] == '_' && at != from)); ++at) {
      if (rest[at] != '_') plain += rest[at];
    }
    return at - from;
  };
  const size_t before = digits();
  if (at < rest.size() && rest[at] == ':' && before != 0) {
    double value = std::strtod(plain.c_str() + (text.size() - rest.size()), nullptr);
    rest.remove_prefix(at);
    while (const auto part = takeSixtieths(rest)) value = value * 60 + *part;
    if (!rest.starts_with('.')) return std::nullopt;
    plain = "0.";
    at = 1;
    digits();
    if (at != rest.size()) return std::nullopt;
    value += std::strtod(plain.c_str(), nullptr);
    return text.starts_with('-') ? -value : value;
  }
  if (at == rest.size() || rest[at] != '.') return std::nullopt;
  // A number that begins with the point has no sign.
  if (before == 0 && rest.size() != text.size()) return std::nullopt;
  plain += rest[at++];
  if (digits() + before == 0) return std::nullopt;
  if (at < rest.size() && (rest[at] == 'e' || rest[at] == 'E')) {
    plain += rest[at++];
    if (at == rest.size() || (rest[at] != '+' && rest[at] != '-')) return std::nullopt;
    plain += rest[at++];
    if (digits() == 0) return std::nullopt;
  }
  if (at != rest.size()) return std::nullopt;
  return std::strtod(plain.c_str(), nullptr);
}

}  // namespace

void resolvePlain(Node& node) {
  const std::string& text = node.text;
  if (isOneOf(text, {"", "~", "null", "Null", "NULL"})) {
    node.kind = Node::Kind::Null;
    return;
  }
  const bool isTrue = isOneOf(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"});
  if (isTrue || isOneOf(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})) {
    node.kind = Node::Kind::Bool;
    node.number = isTrue ? 1 : 0;
    return;
  }
  node.kind = Node::Kind::Text;
  if (const auto whole = wholeNumber(text)) {
    node.kind = Node::Kind::Int;
    node.number = *whole;
  } else if (const auto number = fraction(text)) {
    node.kind = Node::Kind::Float;
    node.number = *number;
  }
}

}  // namespace mlpc::importers::kfp
