// Names that are given a credential in a text of any language.
#include "assignments.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "known_forms.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "references.h"
#include "values.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isAlphanumeric;
using support::isLetter;
using support::isLower;
using support::isUpper;
using support::isWordCharacter;

struct Range {
  size_t begin = 0;
  size_t end = 0;
};

/// A value as it is written.
struct Written {
  Range range;
  bool quoted = false;
};

/// What assigns, starts an option or a call.
constexpr auto kAnchors = [] {
  std::array<bool, 256> table{};
  for (const char c : {'=', ':', '(', '-', '>'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// How far a name, a word or a header reaches: what is longer would take time that is not linear in the text.
constexpr size_t kLongest = 256;

bool isNameCharacter(char c) { return isWordCharacter(c) || c == '-' || c == '.'; }
bool isBlank(char c) { return c == ' ' || c == '\t'; }
bool isQuote(char c) { return c == '"' || c == '\''; }
bool isLineEnd(char c) { return c == '\n' || c == '\r'; }

class AssignmentSearch {
 public:
  AssignmentSearch(std::string_view text, const OnFound& found) : text_(text), found_(found) {}

  void run() {
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!kAnchors[static_cast<unsigned char>(text_[at])]) continue;
      switch (text_[at]) {
        case '=': equals(at); break;
        case ':': colon(at); break;
        case '(': call(at); break;
        case '-': option(at); break;
        default: break;
      }
    }
  }

 private:
  [[nodiscard]] char charAt(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  [[nodiscard]] std::string_view slice(Range range) const { return text_.substr(range.begin, range.end - range.begin); }
  [[nodiscard]] size_t skipBlanks(size_t at) const {
    while (at < text_.size() && isBlank(text_[at])) ++at;
    return at;
  }

  /// The name that ends at `end`: a word with dots and dashes, or the text in the quotes or the index there.
  [[nodiscard]] Range nameBefore(size_t end) const {
    while (end > 0 && isBlank(text_[end - 1])) --end;
    if (end > 0 && text_[end - 1] == ']') --end;
    while (end > 0 && (isQuote(text_[end - 1]) || text_[end - 1] == '\\')) --end;
    size_t begin = end;
    while (begin > 0 && end - begin < kLongest && isNameCharacter(text_[begin - 1])) --begin;
    while (begin < end && text_[begin] == '-') ++begin;
    return {begin, end};
  }

  /// The name in front of an annotation, `password: str =`.
  [[nodiscard]] Range annotatedBefore(size_t end) const {
    const size_t least = end > kLongest ? end - kLongest : 0;
    while (end > least && (isNameCharacter(text_[end - 1]) ||
                           std::string_view(" []|\t").find(text_[end - 1]) != std::string_view::npos))
      --end;
    return end > 0 && text_[end - 1] == ':' ? nameBefore(end - 1) : Range{end, end};
  }

  /// The string literal at `at`, after any prefix of Python's, with quotes that may be escaped.
  [[nodiscard]] std::optional<Written> quotedAt(size_t at) const {
    for (size_t i = 0;
         i < 2 && std::string_view("rRbBuUfF@").find(charAt(at)) != std::string_view::npos && at < text_.size(); ++i) {
      if (!isLetter(charAt(at)) && charAt(at) != '@') break;
      const char next = charAt(at + 1);
      if (!isQuote(next) && std::string_view("rRbBfF").find(next) == std::string_view::npos) break;
      ++at;
    }
    size_t escapes = 0;
    while (charAt(at) == '\\') {
      ++at;
      ++escapes;
    }
    const char quote = charAt(at);
    if (!isQuote(quote)) return std::nullopt;
    ++at;
    if (escapes == 0 && charAt(at) == quote && charAt(at + 1) == quote) at += 2;
    for (size_t end = at; end < text_.size(); ++end) {
      if (text_[end] == quote && escapes == 0) return Written{{at, end}, true};
      if (text_[end] == quote) return Written{{at, std::max(at, end - escapes)}, true};
      if (isLineEnd(text_[end])) return Written{{at, end}, true};
      if (text_[end] == '\\' && escapes == 0) ++end;
    }
    return Written{{at, text_.size()}, true};
  }

  /// A word without quotes. `also` ends it, too.
  [[nodiscard]] Written wordAt(size_t at, std::string_view also) const {
    size_t end = at;
    while (end < text_.size() && end - at<kLongest&& static_cast<unsigned char>(text_[end])> ' ' &&
           std::string_view("\"'`;&|<>").find(text_[end]) == std::string_view::npos &&
           also.find(text_[end]) == std::string_view::npos)
      ++end;
    if (end > at && charAt(end) != '\0' && isQuote(charAt(end)) && text_[end - 1] == '\\') --end;
    return {{at, end}, false};
  }

  void report(Range name, Range value) {
    // The name of an option is said without its dashes, that of a field without what it is in.
    std::string_view said = slice(name);
    if (const size_t dot = said.rfind('.'); dot != std::string_view::npos && dot + 1 < said.size())
      said.remove_prefix(dot + 1);
    found_({Found::Kind::Named, value.begin, value.end, {}, said});
  }

  /// Whether a value in code is a credential: a language may also put others in its place.
  [[nodiscard]] bool isOwn(NameKind kind, Range value, Where place) const {
    const bool quoted = value.begin > 0 && isQuote(text_[value.begin - 1]);
    if (!quoted && charAt(value.begin) == '@') return false;  // a file or a variable
    const bool formatted =
        quoted && value.begin > 1 && (text_[value.begin - 2] == 'f' || text_[value.begin - 2] == 'F');
    if (isReplaced(slice(value), formatted ? Inserts::Formatted : Inserts::Code)) return false;
    return isCredential(kind, slice(value), place);
  }

  bool judge(Range name, Range value, Where place) {
    const NameKind kind = judgeName(slice(name));
    if (kind == NameKind::None || !isOwn(kind, value, place)) return false;
    report(name, value);
    return true;
  }

  [[nodiscard]] bool isScreaming(Range name) const {
    const std::string_view text = slice(name);
    return std::any_of(text.begin(), text.end(), isUpper) && std::none_of(text.begin(), text.end(), isLower);
  }

  /// Whether a word before a name says that it is a variable of a process, or of a command.
  [[nodiscard]] bool isShellName(Range name) const {
    const std::string_view before = text_.substr(0, name.begin);
    for (const std::string_view word : {"export ", "-e ", "--env ", "env ", "ENV ", "ARG ", "set ", "setx ",
                                        "$env:", "--build-arg ", "--", "/p:", "Env:", "declare -x "}) {
      if (before.ends_with(word)) return true;
    }
    return false;
  }

  void equals(size_t at) {
    if (charAt(at + 1) == '=' || at == 0) return;
    if (std::string_view("=!<>~+").find(text_[at - 1]) != std::string_view::npos) return;
    const size_t nameEnd = text_[at - 1] == ':' || text_[at - 1] == '?' ? at - 1 : at;
    Range name = nameBefore(nameEnd);
    if (name.begin == name.end) return;
    if (slice(name) == "sig") return signature(name, at + 1);
    if (judgeName(slice(name)) == NameKind::None) {
      if (!isBlank(text_[at - 1])) return;
      name = annotatedBefore(nameEnd);
      if (name.begin == name.end || judgeName(slice(name)) == NameKind::None) return;
    }
    size_t from = at + 1;
    if (charAt(from) == '>') ++from;  // `key => value`
    const bool spaced = isBlank(text_[at - 1]) || isBlank(charAt(from));
    from = skipBlanks(from);
    // A constant of a program is written like a variable of a process, but with spaces around the sign.
    const bool indexed = text_[nameEnd - 1] == ']' || (nameEnd > 1 && text_[nameEnd - 2] == ']');
    const bool variable = isShellName(name) || (isScreaming(name) && (!spaced || indexed));
    if (closes(from, name, at)) return;
    if (const auto quoted = quotedAt(from)) {
      judge(name, quoted->range, variable ? Where::Variable : Where::Code);
      return;
    }
    if (charAt(from) == '(') return pair(name, from);
    bare(name, from, spaced, variable);
  }

  /// Whether the quote at `from` ends the string in which the name is: `"password=" + value`, `prompt("Password: ")`.
  [[nodiscard]] bool closes(size_t from, Range name, size_t at) const {
    const char quote = charAt(from);
    if (!isQuote(quote) || name.end != at) return false;
    bool open = false;
    for (size_t i = at; i > 0 && at - i < kLongest && !isLineEnd(text_[i - 1]); --i)
      open = open != (text_[i - 1] == quote);
    return open;
  }

  /// `password=hunter2`: a literal in a shell, a query or a file of settings, but a variable in code.
  void bare(Range name, size_t from, bool spaced, bool variable) {
    const Range value = wordAt(from, ",)]}").range;
    if (value.begin == value.end) return;
    const std::string_view text = slice(value);
    const char after = charAt(value.end);
    // A call, an index, an attribute: the value comes from elsewhere.
    if (text.find_first_of("([{") != std::string_view::npos) return;
    const bool word = std::all_of(text.begin(), text.end(), [](char c) { return isWordCharacter(c) || c == '.'; }) &&
                      !support::isDigit(text.front());
    // `Password=…;` and `&token=…&` of connection strings and queries.
    const bool part = name.begin > 0 && std::string_view(";&?").find(text_[name.begin - 1]) != std::string_view::npos;
    if (spaced && (word || !isRandom(text))) return;
    if (word && (after == ',' || after == ')' || after == ']') && !part) return;
    const bool lineStart = name.begin == 0 || isLineEnd(text_[name.begin - 1]) || isBlank(text_[name.begin - 1]);
    const bool known =
        variable || part || after == ';' || (lineStart && !spaced && (after == '\0' || isLineEnd(after)));
    if (!known && word && !isRandom(text)) return;
    judge(name, value, variable || part || after == ';' ? Where::Variable : Where::Code);
  }

  /// `auth=("user", "password")`
  void pair(Range name, size_t at) {
    if (judgeName(slice(name)) != NameKind::Auth) return;
    const auto user = quotedAt(skipBlanks(at + 1));
    if (!user) return;
    const size_t comma = skipBlanks(user->range.end + 1);
    if (charAt(comma) != ',') return;
    const auto password = quotedAt(skipBlanks(comma + 1));
    if (password && isOwn(NameKind::Strong, password->range, Where::Code)) report(name, password->range);
  }

  /// The signature of an address of Azure Storage.
  void signature(Range name, size_t from) {
    if (name.begin == 0 || std::string_view("&?;").find(text_[name.begin - 1]) == std::string_view::npos) return;
    size_t end = from;
    while (end < text_.size() &&
           (isTokenCharacter(text_[end]) || std::string_view("%+/=").find(text_[end]) != std::string_view::npos))
      ++end;
    constexpr size_t kLeast = 40;
    if (end - from >= kLeast && isMixed(text_.substr(from, end - from)))
      found_({Found::Kind::Token, from, end, "an Azure Storage signature", {}});
  }

  void colon(size_t at) {
    if (text_.substr(at).starts_with("://")) return address(at);
    if (at == 0 || charAt(at + 1) == ':' || charAt(at + 1) == '=' || text_[at - 1] == ':') return;
    const Range name = nameBefore(at);
    if (name.begin == name.end) return;
    if (slice(name) == "value") return besideName(name, at);
    const NameKind kind = judgeName(slice(name));
    if (kind == NameKind::None) return;
    const bool inQuotes = name.end < at;
    size_t from = skipBlanks(at + 1);
    const Where place = isScreaming(name) ? Where::Variable : Where::Code;
    if (kind == NameKind::Auth) return header(name, from, place);
    if (closes(from, name, at)) return;
    if (const auto quoted = quotedAt(from)) {
      judge(name, quoted->range, place);
      return;
    }
    if (from == at + 1 || inQuotes) return inHeader(name, from);
    // A line of YAML; an annotation or a sentence otherwise.
    const Range value = wordAt(from, ",)]}").range;
    const size_t rest = skipBlanks(value.end);
    const char after = charAt(rest);
    const bool whole = after == '\0' || isLineEnd(after) || after == '#' || isQuote(after);
    if (!whole || charAt(from) == '|' || charAt(from) == '>') return;
    const std::string_view text = slice(value);
    if (text.find_first_of("([{") != std::string_view::npos) return;
    const bool sure = isScreaming(name) ? !text.empty() : isRandom(text) && !isTypeName(text);
    if (sure) judge(name, value, Where::Code);
  }

  /// `"name": "DB_PASSWORD", "value": "…"`, also as two lines of YAML.
  void besideName(Range value, size_t at) {
    const auto back = [&](size_t end, std::string_view skipped) {
      while (end > 0 && skipped.find(text_[end - 1]) != std::string_view::npos) --end;
      return end;
    };
    const size_t end = back(value.begin, " \t\r\n\"'\\,");
    if (end == value.begin) return;
    const Range name = nameBefore(end);
    const size_t colon = back(name.begin, " \t\"'\\");
    if (name.begin == name.end || colon == 0 || text_[colon - 1] != ':') return;
    if (slice(nameBefore(colon - 1)) != "name") return;
    const size_t from = skipBlanks(at + 1);
    const auto quoted = quotedAt(from);
    judge(name, quoted ? quoted->range : wordAt(from, ",}").range, Where::Variable);
  }

  /// `float32`
  static bool isTypeName(std::string_view text) {
    return std::any_of(text.begin(), text.end(), support::isDigit) &&
           (text.starts_with("int") || text.starts_with("uint") || text.starts_with("float") ||
            text.starts_with("utf") || text.starts_with("sha") || text.starts_with("bfloat"));
  }

  /// `Authorization: Bearer …`, up to the quote around it.
  void header(Range name, size_t from, Where place) {
    if (const auto quoted = quotedAt(from)) {
      judge(name, quoted->range, place);
      return;
    }
    size_t end = from;
    while (end < text_.size() && end - from < kLongest && !isLineEnd(text_[end]) && !isQuote(text_[end]) &&
           text_[end] != '\\' && text_[end] != ',')
      ++end;
    const std::string_view value = slice({from, end});
    // The credential is the next word of the command.
    if (support::equalIgnoringCase(value, "bearer") && isQuote(charAt(end))) {
      const auto next = argumentAfter(charAt(end + 1) == ',' ? end : end + 1);
      if (next && isOwn(NameKind::Auth, *next, Where::Variable)) report(name, *next);
      return;
    }
    // A sentence, or an annotation.
    if (value.find(' ') == std::string_view::npos && !isRandom(value)) return;
    judge(name, {from, end}, Where::Code);
  }

  /// `X-Api-Key:abcd1234` in the quotes of an argument.
  void inHeader(Range name, size_t from) {
    const Range value = wordAt(from, ",)]}").range;
    if (isQuote(charAt(value.end)) && isRandom(slice(value))) judge(name, value, Where::Code);
  }

  /// `scheme://user:password@host`
  void address(size_t at) {
    const size_t begin = at + 3;
    size_t end = begin;
    while (end < text_.size() && end - begin<kLongest&& static_cast<unsigned char>(text_[end])> ' ' &&
           std::string_view("/\"'<>`\\,?#").find(text_[end]) == std::string_view::npos)
      ++end;
    const std::string_view authority = text_.substr(begin, end - begin);
    if (authority == "hooks.slack.com" && text_.substr(end).starts_with("/services/")) {
      const Range path = wordAt(end + 10, ",)").range;
      if (path.end - path.begin >= 30 && isMixed(slice(path)))
        found_({Found::Kind::Token, path.begin, path.end, "a Slack webhook", {}});
      return;
    }
    const size_t sign = authority.rfind('@');
    const size_t separator = authority.find(':');
    if (sign == std::string_view::npos || separator == std::string_view::npos || separator >= sign) return;
    const std::string_view password = authority.substr(separator + 1, sign - separator - 1);
    if (password.empty() || password.find_first_of("${}\x01") != std::string_view::npos) return;  // inserted later
    if (password.find_first_not_of("*") == std::string_view::npos || isFormat(password)) return;
    found_({Found::Kind::Password, begin, begin + sign, {}, {}});
  }

  /// `%s`, not the escape of a character.
  static bool isFormat(std::string_view text) {
    const size_t at = text.find('%');
    if (at == std::string_view::npos) return false;
    return at + 2 >= text.size() || std::isxdigit(static_cast<unsigned char>(text[at + 1])) == 0 ||
           std::isxdigit(static_cast<unsigned char>(text[at + 2])) == 0;
  }

  /// `setenv("DB_PASSWORD", "…")`
  void call(size_t at) {
    const size_t inside = skipBlanks(at + 1);
    const std::string_view function = slice(nameBefore(at));
    if (function.find("nv") == std::string_view::npos && !function.ends_with("setdefault") &&
        !function.ends_with("get"))
      return;
    if (!isQuote(charAt(inside)) && charAt(inside) != '\\') return;
    const auto name = quotedAt(inside);
    if (!name || name->range.end == name->range.begin || !isScreaming(name->range)) return;
    if (judgeName(slice(name->range)) == NameKind::None) return;
    size_t comma = name->range.end;
    while (charAt(comma) == '\\' || isQuote(charAt(comma))) ++comma;
    comma = skipBlanks(comma);
    if (charAt(comma) != ',') return;
    size_t from = comma + 1;
    while (from < text_.size() && (isBlank(text_[from]) || isLineEnd(text_[from]))) ++from;
    if (const auto value = quotedAt(from)) judge(name->range, value->range, Where::Variable);
  }

  /// `--password …`, and the short forms of commands that sign in.
  void option(size_t at) {
    if (at > 0 && !isBlank(text_[at - 1]) && !isLineEnd(text_[at - 1]) && !isQuote(text_[at - 1]) &&
        text_[at - 1] != '[')
      return;
    size_t begin = at;
    while (charAt(begin) == '-') ++begin;
    const size_t dashes = begin - at;
    size_t end = begin;
    while (end < text_.size() && isNameCharacter(text_[end])) ++end;
    if (dashes > 2 || end == begin) return;
    const Range name{begin, end};
    if (dashes == 1 && end - begin <= 2) return shortOption(name);
    const bool user = slice(name) == "user";
    if (!user && judgeName(slice(name)) == NameKind::None) return;
    // A single dash starts a parameter of PowerShell.
    if (dashes == 1 && !isUpper(text_[begin])) return;
    const auto value = argumentAfter(end);
    if (!value) return;
    if (user) return login(name, *value);
    // Tools of clusters and vaults take the name of one: `--secret db-credentials`.
    judge(name, *value, slice(name) == "secret" ? Where::Code : Where::Variable);
  }

  /// The next argument, which may be in quotes or the next item of a list of quoted ones.
  [[nodiscard]] std::optional<Range> argumentAfter(size_t at) const {
    bool separated = false;
    const bool item = isQuote(charAt(at));
    if (item) ++at;
    while (at < text_.size() && (isBlank(text_[at]) || text_[at] == ',')) {
      separated = true;
      ++at;
    }
    if (charAt(at) == '\\' && isLineEnd(charAt(at + 1))) {
      separated = true;
      while (at < text_.size() && (isBlank(text_[at]) || isLineEnd(text_[at]) || text_[at] == '\\')) ++at;
    }
    if (!separated || charAt(at) == '-') return std::nullopt;
    const auto quoted = quotedAt(at);
    const Range value = quoted ? quoted->range : wordAt(at, "").range;
    if (value.begin == value.end) return std::nullopt;
    // A variable in a list, a call, or a sentence about the option.
    if (!quoted && (item || slice(value).find_first_of("([{") != std::string_view::npos || isProse(slice(value))))
      return std::nullopt;
    return value;
  }

  static bool isProse(std::string_view word) {
    constexpr WordSet kProse{"a",     "and", "argument", "arguments", "as",    "can",       "flag",
                             "flags", "for", "from",     "if",        "in",    "is",        "may",
                             "must",  "of",  "option",   "options",   "or",    "parameter", "parameters",
                             "that",  "the", "to",       "was",       "which", "will",      "with"};
    return kProse.contains(word);
  }

  /// `-u user:password`
  void login(Range name, Range value) {
    const size_t separator = slice(value).find(':');
    if (separator == std::string_view::npos || separator == 0) return;
    const Range password{value.begin + separator + 1, value.end};
    if (slice(value).find("//") != std::string_view::npos) return;
    const std::string_view text = slice(password);
    if (text.empty() || std::all_of(text.begin(), text.end(), support::isDigit)) return;  // ids of users: `1000:1000`
    if (isOwn(NameKind::Strong, password, Where::Variable)) report(name, password);
  }

  void shortOption(Range name) {
    const char letter = text_[name.begin];
    if (letter != 'p' && letter != 'u') return;
    std::string_view command = text_.substr(0, name.begin);
    if (command.size() > kLongest) command.remove_prefix(command.size() - kLongest);
    if (const size_t end = command.find_last_of("\n;|&"); end != std::string_view::npos) command.remove_prefix(end);
    const auto says = [&](std::string_view word) { return command.find(word) != std::string_view::npos; };
    const auto value = argumentAfter(name.end);
    if (!value) return;
    if (letter == 'u' && (says("curl") || says("http"))) return login(name, *value);
    if (letter == 'p' && (says("login") || says("sshpass") || says("mysql")) &&
        isOwn(NameKind::Strong, *value, Where::Variable))
      report(name, *value);
  }

  std::string_view text_;
  const OnFound& found_;
};

}  // namespace

void findAssignments(std::string_view text, const OnFound& found) { AssignmentSearch(text, found).run(); }

}  // namespace mlpc::credentials
