// Values that follow a word, without a sign in between.
#include "after_words.h"

#include <algorithm>
#include <string>

#include "commands.h"
#include "mlpc/support/text.h"
#include "values.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::equalIgnoringCase;

/// Reports the value as one that belongs to the word.
void judgeOf(const Text& text, Range word, const Written& value) {
  if (text.isOwn(NameKind::Strong, value, Where::Variable)) text.report(word, value.range);
}

/// `alias set NAME URL KEY SECRET`, `http-basic.NAME USER PASSWORD`: the last one.
void lastArgument(const Text& text, size_t at, size_t count, Range word) {
  for (; count > 1; --count) at = text.valueAt(text.skipSpaces(at), "").after;
  const auto value = argumentAfter(text, at);
  if (value && !text.slice({at, value->after}).empty()) judgeOf(text, word, *value);
}

/// `set aws_secret_access_key …`, `ENV TOKEN …`
void setting(const Text& text, size_t at, bool sure) {
  const size_t end = text.lineEnd(at);
  for (size_t words = 0; at < end && words < 4; ++words) {
    at = text.skipSpaces(at);
    const Written word = text.valueAt(at, "=");
    if (word.range.empty() || text.at(word.after) == '=' || word.after > end) return;
    if (text.slice(word.range).starts_with("http-basic.")) return lastArgument(text, word.after, 2, word.range);
    Range name = word.range;
    // `//registry/:_authToken`, `Env:TOKEN`
    if (const size_t colon = text.slice(name).rfind(':'); colon != std::string_view::npos) name.begin += colon + 1;
    at = text.skipSpaces(word.after);
    if (text.at(word.range.begin) == '-' || judgeName(text.slice(name)) == NameKind::None) continue;
    const Written value = text.valueAt(at, ",)");
    const std::string_view said = text.slice(value.range);
    // `SET PASSWORD FOR me = '…'`
    if (equalIgnoringCase(said, "for")) {
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

/// `ConvertTo-SecureString 'hunter2'`, also with `-String`, or after `'hunter2' |`.
void secureString(const Text& text, Range word, size_t at) {
  const size_t pipe = text.skipBack(word.begin, " \t");
  if (text.before(pipe) == '|') {
    const size_t end = text.skipBack(pipe - 1, " \t");
    const char quote = text.before(end);
    if (!isQuote(quote) || end < 2) return;
    const size_t length = text.upTo(end - 1).size();
    const size_t open = text.upTo(end - 1).rfind(quote);
    if (open == std::string_view::npos) return;
    return judgeOf(text, word, {{end - 1 - length + open + 1, end - 1}, end, quote, false});
  }
  const size_t from = text.skipSpaces(at);
  const bool named = text.from(from).starts_with("-String ");
  const auto value = argumentAfter(text, named ? from + std::string_view("-String").size() : at);
  if (value) judgeOf(text, word, *value);
}

/// `PASSWORD 'x'`, `IDENTIFIED BY 'x'`, `:password "x"`
void beforeQuote(const Text& text, Range word, size_t at) {
  const size_t from = text.skipSpaces(at);
  const auto value = text.quotedAt(from);
  if (!value || text.closes(from, at) || text.before(word.begin) == '-') return;
  const std::string_view said = text.slice(word);
  const bool identified =
      equalIgnoringCase(said, "by") && support::toLower(text.upTo(word.begin)).find("identified ") != std::string::npos;
  // In upper case, or it may be a sentence.
  const bool sql = identified && (said == "BY" || isRandom(text.slice(value->range)));
  if (sql && text.isOwn(NameKind::Strong, *value, Where::Variable)) {
    text.reportToken(value->range, "a password");
  } else if (judgeName(said) == NameKind::Strong || (text.isScreaming(word) && isRandom(text.slice(value->range)))) {
    text.judge(word, *value, Where::Code);
  }
}

/// `IDENTIFIED BY hunter2`, without quotes.
void identifiedBy(const Text& text, Range word, size_t at) {
  if (!support::toLower(text.upTo(word.begin)).ends_with("identified ")) return;
  const Written value = text.wordAt(text.skipSpaces(at), ",)");
  if (isRandom(text.slice(value.range)) && text.isOwn(NameKind::Strong, value, Where::Variable))
    text.reportToken(value.range, "a password");
}

/// `wandb login 0123…`: a key, which does not look like the name of a server.
void signIn(const Text& text, Range word, size_t at) {
  const std::string_view command = commandBefore(text, word.begin);
  const auto value = argumentAfter(text, at);
  if (!value || (!command.ends_with("wandb ") && !command.ends_with("vault "))) return;
  const std::string_view said = text.slice(value->range);
  if (isRandom(said) && said.find('=') == std::string_view::npos) judgeOf(text, word, *value);
}

/// `.netrc`, settings of Redis, `mysqladmin password`: words without quotes.
void beforeWord(const Text& text, Range word, size_t at) {
  const std::string_view said = text.slice(word);
  const std::string_view before = text.upTo(word.begin);
  const auto says = [&](std::string_view part) { return before.find(part) != std::string_view::npos; };
  const bool alone =
      said == "requirepass" || said == "masterauth" || before.ends_with("mysqladmin ") || says("mysqladmin -");
  const Written value = text.valueAt(text.skipSpaces(at), "");
  // A line of two words: `spark.hadoop.fs.s3a.secret.key hunter2`.
  const bool line = isLineEnd(text.before(word.begin)) &&
                    (value.after == text.size() || isLineEnd(text.at(value.after))) &&
                    isRandom(text.slice(value.range));
  if (!alone && !line && !(says("login ") && says("machine ")) && !says("default login ")) return;
  if (!isProse(text.slice(value.range))) judgeOf(text, word, value);
}

/// `chpasswd <<< "user:password"`, `chpasswd <<EOF`
void judgeLoginBelow(const Text& text, Range word, size_t at) {
  const std::string_view rest = text.from(at);
  if (rest.starts_with("<<<")) return judgeLogin(text, word, text.valueAt(text.skipSpaces(at + 3), ""));
  if (rest.starts_with("<<")) judgeLogin(text, word, text.valueAt(text.skip(text.lineEnd(at), "\r\n \t"), ""));
}

}  // namespace

void judgePrintedLogin(const Text& text, size_t at) {
  const Range command{at, at + std::string_view("chpasswd").size()};
  const size_t line = text.lineBegin(at);
  const size_t pipe = text.slice({line, at}).rfind('|');
  if (pipe == std::string_view::npos) return;
  for (size_t from = text.skipSpaces(line); from < line + pipe;) {
    const Written word = text.valueAt(from, "|");
    judgeLogin(text, command, word);
    if (word.after <= from) return;
    from = text.skipSpaces(word.after);
  }
}

void judgeAfterWord(const Text& text, size_t at) {
  const Range word = text.nameBefore(at);
  const std::string_view said = text.slice(word);
  const size_t from = text.skipSpaces(at);
  if (said == "set" || said == "setx" || said == "config" || said == "modify" || said == "ENV" || said == "SET") {
    const std::string_view command = text.upTo(word.begin);
    if (command.ends_with("alias ")) return lastArgument(text, at, 4, word);
    return setting(text, from,
                   said == "setx" || command.ends_with("configure ") || command.ends_with("config ") ||
                       command.ends_with("CONFIG "));
  }
  if (said == "chpasswd") return judgeLoginBelow(text, word, from);
  if (said.ends_with("SecureString")) return secureString(text, word, at);
  if (said == "login") return signIn(text, word, at);
  // `Set-Item Env:TOKEN …`
  if (text.before(word.begin) == ':' && equalIgnoringCase(text.slice(text.nameBefore(word.begin - 1)), "env")) {
    const bool named = text.from(from).starts_with("-Value ");
    const auto value = argumentAfter(text, named ? from + std::string_view("-Value").size() : at);
    if (value && value->range.begin != at) text.judge(word, *value, Where::Variable);
    return;
  }
  if (isQuote(text.at(from))) return beforeQuote(text, word, at);
  if (said == "BY") return identifiedBy(text, word, at);
  const bool first = isLineEnd(text.before(word.begin)) && judgeName(said) == NameKind::Strong;
  if (first || said == "password" || said == "passwd" || said == "requirepass" || said == "masterauth")
    beforeWord(text, word, at);
}

}  // namespace mlpc::credentials
