// Names that are given a credential in a text of any language.
#include "assignments.h"

#include <algorithm>
#include <array>

#include "addresses.h"
#include "expressions.h"
#include "mlpc/support/text.h"
#include "options.h"
#include "settings.h"
#include "text.h"
#include "values.h"
#include "words.h"

namespace mlpc::credentials {
namespace {

using support::isDigit;
using support::isUpper;
using support::isWordCharacter;

/// What assigns, starts an option, a call or a closing tag, or ends a word.
constexpr auto kAnchors = [] {
  std::array<bool, 256> table{};
  for (const char c : {'=', ':', '(', '-', '<', ' '}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// The last letters of words after which a value may follow without a sign.
constexpr auto kLastLetters = [] {
  std::array<bool, 256> table{};
  for (const char c : {'d', 'D', 'g', 'h', 'n', 'N', 's', 't', 'T', 'V', 'x', 'y', 'Y'})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

class AssignmentSearch {
 public:
  AssignmentSearch(std::string_view text, Format format, const OnFound& found)
      : text_(text, found), characters_(text), settings_(format == Format::Settings) {}

  void run() {
    const bool* const anchors = kAnchors.data();
    const bool* const lastLetters = kLastLetters.data();
    const char* const characters = characters_.data();
    const size_t size = characters_.size();
    for (size_t at = 0; at < size; ++at) {
      if (!anchors[static_cast<unsigned char>(characters[at])]) continue;
      switch (characters[at]) {
        case '=': equals(at); break;
        case ':': colon(at); break;
        case '(': call(at); break;
        case '-': dash(at); break;
        case '<': less(at); break;
        default:
          if (at > 0 && lastLetters[static_cast<unsigned char>(characters[at - 1])]) judgeAfterWord(text_, at);
          break;
      }
    }
  }

 private:
  [[nodiscard]] NameKind kindOf(Range name) const { return judgeName(text_.slice(name)); }

  /// Whether a word before a name says that it is a variable of a process, or of a command.
  [[nodiscard]] bool isShellName(Range name) const {
    const std::string_view before = text_.upTo(name.begin);
    for (const std::string_view word : {"export ", "-e ", "--env ", "env ", "ENV ", "ARG ", "set ", "setx ",
                                        "$env:", "--build-arg ", "--", "/p:", "Env:", "declare -x "}) {
      if (before.ends_with(word)) return true;
    }
    return false;
  }

  void dash(size_t at) {
    const char before = text_.before(at);
    if (before == '<' || text_.at(at + 1) == '>') return arrow(at);
    // `${TOKEN-hunter2}`
    if (isWordCharacter(before)) {
      const char* const characters = characters_.data();
      const size_t least = at > kLongest ? at - kLongest : 0;
      size_t begin = at - 1;
      while (begin > least && isWordCharacter(characters[begin - 1])) --begin;
      if (text_.before(begin) == '{') shellDefault({begin, at}, at + 1);
      return;
    }
    judgeOption(text_, at);
  }

  /// `password <- "hunter2"`, `"password" -> "hunter2"`
  void arrow(size_t at) {
    const bool left = text_.before(at) == '<';
    const Range name = text_.nameBefore(left ? at - 1 : at);
    const auto value = text_.quotedAt(text_.skipSpaces(left ? at + 1 : at + 2));
    if (value) text_.judge(name, *value, Where::Code);
  }

  void less(size_t at) {
    if (text_.at(at + 1) == '/') return judgeElement(text_, at);
    // `read PASSWORD <<< hunter2`
    if (text_.from(at).substr(0, 3) != "<<<" || text_.before(at) == '<') return;
    const Range name = text_.nameBefore(at);
    text_.judge(name, text_.valueAt(text_.skipSpaces(at + 3), ""), Where::Variable);
  }

  /// `${TOKEN:-hunter2}`; the value begins at `from`.
  void shellDefault(Range name, size_t from) {
    if (name.begin < 2 || text_.slice({name.begin - 2, name.begin}) != "${" || kindOf(name) == NameKind::None) return;
    text_.judge(name, text_.valueAt(from, "}"), Where::Variable);
  }

  void equals(size_t at) {
    if (text_.at(at + 1) == '=' || at == 0) return;
    if (isOneOf(text_.before(at), "=!<>~+")) return;
    const size_t nameEnd = isOneOf(text_.before(at), ":?|") ? text_.skipBack(at, ":?|") : at;
    Range name = text_.nameBefore(nameEnd);
    if (name.empty()) {
      const size_t last = text_.skipBack(at, " \t");
      if (text_.before(last) == ')') tuple(text_.nameBefore(last - 1), at);
      return;
    }
    const std::string_view said = text_.slice(name);
    if (said == "sig") return judgeSignature(text_, name, at + 1);
    if (holdsValue(said)) return judgeNamedBeside(text_, name, at);
    const bool spaced = isSpace(text_.before(at)) || isSpace(text_.at(at + 1));
    if (spaced && tuple(name, at)) return;
    if (kindOf(name) == NameKind::None) {
      if (text_.before(name.begin) == '-' && (said == "user" || said == "proxy-user"))
        return judgeLogin(text_, name, text_.valueAt(at + 1, ""));
      if (!isSpace(text_.before(at))) return;
      name = annotatedBefore(nameEnd);
      if (name.empty() || kindOf(name) == NameKind::None) return;
    }
    size_t from = at + 1;
    if (text_.at(from) == '>') ++from;  // `key => value`
    // A constant of a program is written like a variable of a process, but with spaces around the sign.
    const bool indexed = text_.before(nameEnd) == ']' || (nameEnd > 1 && text_.before(nameEnd - 1) == ']');
    const bool variable = isShellName(name) || (text_.isScreaming(name) && (!spaced || indexed));
    from = text_.skipSpaces(from);
    if (text_.at(from) == '\\' && isLineEnd(text_.at(from + 1))) from = text_.skip(from + 1, " \t\r\n");
    if (name.end == at && text_.closes(from, name.end)) return;
    // Makefiles write `PASSWORD := hunter2`.
    const bool made = nameEnd != at && text_.isScreaming(name);
    value(name, from, spaced, variable, made || (variable && isShellName(name)));
  }

  /// `words` are values in this place, even after a space.
  void value(Range name, size_t from, bool spaced, bool variable, bool words) {
    const Where place = variable ? Where::Variable : Where::Code;
    if (text_.at(from) == '(' && kindOf(name) == NameKind::Auth) return pair(name, from);
    if (printed(name, from)) return;
    // A language with `$` in front of its variables inserts them into strings.
    const bool inserts = !spaced || text_.before(name.begin) == '$' || variable;
    const auto first = text_.quotedAt(from);
    eachLiteral(text_, from, [&](Written literal) {
      if (!inserts) literal.quote = '\'';
      // `"pa%s" % x`, `"{}".format(x)`
      const std::string_view after = text_.from(text_.skipSpaces(literal.after));
      if (after.starts_with(".format(") || after.starts_with("% ")) literal.formatted = true;
      text_.judge(name, literal, place);
    });
    if (!first) bare(name, from, spaced, variable, words);
  }

  /// `password: str =`
  [[nodiscard]] Range annotatedBefore(size_t end) const {
    const size_t least = end > kLongest ? end - kLongest : 0;
    while (end > least && (isNameCharacter(text_.before(end)) || isOneOf(text_.before(end), " []|\t"))) --end;
    return end > 0 && text_.before(end) == ':' ? text_.nameBefore(end - 1) : Range{end, end};
  }

  /// `PASSWORD=$(echo hunter2)`
  bool printed(Range name, size_t from) {
    from = text_.skip(from, "\"");
    const bool dollar = text_.from(from).starts_with("$(");
    if (!dollar && text_.at(from) != '`') return false;
    from = text_.skipSpaces(from + (dollar ? 2 : 1));
    if (prints(text_, from)) judgePrinted(text_, from, name);
    return false;
  }

  /// `user, password = "me", "hunter2"`
  bool tuple(Range last, size_t at) {
    if (text_.before(text_.skipBack(last.begin, " \t")) != ',') return false;
    std::array<Range, 8> names;
    size_t count = 0;
    for (Range name = last; !name.empty() && count < names.size();) {
      names[count++] = name;
      const size_t comma = text_.skipBack(name.begin, " \t(");
      if (isLineEnd(text_.before(comma))) break;
      if (text_.before(comma) != ',') return false;
      name = text_.nameBefore(comma - 1);
    }
    size_t from = text_.skip(at + 1, " \t(");
    for (size_t i = count; i > 0; --i) {
      const Written value = text_.valueAt(from, ",)");
      if (value.quote != '\0') text_.judge(names[i - 1], value, Where::Code);
      from = text_.skipSpaces(value.after);
      if (text_.at(from) != ',') break;
      from = text_.skipSpaces(from + 1);
    }
    return true;
  }

  /// `password=hunter2`: a literal in a shell, a query or a file of settings, but a variable in code.
  void bare(Range name, size_t from, bool spaced, bool variable, bool words) {
    const Written written = text_.wordAt(from, ",)]}");
    if (written.range.empty()) return;
    const std::string_view text = text_.slice(written.range);
    const char after = text_.at(written.after);
    // A call, an index, an attribute: the value comes from elsewhere.
    if (text.find_first_of("([{") != std::string_view::npos) return;
    const bool word = !isDigit(text.front()) &&
                      std::all_of(text.begin(), text.end(), [](char c) { return isWordCharacter(c) || c == '.'; });
    // `Password=…;` and `&token=…&` of connection strings and queries.
    const bool part = name.begin > 0 && isOneOf(text_.before(name.begin), ";&?");
    const char rest = text_.at(text_.skipSpaces(written.after));
    const bool whole = rest == '\0' || isLineEnd(rest) || rest == '#' || isQuote(rest) || rest == '\\';
    const bool lineStart =
        isLineEnd(text_.before(name.begin)) || isSpace(text_.before(name.begin)) || isQuote(text_.before(name.begin));
    if (whole && lineStart && (settings_ || isInSection(text_, name.begin) || (spaced && words))) {
      text_.judge(name, written, settings_ ? Where::Variable : Where::Code);
      return;
    }
    if (spaced && (word || !isRandom(text))) return;
    if (word && (after == ',' || after == ')' || after == ']') && !part) return;
    const bool known =
        variable || part || after == ';' || (lineStart && !spaced && (after == '\0' || isLineEnd(after)));
    if (!known && word && !isRandom(text)) return;
    text_.judge(name, written, variable || part || after == ';' ? Where::Variable : Where::Code);
  }

  /// `auth=("user", "password")`
  void pair(Range name, size_t at) {
    const auto user = text_.quotedAt(text_.skipSpaces(at + 1));
    if (!user) return;
    const size_t comma = text_.skipSpaces(user->after);
    if (text_.at(comma) != ',') return;
    const auto password = text_.quotedAt(text_.skipSpaces(comma + 1));
    if (password && text_.isOwn(NameKind::Strong, *password, Where::Code)) text_.report(name, password->range);
  }

  void colon(size_t at) {
    if (text_.from(at).starts_with("://")) return judgeAddress(text_, at);
    const char next = text_.at(at + 1);
    if (at == 0 || next == ':' || next == '=' || text_.before(at) == ':') {
      if (next == '=') shellDefault(text_.nameBefore(at), at + 2);
      return;
    }
    if (isDigit(next) || next == '*') judgePgpass(text_, at);
    const Range name = text_.nameBefore(at);
    if (name.empty()) return;
    if (holdsValue(text_.slice(name))) return judgeNamedBeside(text_, name, at);
    const NameKind kind = kindOf(name);
    if (kind == NameKind::None) return;
    if (next == '-') return shellDefault(name, at + 2);
    const bool inQuotes = name.end < at;
    const size_t from = text_.skipSpaces(at + 1);
    const Where place = text_.isScreaming(name) ? Where::Variable : Where::Code;
    if (kind == NameKind::Auth) return header(name, from, place);
    if (name.end == at && text_.closes(from, name.end)) return;
    const bool quoted = text_.quotedAt(from).has_value();
    if (quoted || inQuotes || from != at + 1)
      eachLiteral(text_, from, [&](const Written& literal) { text_.judge(name, literal, place); });
    if (quoted) return;
    if (from == at + 1 || inQuotes) return inHeader(name, from);
    line(name, kind, from);
  }

  /// A line of YAML; an annotation or a sentence otherwise.
  void line(Range name, NameKind kind, size_t from) {
    const Written value = text_.wordAt(from, ",)]}");
    const char after = text_.at(text_.skipSpaces(value.after));
    const bool whole = after == '\0' || isLineEnd(after) || after == '#' || isQuote(after) || after == '\\';
    if (!whole || isOneOf(text_.at(from), "|>&*!")) return;
    const std::string_view text = text_.slice(value.range);
    if (text.empty() || text.find_first_of("([{") != std::string_view::npos) return;
    const bool sure = text_.isScreaming(name) || (isRandom(text) && !isTypeName(text));
    const bool plain = kind == NameKind::Strong && beginsLine(text_, name) && !isTypeName(text) &&
                       (settings_ || !isUpper(text.front()));
    if (sure || plain) text_.judge(name, value, Where::Code);
  }

  /// `float32`, `string`
  static bool isTypeName(std::string_view text) {
    constexpr WordSet kTypes{"any",  "bool",   "boolean", "bytes",   "char",    "date",   "dict",   "double",
                             "file", "float",  "int",     "integer", "list",    "number", "object", "path",
                             "str",  "string", "text",    "uuid",    "varchar", "void"};
    const std::string_view stem = text.substr(0, text.find_first_of("0123456789[<|.?;"));
    return kTypes.contains(stem) || stem == "uint" || stem == "utf" || stem == "sha" || stem == "bfloat";
  }

  /// `Authorization: Bearer …`, up to the quote around it.
  void header(Range name, size_t from, Where place) {
    if (const auto quoted = text_.quotedAt(from)) {
      text_.judge(name, *quoted, place);
      return;
    }
    size_t end = from;
    while (end < text_.size() && end - from < kLongest && !isLineEnd(text_.at(end)) && !isQuote(text_.at(end)) &&
           text_.at(end) != '\\' && text_.at(end) != ',')
      ++end;
    const std::string_view value = text_.slice({from, end});
    // The credential is the next word of the command.
    if (support::equalIgnoringCase(value, "bearer") && isQuote(text_.at(end))) {
      const auto next = argumentAfter(text_, text_.at(end + 1) == ',' ? end : end + 1);
      if (next && text_.isOwn(NameKind::Auth, *next, Where::Variable)) text_.report(name, next->range);
      return;
    }
    // A sentence, or an annotation.
    if (value.find(' ') == std::string_view::npos && !isRandom(value)) return;
    text_.judge(name, {{from, end}, end, '\0', false}, Where::Code);
  }

  /// `X-Api-Key:abcd1234` in the quotes of an argument.
  void inHeader(Range name, size_t from) {
    const Written value = text_.wordAt(from, ",)]}");
    const std::string_view text = text_.slice(value.range);
    if (isQuote(text_.at(value.after)) && isRandom(text) && text.find_first_of("([{") == std::string_view::npos)
      text_.judge(name, value, Where::Code);
  }

  /// `setenv("DB_PASSWORD", "…")`, `get("password", "…")`, `setPassword("…")`, `BasicAuth("me", "…")`
  void call(size_t at) {
    const size_t inside = text_.skip(at + 1, " \t\r\n");
    if (!isQuote(text_.at(inside)) && text_.at(inside) != '\\') return;
    const auto first = text_.quotedAt(inside);
    if (!first || first->range.empty()) return;
    const Range function = text_.nameBefore(at);
    const size_t comma = text_.skip(first->after, " \t");
    if (text_.at(comma) == ',') {
      const auto second = text_.quotedAt(text_.skip(comma + 1, " \t\r\n"));
      if (second) pairOf(function, *first, *second);
    } else if (text_.at(comma) == ')' && sets(function)) {
      text_.judge(function, *first, Where::Code);
    }
  }

  void pairOf(Range function, const Written& first, const Written& second) {
    const std::string_view said = text_.slice(function);
    const bool variable =
        said.find("nv") != std::string_view::npos || said.ends_with("setdefault") || said.ends_with("define");
    if (variable || said.ends_with("get")) {
      if (variable && !text_.isScreaming(first.range)) return;
      text_.judge(first.range, second, variable || text_.isScreaming(first.range) ? Where::Variable : Where::Code);
      return;
    }
    const NameKind kind = judgeName(said);
    const bool login =
        said.ends_with("login") || (constructs(function) && (kind == NameKind::Auth || kind == NameKind::Credentials));
    if (login && text_.isOwn(NameKind::Strong, second, Where::Code)) text_.report(function, second.range);
  }

  /// Whether a function is called like a class.
  [[nodiscard]] bool constructs(Range function) const {
    const std::string_view said = text_.slice(function);
    return isUpper(said.substr(said.rfind('.') + 1).front());
  }

  /// `setPassword`, `with_api_key`, `password`: what gives a value to something, not what gets one.
  [[nodiscard]] bool sets(Range function) const {
    if (function.empty() || kindOf(function) == NameKind::None) return false;
    const std::string_view whole = text_.slice(function);
    const std::string_view said = whole.substr(whole.rfind('.') + 1);
    const Words words(said);
    constexpr WordSet kSetters{"add", "change", "put", "set", "update", "use", "with"};
    return words.size() > 0 && (kSetters.contains(words[0]) || constructs(function) ||
                                (judgeName(words[0]) != NameKind::None && whole.size() > said.size()));
  }

  Text text_;
  std::string_view characters_;
  bool settings_;
};

}  // namespace

void findAssignments(std::string_view text, Format format, const OnFound& found) {
  AssignmentSearch(text, format, found).run();
}

}  // namespace mlpc::credentials
