// Names and values of files of settings, where these are not beside each other on one line.
#include "settings.h"

#include <algorithm>

#include "mlpc/support/text.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isDigit;

/// The name in quotes or without, if it means a credential.
Range credentialName(const Text& text, Range name) {
  while (!name.empty() && text.at(name.begin) == '-') ++name.begin;
  const std::string_view said = text.slice(name);
  const bool named =
      std::all_of(said.begin(), said.end(), [](char c) { return isNameCharacter(c) || c == ':' || c == '/'; });
  return named && judgeName(said) != NameKind::None ? name : Range{};
}

/// The last name of a credential among the strings in front of `end`, from the bracket on that contains it.
Range nameInBracket(const Text& text, size_t end) {
  const std::string_view before = text.upTo(end);
  const size_t offset = end - before.size();
  const size_t open = before.find_last_of("(<");
  if (open == std::string_view::npos) return {};
  Range last;
  for (size_t at = offset + open + 1; at < end;) {
    const auto literal = isQuote(text.at(at)) || text.at(at) == '\\' ? text.quotedAt(at) : std::nullopt;
    if (literal && literal->range.end <= end) {
      if (const Range name = credentialName(text, literal->range); !name.empty()) last = name;
    }
    at = literal ? std::max(literal->after, at + 1) : at + 1;
  }
  return last;
}

/// `"name": "DB_PASSWORD", "value"`, also as two lines of YAML: the name in front of the field.
Range nameInFieldBefore(const Text& text, size_t fieldBegin) {
  const size_t end = text.skipBack(fieldBegin, " \t\r\n\"'\\,");
  if (end == fieldBegin) return {};
  const Range name = text.nameBefore(end);
  const size_t colon = text.skipBack(name.begin, " \t\"'\\");
  if (name.empty() || text.before(colon) != ':') return {};
  const std::string_view field = text.slice(text.nameBefore(colon - 1));
  return field == "name" || field == "key" || field == "id" || field == "variable" ? name : Range{};
}

/// `"value": "…", "name": "DB_PASSWORD"`, also as two lines of YAML and as attributes: the name after the value.
Range nameInFieldAfter(const Text& text, size_t valueEnd) {
  const size_t begin = text.skip(valueEnd, " \t\r\n,\"'\\");
  size_t end = begin;
  while (support::isLetter(text.at(end))) ++end;
  const std::string_view field = text.slice({begin, end});
  if (field != "name" && field != "key" && field != "id" && field != "variable") return {};
  const size_t sign = text.skip(end, " \t\"'\\");
  return isOneOf(text.at(sign), ":=") ? text.valueAt(text.skipSpaces(sign + 1), ",}").range : Range{};
}

/// `"password": {"type": "string", "default"`, or the line of YAML above with less indentation.
Range nameAround(const Text& text, size_t fieldBegin) {
  const std::string_view before = text.upTo(fieldBegin);
  const size_t offset = fieldBegin - before.size();
  if (const size_t brace = before.find_last_of("{}"); brace != std::string_view::npos && before[brace] == '{') {
    const size_t end = text.skipBack(offset + brace, " \t\r\n");
    if (text.before(end) == ':') return text.nameBefore(end - 1);
    return isQuote(text.before(end)) ? text.nameBefore(end) : Range{};  // `variable "password" {`
  }
  const size_t line = text.lineBegin(fieldBegin);
  const size_t indent = text.skipSpaces(line) - line;
  if (line + indent != fieldBegin) return {};
  for (size_t end = line, lines = 0; end > 0 && lines < 8; ++lines) {
    const size_t above = text.lineBegin(end - 1);
    const size_t first = text.skipSpaces(above);
    if (first - above < indent) {
      const size_t last = text.skipBack(end - 1, " \t\r");
      return text.before(last) == ':' ? text.nameBefore(last - 1) : Range{};
    }
    end = above;
  }
  return {};
}

size_t nameLength(const Text& text, size_t at) {
  size_t end = at;
  while (isNameCharacter(text.at(end)) || text.at(end) == ':') ++end;
  return end - at;
}

/// The text of the element whose closing tag begins at `at`, if it contains no other elements.
Range contentBefore(const Text& text, size_t at) {
  constexpr std::string_view kEnd = "]]>";
  constexpr std::string_view kBegin = "<![CDATA[";
  size_t end = text.skipBack(at, " \t\r\n");
  const std::string_view before = text.upTo(end);
  const size_t offset = end - before.size();
  const bool data = before.ends_with(kEnd);
  const size_t found = data ? before.rfind(kBegin) : before.rfind('>');
  if (found == std::string_view::npos) return {};
  const size_t begin = text.skip(offset + found + (data ? kBegin.size() : 1), " \t\r\n");
  if (data) end -= kEnd.size();
  return begin < end ? Range{begin, end} : Range{};
}

}  // namespace

bool isInSection(const Text& text, size_t at) {
  constexpr size_t kMostLines = 12;
  size_t line = text.lineBegin(at);
  for (size_t lines = 0; line > 0 && lines < kMostLines; ++lines) {
    const size_t end = text.skipBack(line, "\r\n");
    const size_t begin = text.lineBegin(end);
    const std::string_view above = text.slice({text.skipSpaces(begin), std::max(end, text.skipSpaces(begin))});
    if (above.size() > 2 && above.front() == '[' && above.back() == ']')
      return std::none_of(above.begin(), above.end(), [](char c) { return isOneOf(c, "(),=\"'"); });
    const bool setting =
        above.find_first_of("=:") != std::string_view::npos && above.find_first_of("(){}") == std::string_view::npos;
    if (!above.empty() && !setting && !isOneOf(above.front(), "#;")) return false;
    line = begin;
  }
  return false;
}

bool beginsLine(const Text& text, Range name) {
  size_t at = name.begin;
  while (at > 0 && (isSpace(text.before(at)) || isQuote(text.before(at)))) --at;
  if (text.before(at) == '-' && at < name.begin) at = text.skipBack(at - 1, " \t");
  return isLineEnd(text.before(at)) || isQuote(text.before(at));
}

bool holdsValue(std::string_view field) {
  constexpr WordSet kFields{"const", "default", "defaultValue", "default_value", "fallback", "value", "Value"};
  return kFields.contains(field);
}

void judgeNamedBeside(const Text& text, Range field, size_t at) {
  const size_t begin = text.skipBack(field.begin, "\"'\\");
  const size_t from = text.skipSpaces(at + 1);
  const bool assigned = text.at(at) == '=';
  const Written value = text.valueAt(from, ",}");
  if (assigned && value.quote == '\0') return;
  if (assigned) {
    if (text.judge(nameInBracket(text, begin), value, Where::Code)) return;
  } else if (const Range name = nameInFieldBefore(text, field.begin); !name.empty()) {
    text.judge(name, value, Where::Variable);
    return;
  }
  if (const Range name = nameInFieldAfter(text, value.after); !name.empty()) {
    text.judge(name, value, Where::Code);
  } else if (const Range around = nameAround(text, begin); !around.empty()) {
    text.judge(around, value, Where::Code);
  }
}

void judgeElement(const Text& text, size_t at) {
  const Range tag{at + 2, at + 2 + nameLength(text, at + 2)};
  const Range element = contentBefore(text, at);
  const Written value{element, element.end, '\'', false};
  if (element.empty() || text.slice(element).find('\n') != std::string_view::npos) return;
  if (text.judge(tag, value, Where::Code)) return;
  const size_t open = text.upTo(element.begin).rfind('<');
  if (open == std::string_view::npos) return;
  const size_t opening = element.begin - text.upTo(element.begin).size() + open;
  if (text.judge(nameInBracket(text, text.skipBack(element.begin, " \t\r\n") - 1), value, Where::Code)) return;
  // `<name>password</name><value>…</value>`
  const size_t sibling = text.skipBack(opening, " \t\r\n");
  const std::string_view before = text.upTo(sibling);
  const size_t closing = before.rfind("</");
  if (text.before(sibling) != '>' || closing == std::string_view::npos) return;
  text.judge(contentBefore(text, sibling - before.size() + closing), value, Where::Code);
}

void judgePgpass(const Text& text, size_t at) {
  size_t end = at + 1;
  while (isDigit(text.at(end))) ++end;
  constexpr size_t kShortestPort = 4;
  if (end - at - 1 < kShortestPort && text.at(end) == '*')
    ++end;
  else if (end - at - 1 < kShortestPort)
    return;
  const Range host = text.nameBefore(at);
  if ((host.empty() && (text.before(at) != '*' || isOneOf(text.before(at - 1), ":/*"))) ||
      isOneOf(text.before(host.begin), ":/[") || text.at(end) != ':')
    return;
  size_t begin = end;
  for (size_t field = 0; field < 2; ++field) {
    begin = end + 1;
    for (end = begin; isNameCharacter(text.at(end)) || text.at(end) == '*';) ++end;
    if (text.at(end) != ':' || end == begin) return;
  }
  const Written password = text.wordAt(end + 1, ":");
  const char after = text.at(password.after);
  if (after != '\0' && !isLineEnd(after) && !isQuote(after) && !isSpace(after) && after != '\\') return;
  if (text.isOwn(NameKind::Strong, password, Where::Variable)) text.reportToken(password.range, "a password");
}

}  // namespace mlpc::credentials
