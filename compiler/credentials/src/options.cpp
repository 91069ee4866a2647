// Options and arguments of commands that are credentials.
#include "options.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "commands.h"
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
    ShortOption{"login", "p", ShortOption::Value::Both},
    ShortOption{"az ", "p"},
    ShortOption{"mongo", "p"},
    ShortOption{"cqlsh", "p"},
    ShortOption{"influx", "p"},
    ShortOption{"influx", "t"},
    ShortOption{"rabbitmqadmin", "p"},
    ShortOption{"redis-cli", "a"},
    ShortOption{"ldap", "w", ShortOption::Value::Both},
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

/// Options with one dash are words from here on.
constexpr size_t kShortestWord = 3;

/// Commands whose `-u` takes `user:password`.
bool signsIn(std::string_view command) {
  for (const std::string_view known : {"curl", "http", "lftp", "smbclient", "rpcclient"}) {
    if (command.find(known) != std::string_view::npos) return true;
  }
  return false;
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

/// `htpasswd -b FILE USER PASSWORD`, `htpasswd -nb USER PASSWORD`: the last argument.
void judgeLast(const Text& text, Range option) {
  size_t words = text.slice(option).find('n') != std::string_view::npos ? 2 : 3;
  for (size_t at = option.end; words > 0; --words) {
    at = text.skipSpaces(at);
    const Written word = text.valueAt(at, ";|&");
    if (word.after <= at) return;
    if (text.at(word.range.begin) == '-') {
      ++words;  // another option
    } else if (words == 1 && text.isOwn(NameKind::Strong, word, Where::Variable)) {
      text.report(option, word.range);
    }
    at = word.after;
  }
}

void shortOption(const Text& text, Range name) {
  const std::string_view option = text.slice(name);
  if (option.find('b') != std::string_view::npos &&
      commandBefore(text, name.begin).find("htpasswd ") != std::string_view::npos)
    return judgeLast(text, name);
  const bool login = option == "S" || option.back() == 'u' || option.back() == 'U' || option.front() == 'u';
  if (!login && !kFirstLetters[static_cast<unsigned char>(option.front())]) return;
  const std::string_view command = commandBefore(text, name.begin);
  const auto says = [&](std::string_view word) { return command.find(word) != std::string_view::npos; };
  if (option == "S" && says("sudo ")) return standardInput(text, name);
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

/// `-Name DB_PASSWORD -Value …`, `secret set x --value …`
void valueOfName(const Text& text, Range option) {
  const std::string_view command = commandBefore(text, option.begin);
  const auto value = argumentAfter(text, option.end);
  if (!value) return;
  if (command.find("secret set ") != std::string_view::npos) {
    if (text.isOwn(NameKind::Strong, *value, Where::Variable)) text.report(option, value->range);
    return;
  }
  for (const std::string_view named : {"-Name ", "--name ", "-name "}) {
    const size_t at = command.rfind(named);
    if (at == std::string_view::npos) continue;
    const auto name =
        argumentAfter(text, option.begin - (text.upTo(option.begin).size() - text.upTo(option.begin).rfind(named)) +
                                named.size() - 1);
    if (name) text.judge(name->range, *value, Where::Variable);
    return;
  }
}

/// `--password …`, `-Password:…`, `-storepass …`
void longOption(const Text& text, Range name) {
  const std::string_view said = text.slice(name);
  // PowerShell separates the value with a colon, too.
  auto value = text.at(name.end) == ':' ? std::optional(text.valueAt(text.skipSpaces(name.end + 1), ",)"))
                                        : argumentAfter(text, name.end);
  if (!value) return;
  if (said.starts_with("pass") && text.before(name.begin - 1) != '-') {
    // `openssl -passin pass:…`, which takes names of variables and files in the same way.
    const std::string_view given = text.slice(value->range);
    const bool itself = given.starts_with("pass:");
    if (itself) value->range.begin += std::string_view("pass:").size();
    if (!itself && (said != "password" || given.find(':') != std::string_view::npos)) return;
    if (text.isOwn(NameKind::Strong, *value, Where::Variable)) text.report(name, value->range);
    return;
  }
  // Tools of clusters and vaults take the name of one: `--secret db-credentials`.
  text.judge(name, *value, said == "secret" ? Where::Code : Where::Variable);
}

}  // namespace

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
  if (said == "value" || said == "Value" || said == "body") return valueOfName(text, name);
  if (said == "user" || said == "proxy-user") {
    if (const auto value = argumentAfter(text, end)) judgeLogin(text, name, *value);
    return;
  }
  if (said.ends_with("-stdin")) return standardInput(text, name);
  const bool words = dashes == 2 || isUpper(said.front()) || end - begin >= kShortestWord;
  if (words && (said == "passin" || said == "passout" || judgeName(said) != NameKind::None)) {
    longOption(text, name);
  } else if (dashes == 1) {
    shortOption(text, name);
  }
}

}  // namespace mlpc::credentials
