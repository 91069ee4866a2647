// Options and arguments of commands that are credentials.
#include "options.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "mlpc/support/text.h"
#include "values.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isDigit;
using support::isLetter;
using support::isUpper;

/// The short option of a command that takes a password.
struct ShortOption {
  enum class Value : uint8_t { Next, Attached, Both };  ///< `-p hunter2`, `-phunter2`
  std::string_view command;                             ///< in front of it
  std::string_view option;
  Value value = Value::Next;
};
constexpr std::array kShortOptions = {
    ShortOption{"mysql", "p", ShortOption::Value::Attached},
    ShortOption{"mariadb", "p", ShortOption::Value::Attached},
    ShortOption{"sshpass", "p", ShortOption::Value::Both},
    ShortOption{"sqlcmd", "P", ShortOption::Value::Both},
    ShortOption{"bcp ", "P", ShortOption::Value::Both},
    ShortOption{"7z", "p", ShortOption::Value::Attached},
    ShortOption{"login", "p"},
    ShortOption{"az ", "p"},
    ShortOption{"mongo", "p"},
    ShortOption{"cqlsh", "p"},
    ShortOption{"influx", "p"},
    ShortOption{"influx", "t"},
    ShortOption{"rabbitmqadmin", "p"},
    ShortOption{"redis-cli", "a"},
    ShortOption{"ldap", "w"},
    ShortOption{"mosquitto_", "P"},
    ShortOption{"ipmitool", "P"},
    ShortOption{"zip ", "P"},
    ShortOption{"openssl", "k"},
    ShortOption{"plink", "pw"},
    ShortOption{"pscp", "pw"},
    ShortOption{"twine", "p"},
    ShortOption{"snowsql", "p"},
};

/// The first letters of them.
constexpr auto kFirstLetters = [] {
  std::array<bool, 256> table{};
  for (const ShortOption& one : kShortOptions) table[static_cast<unsigned char>(one.option.front())] = true;
  return table;
}();

/// Commands whose `-u` takes `user:password`.
bool signsIn(std::string_view command) {
  for (const std::string_view known : {"curl", "http", "smbclient", "rpcclient"}) {
    if (command.find(known) != std::string_view::npos) return true;
  }
  return false;
}

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

void shortOption(const Text& text, Range name) {
  const std::string_view option = text.slice(name);
  const bool login = option.back() == 'u' || option.back() == 'U' || option.front() == 'u';
  if (!login && !kFirstLetters[static_cast<unsigned char>(option.front())]) return;
  const std::string_view command = commandBefore(text, name.begin);
  const auto says = [&](std::string_view word) { return command.find(word) != std::string_view::npos; };
  if (option.back() == 'u' || option.back() == 'U') {
    // Flags in front of it may be in the same word: `-sSu`.
    const auto value = signsIn(command) ? argumentAfter(text, name.end) : std::nullopt;
    if (value) judgeLogin(text, {name.end - 1, name.end}, *value);
    return;
  }
  if (signsIn(command) && (option.front() == 'u' || option.front() == 'a')) {
    const Written whole = text.valueAt(option == "a" ? text.skipSpaces(name.end) : name.begin + 1, "");
    return judgeLogin(text, {name.begin, name.begin + 1}, whole);
  }
  for (const ShortOption& one : kShortOptions) {
    if (!option.starts_with(one.option) || !says(one.command)) continue;
    const bool next = option == one.option && text.at(name.end) != '=';
    if (next ? one.value == ShortOption::Value::Attached
             : one.value == ShortOption::Value::Next && text.at(name.end) != '=')
      continue;
    const Range letter{name.begin, name.begin + one.option.size()};
    const auto value =
        next ? argumentAfter(text, name.end) : std::optional(text.valueAt(text.skip(letter.end, "="), ","));
    if (value && text.isOwn(NameKind::Strong, *value, Where::Variable)) return text.report(letter, value->range);
  }
}

/// `--password-stdin`: what is printed into the command.
void standardInput(const Text& text, Range option) {
  const size_t end = text.lineEnd(option.end);
  if (const size_t here = text.slice({option.end, end}).find("<<<"); here != std::string_view::npos) {
    const Written value = text.valueAt(text.skipSpaces(option.end + here + 3), "");
    if (text.isOwn(NameKind::Strong, value, Where::Variable)) text.report(option, value.range);
    return;
  }
  const size_t line = text.lineBegin(option.begin);
  const size_t pipe = text.slice({line, option.begin}).rfind('|');
  if (pipe == std::string_view::npos) return;
  for (size_t at = line + pipe; at > line; --at) {
    if ((isSpace(text.before(at)) || at == line + 1 || isOneOf(text.before(at), ";&(")) && prints(text, at))
      return judgePrinted(text, at, option);
  }
  if (prints(text, line)) judgePrinted(text, line, option);
}

/// `set aws_secret_access_key …`, `ENV TOKEN …`
void setting(const Text& text, size_t at, bool sure) {
  const size_t end = text.lineEnd(at);
  for (size_t words = 0; at < end && words < 4; ++words) {
    at = text.skipSpaces(at);
    const Written word = text.valueAt(at, "=");
    if (word.range.empty() || text.at(word.after) == '=' || word.after > end) return;
    Range name = word.range;
    // `//registry/:_authToken`, `Env:TOKEN`
    if (const size_t colon = text.slice(name).rfind(':'); colon != std::string_view::npos) name.begin += colon + 1;
    at = text.skipSpaces(word.after);
    if (text.at(word.range.begin) == '-' || judgeName(text.slice(name)) == NameKind::None) continue;
    const Written value = text.valueAt(at, ",)");
    const std::string_view said = text.slice(value.range);
    // `SET PASSWORD FOR me = '…'`
    if (support::equalIgnoringCase(said, "for")) {
      const size_t sign = text.slice({value.after, end}).find(" = ");
      if (sign != std::string_view::npos) text.judge(name, text.valueAt(value.after + sign + 3, ""), Where::Code);
      return;
    }
    if (at == word.after || said.starts_with('-') || hasBracket(said) || isProse(said) || said == "=") return;
    if (sure || value.quote != '\0' || isRandom(said) || text.isScreaming(name))
      text.judge(name, value, sure || text.isScreaming(name) ? Where::Variable : Where::Code);
    return;
  }
}

}  // namespace

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
  const size_t separator = said.find_first_of(":%");
  if (separator == std::string_view::npos || separator == 0 || said.find("//") != std::string_view::npos) return;
  Written password = value;
  password.range.begin += separator + 1;
  const std::string_view rest = text.slice(password.range);
  if (std::all_of(rest.begin(), rest.end(), isDigit)) return;  // ids of users: `1000:1000`
  if (text.isOwn(NameKind::Strong, password, Where::Variable)) text.report(option, password.range);
}

void judgeOption(const Text& text, size_t at) {
  const char before = text.before(at);
  if (!isSpace(before) && !isLineEnd(before) && !isQuote(before) && !isOneOf(before, "[(`")) return;
  size_t begin = at;
  while (text.at(begin) == '-') ++begin;
  const size_t dashes = begin - at;
  size_t end = begin;
  while (isNameCharacter(text.at(end))) ++end;
  if (dashes > 2 || end == begin) return;
  const Range name{begin, end};
  const std::string_view said = text.slice(name);
  if (dashes == 1 && !isUpper(said.front())) {
    if (said.starts_with("pass") && isOneOf(text.at(end), " \"'")) {
      // `openssl -passin pass:…`
      auto value = argumentAfter(text, end);
      if (!value || !text.slice(value->range).starts_with("pass:")) return;
      value->range.begin += std::string_view("pass:").size();
      if (text.isOwn(NameKind::Strong, *value, Where::Variable)) text.report(name, value->range);
      return;
    }
    return shortOption(text, name);
  }
  if (dashes == 1 && judgeName(said) == NameKind::None) return shortOption(text, name);
  const bool user = said == "user" || said == "proxy-user";
  if (!user && judgeName(said) == NameKind::None) {
    if (said.ends_with("-stdin")) standardInput(text, name);
    return;
  }
  if (said.ends_with("-stdin")) return standardInput(text, name);
  // PowerShell separates the value with a colon, too.
  const auto value =
      text.at(end) == ':' ? std::optional(text.valueAt(text.skipSpaces(end + 1), ",)")) : argumentAfter(text, end);
  if (!value) return;
  if (user) return judgeLogin(text, name, *value);
  // Tools of clusters and vaults take the name of one: `--secret db-credentials`.
  text.judge(name, *value, said == "secret" ? Where::Code : Where::Variable);
}

void judgeAfterWord(const Text& text, size_t at) {
  const Range word = text.nameBefore(at);
  const std::string_view said = text.slice(word);
  const size_t from = text.skipSpaces(at);
  if (said == "set" || said == "setx" || said == "config" || said == "modify" || said == "ENV" || said == "SET") {
    const std::string_view command = text.upTo(word.begin);
    return setting(text, from,
                   said == "setx" || command.ends_with("configure ") || command.ends_with("config ") ||
                       command.ends_with("CONFIG "));
  }
  if (said.ends_with("SecureString")) {
    const bool named = text.from(from).starts_with("-String ");
    const auto value = argumentAfter(text, named ? from + std::string_view("-String").size() : at);
    if (value && text.isOwn(NameKind::Strong, *value, Where::Variable)) return text.report(word, value->range);
    return;
  }
  // `Set-Item Env:TOKEN …`
  if (text.before(word.begin) == ':' &&
      support::equalIgnoringCase(text.slice(text.nameBefore(word.begin - 1)), "env")) {
    const bool named = text.from(from).starts_with("-Value ");
    const auto value = argumentAfter(text, named ? from + std::string_view("-Value").size() : at);
    if (value && value->range.begin != at) text.judge(word, *value, Where::Variable);
    return;
  }
  const bool identified = support::equalIgnoringCase(said, "by") &&
                          support::toLower(text.upTo(word.begin)).find("identified ") != std::string::npos;
  if (isQuote(text.at(from))) {
    const auto value = text.quotedAt(from);
    if (!value || text.closes(from, at) || text.before(word.begin) == '-') return;
    // In upper case, or it may be a sentence.
    const bool sql = identified && (said == "BY" || isRandom(text.slice(value->range)));
    if (sql && text.isOwn(NameKind::Strong, *value, Where::Variable))
      return text.reportToken(value->range, "a password");
    if (judgeName(said) == NameKind::Strong) text.judge(word, *value, Where::Code);
    return;
  }
  // `.netrc`, and settings of Redis.
  if (said != "password" && said != "passwd" && said != "requirepass" && said != "masterauth") return;
  const std::string_view before = text.upTo(word.begin);
  const bool first = said == "requirepass" || said == "masterauth";
  if (!first &&
      (before.find("login ") == std::string_view::npos || before.find("machine ") == std::string_view::npos) &&
      before.find("default login ") == std::string_view::npos)
    return;
  const Written value = text.valueAt(from, "");
  if (!isProse(text.slice(value.range)) && text.isOwn(NameKind::Strong, value, Where::Variable))
    text.report(word, value.range);
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
