#include "commands.h"

#include <algorithm>

#include "words.h"

namespace mlpc::credentials {
namespace {

/// Spaces, and what separates the items of a list or the lines of a command.
size_t skipSeparators(const Text& text, size_t at, bool item) {
  at = text.skip(at, " \t,");
  if (text.at(at) == '\\' && isLineEnd(text.at(at + 1))) at = text.skip(at, " \t\r\n\\");
  if (item && isLineEnd(text.at(at))) at = text.skip(at, " \t\r\n,");
  // The next item of a list of YAML.
  if (!isLineEnd(text.at(at))) return at;
  const size_t next = text.skip(at, " \t\r\n");
  return text.at(next) == '-' && text.at(next + 1) == ' ' ? text.skipSpaces(next + 1) : at;
}

}  // namespace

/// The command up to `end`, without those in front of it.
std::string_view commandBefore(const Text& text, size_t end) {
  std::string_view command = text.upTo(end);
  for (size_t at = command.size(); at > 0; --at) {
    const char c = command[at - 1];
    const bool continued = c == '\n' && at > 1 && (command[at - 2] == '\\' || command[at - 2] == ',');
    if ((isLineEnd(c) && !continued) || c == ';' || c == '|' || c == '&') return command.substr(at);
  }
  return command;
}

bool isProse(std::string_view word) {
  constexpr WordSet kProse{"a",       "and",   "are",       "argument",   "arguments", "as",   "be",  "can",
                           "cannot",  "field", "flag",      "flags",      "for",       "from", "has", "if",
                           "in",      "into",  "is",        "may",        "must",      "of",   "on",  "option",
                           "options", "or",    "parameter", "parameters", "that",      "the",  "to",  "used",
                           "was",     "when",  "which",     "will",       "with"};
  return kProse.contains(word);
}

bool hasBracket(std::string_view word) { return word.find_first_of("([{") != std::string_view::npos; }

std::optional<Written> argumentAfter(const Text& text, size_t at) {
  const bool item = isQuote(text.at(at)) || text.at(at) == '\\';
  const size_t begin = text.skip(at, "\\\"'");
  at = skipSeparators(text, item && !isLineEnd(text.at(begin)) ? begin : at, item);
  if (at == begin || text.at(at) == '-') return std::nullopt;
  const Written value = text.valueAt(at, "");
  if (value.range.empty()) return std::nullopt;
  // A variable in a list, a call, or a sentence about the option.
  const std::string_view said = text.slice(value.range);
  if (said.starts_with('-')) return std::nullopt;  // another option
  if (value.quote == '\0' && (item || hasBracket(said) || isProse(said))) return std::nullopt;
  return value;
}

void judgeLogin(const Text& text, Range option, const Written& value) {
  const std::string_view said = text.slice(value.range);
  const size_t separator = said.find_first_of(":%,");
  if (separator == std::string_view::npos || separator == 0 || said.find("//") != std::string_view::npos) return;
  Written password = value;
  password.range.begin += separator + 1;
  const std::string_view rest = text.slice(password.range);
  if (std::all_of(rest.begin(), rest.end(), support::isDigit)) return;  // ids of users: `1000:1000`
  if (text.isOwn(NameKind::Strong, password, Where::Variable)) text.report(option, password.range);
}

bool prints(const Text& text, size_t at) {
  const std::string_view command = text.from(at).substr(0, 8);
  return command.starts_with("echo ") || command.starts_with("printf ");
}

void judgePrinted(const Text& text, size_t at, Range name) {
  const size_t end = text.lineEnd(at);
  at += text.at(at) == 'e' ? std::string_view("echo ").size() : std::string_view("printf ").size();
  while (at < end) {
    at = text.skipSpaces(at);
    const Written word = text.valueAt(at, ")");
    if (word.range.empty() && word.after == at) return;
    const std::string_view said = text.slice(word.range);
    const bool option = said.starts_with('-') || said.starts_with('%');
    if (!option && text.isOwn(NameKind::Strong, word, Where::Variable)) return text.report(name, word.range);
    at = word.after;
  }
}

}  // namespace mlpc::credentials
