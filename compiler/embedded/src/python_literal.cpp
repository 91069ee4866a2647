#include "mlpc/embedded/python_literal.h"

#include <llvm/Support/ConvertUTF.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "mlpc/support/characters.h"

namespace mlpc::embedded {

using support::Constant;

namespace {

/// Digits without the `_` between them.
std::string withoutUnderscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

std::optional<Constant> integer(std::string_view text) {
  std::string digits = withoutUnderscores(text);
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && !support::isDigit(digits[1])) {
    const char letter = static_cast<char>(digits[1] | 0x20);
    base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
    if (base == 0) return std::nullopt;
    digits.erase(0, 2);
  }
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Constant(value);
}

std::optional<Constant> floating(std::string_view text) {
  const std::string digits = withoutUnderscores(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  // What is left may be the `j` of an imaginary number.
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Constant(value);
}

bool appendUtf8(std::string& out, uint32_t c) {
  std::array<char, UNI_MAX_UTF8_BYTES_PER_CODE_POINT> bytes{};
  char* end = bytes.data();
  if (!llvm::ConvertCodePointToUTF8(c, end)) return false;
  out.append(bytes.data(), end);
  return true;
}

/// A number of at most `most` digits at `at`, which moves past it; at least `least`.
std::optional<uint32_t> number(std::string_view text, size_t& at, size_t least, size_t most, int base) {
  size_t end = at;
  const auto fits = [&](char c) {
    return base == 8 ? c >= '0' && c <= '7' : std::isxdigit(static_cast<unsigned char>(c)) != 0;
  };
  while (end < text.size() && end - at < most && fits(text[end])) ++end;
  if (end - at < least) return std::nullopt;
  uint32_t value = 0;
  std::from_chars(text.data() + at, text.data() + end, value, base);
  at = end;
  return value;
}

/// Appends what the escape sequence at `at`, after its backslash, stands for.
bool appendEscape(std::string& out, std::string_view text, size_t& at) {
  constexpr std::string_view kLetters = "\\'\"abfnrtv";
  constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
  const char c = text[at];
  if (const size_t known = kLetters.find(c); known != std::string_view::npos) {
    out += kMeanings[known];
    ++at;
    return true;
  }
  if (c == '\n') return ++at, true;  // the line continues
  if (c == 'N') return false;        // the name of a character
  std::optional<uint32_t> code;
  if (c >= '0' && c <= '7') {
    code = number(text, at, 1, 3, 8);
  } else if (c == 'x' || c == 'u' || c == 'U') {
    const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
    code = number(text, ++at, digits, digits, 16);
  } else {
    out += '\\';  // Python keeps it, with a warning
    return true;
  }
  return code && appendUtf8(out, *code);
}

std::optional<std::string> textOf(Node node) {
  if (node.is("parenthesized_expression")) {
    const auto parts = node.parts();
    return parts.size() == 1 ? textOf(parts.front()) : std::nullopt;
  }
  if (node.is("concatenated_string")) {
    std::string all;
    for (const Node part : node.parts()) {
      const auto text = textOf(part);
      if (!text) return std::nullopt;
      all += *text;
    }
    return all;
  }
  if (!node.is("string")) return std::nullopt;
  const Node start = node.childOf("string_start");
  const Node end = node.childOf("string_end");
  if (!start || !end || start.text().find_first_of("fFbBtT") != std::string_view::npos) return std::nullopt;
  const std::string_view body = node.tree().text({start.range().end, end.range().begin});
  const bool raw = start.text().find_first_of("rR") != std::string_view::npos;
  std::string text;
  for (size_t at = 0; at < body.size();) {
    const char c = body[at++];
    if (c == embedded::kPlaceholderByte) return std::nullopt;
    if (c == '\r') {  // Python reads all line ends as line feeds
      text += '\n';
      if (at < body.size() && body[at] == '\n') ++at;
    } else if (c == '\\' && !raw && at < body.size()) {
      if (body[at] == '\r') {
        at += body.substr(at, 2) == "\r\n" ? 2 : 1;
      } else if (!appendEscape(text, body, at)) {
        return std::nullopt;
      }
    } else {
      text += c;
    }
  }
  return text;
}

std::optional<Constant> signedNumber(Node node) {
  const Node operand = node.child("argument");
  const Node sign = node.child("operator");
  if (!operand || !sign) return std::nullopt;
  if (sign.text() == "-" && operand.is("integer") && withoutUnderscores(operand.text()) == "9223372036854775808")
    return Constant(INT64_MIN);
  const auto value = valueOfPython(operand);
  if (!value) return std::nullopt;
  const auto* whole = value->as<int64_t>();
  const auto* real = value->as<double>();
  if (whole == nullptr && real == nullptr) return std::nullopt;
  if (sign.text() == "+") return value;
  if (sign.text() == "~" && whole != nullptr) return Constant(~*whole);
  if (sign.text() != "-" || (whole != nullptr && *whole == INT64_MIN)) return std::nullopt;
  return whole != nullptr ? Constant(-*whole) : Constant(-*real);
}

std::optional<Constant> items(Node node) {
  Constant::List list;
  for (const Node part : node.parts()) {
    auto value = part.is("none") ? std::optional(Constant()) : valueOfPython(part);
    if (!value) return std::nullopt;
    list.push_back(std::move(*value));
  }
  return Constant(std::move(list));
}

std::optional<Constant> dictionary(Node node) {
  Constant::Record record;
  std::unordered_map<std::string, size_t> known;
  for (const Node pair : node.parts()) {
    const auto key = pair.is("pair") ? textOf(pair.child("key")) : std::nullopt;
    if (!key) return std::nullopt;
    const Node given = pair.child("value");
    auto value = given.is("none") ? std::optional(Constant()) : valueOfPython(given);
    if (!value) return std::nullopt;
    // The last one wins, in the place of the first.
    const auto [place, isNew] = known.try_emplace(*key, record.size());
    if (isNew) {
      record.push_back({*key, std::move(*value)});
    } else {
      record[place->second].value = std::move(*value);
    }
  }
  return Constant(std::move(record));
}

}  // namespace

std::optional<Constant> valueOfPython(Node literal) {
  if (literal.is("true") || literal.is("false")) return Constant(literal.is("true"));
  if (literal.is("integer")) return integer(literal.text());
  if (literal.is("float")) return floating(literal.text());
  if (literal.is("unary_operator")) return signedNumber(literal);
  if (literal.is("list") || literal.is("tuple")) return items(literal);
  if (literal.is("dictionary")) return dictionary(literal);
  if (literal.is("parenthesized_expression")) {
    const auto parts = literal.parts();
    return parts.size() == 1 ? valueOfPython(parts.front()) : std::nullopt;
  }
  if (auto text = textOf(literal)) return Constant(std::move(*text));
  return std::nullopt;
}

}  // namespace mlpc::embedded
