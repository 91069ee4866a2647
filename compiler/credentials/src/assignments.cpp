// Names that are given a credential in a text of any language.
#include "assignments.h"

#include <algorithm>
#include <array>

#include "addresses.h"
#include "after_words.h"
#include "commands.h"
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
          if (characters_.substr(at + 1, 8) == "chpasswd") judgePrintedLogin(text_, at + 1);
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
    if (isOneOf(text_.before(at), "=!<>~")) return;
    const size_t nameEnd = isOneOf(text_.before(at), ":?|+") ? text_.skipBack(at, ":?|+") : at;
    Range name = text_.nameBefore(nameEnd);
    if (name.empty()) {
      const size_t last = text_.skipBack(at, " \t");
      if (text_.before(last) == ')') tuple(text_.nameBefore(last - 1), at);
      return;
    }
    const std::string_view said = text_.slice(name);
    if (said == "sig") return judgeSignature(text_, name, at + 1);
    if (holdsValue(said)) return judgeNamedBeside(text_, name, at);
    if (said == "variable") return setVariable(at);
    if (said == "key" && text_.upTo(name.begin).ends_with("login(")) return signIn(name, at);
    const bool spaced = isSpace(text_.before(at)) || isSpace(text_.at(at + 1));
    if (spaced && tuple(name, at)) return;
    if (kindOf(name) == NameKind::None) {
      element(name, at);
      if (text_.before(name.begin) == '-' && (said == "user" || said == "proxy-user"))
        return judgeLogin(text_, name, text_.valueAt(at + 1, ""));
      if (!isSpace(text_.before(at))) return;
      // `var password string = "…"`
      const size_t before = text_.skipBack(name.begin, " \t");
      const bool typed = isTypeName(said) && before < name.begin && isNameCharacter(text_.before(before));
      name = typed ? text_.nameBefore(name.begin) : annotatedBefore(nameEnd);
      if (name.empty() || kindOf(name) == NameKind::None) return;
    }
    size_t from = at + 1;
    if (text_.at(from) == '>') ++from;  // `key => value`
    // A constant of a program is written like a variable of a process, but with spaces around the sign.
    const bool indexed = text_.before(nameEnd) == ']' || (nameEnd > 1 && text_.before(nameEnd - 1) == ']');
    const bool variable = isShellName(name) || (text_.isScreaming(name) && (!spaced || indexed));
    from = text_.skipSpaces(from);
    if (text_.at(from) == '\\' && isLineEnd(text_.at(from + 1))) from = text_.skip(from + 1, " \t\r\n");
    from = text_.literalBelow(from);
    if (name.end == at && text_.closes(from, name.end)) return;
    // Makefiles write `PASSWORD := hunter2`.
    const bool made = nameEnd != at && text_.isScreaming(name);
    value(name, from, spaced, variable, made || (variable && isShellName(name)));
  }

  /// `words` are values in this place, even after a space.
  void value(Range name, size_t from, bool spaced, bool variable, bool words) {
    const Where place = variable ? Where::Variable : Where::Code;
    if (text_.at(from) == '(' && kindOf(name) == NameKind::Auth) return pair(name, from);
    substituted(name, from);
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

  /// `passwords["admin"] = "hunter2"`
  void element(Range key, size_t at) {
    const size_t open = text_.skipBack(key.begin, "\"'\\");
    if (open == key.begin || text_.before(open) != '[' || text_.before(open - 1) != 's') return;
    const Range all = text_.nameBefore(open - 1);
    const NameKind kind = kindOf(all);
    const auto value = text_.quotedAt(text_.skipSpaces(at + 1));
    if (value && (kind == NameKind::Strong || kind == NameKind::Weak) && isRandom(text_.slice(value->range)))
      text_.judge(all, *value, Where::Code);
  }

  /// `password: str =`
  [[nodiscard]] Range annotatedBefore(size_t end) const {
    const size_t least = end > kLongest ? end - kLongest : 0;
    while (end > least && (isNameCharacter(text_.before(end)) || isOneOf(text_.before(end), " []|&<>*'\t"))) --end;
    return end > 0 && text_.before(end) == ':' ? text_.nameBefore(end - 1) : Range{end, end};
  }

  /// `##vso[task.setvariable variable=PASSWORD]hunter2`
  void setVariable(size_t at) {
    const Written name = text_.wordAt(at + 1, ";]");
    const size_t end = text_.lineEnd(name.after);
    const size_t close = text_.slice({name.after, end}).find(']');
    if (close != std::string_view::npos)
      text_.judge(name.range, text_.wordAt(name.after + close + 1, ""), Where::Variable);
  }

  /// `wandb.login(key="0123…")`
  void signIn(Range name, size_t at) {
    const auto value = text_.quotedAt(at + 1);
    if (value && text_.isOwn(NameKind::Strong, *value, Where::Code)) text_.report(name, value->range);
  }

  /// `PASSWORD=$(echo hunter2)`, `PASSWORD=$(cat <<< hunter2)`, `PASSWORD="${1:-hunter2}"`
  void substituted(Range name, size_t from) {
    from = text_.skip(from, "\"");
    const std::string_view text = text_.from(from);
    if (text.starts_with("${")) {
      size_t end = from + 2;
      while (isWordCharacter(text_.at(end))) ++end;
      if (text_.at(end) == ':') ++end;
      if (isOneOf(text_.at(end), "-=")) text_.judge(name, text_.valueAt(end + 1, "}"), Where::Variable);
      return;
    }
    const bool dollar = text.starts_with("$(");
    if (!dollar && text_.at(from) != '`') return;
    from = text_.skipSpaces(from + (dollar ? 2 : 1));
    if (prints(text_, from)) return judgePrinted(text_, from, name);
    const size_t end = text_.lineEnd(from);
    const size_t here = text_.slice({from, end}).find("<<");
    if (here == std::string_view::npos) return;
    const bool line = text_.at(from + here + 2) == '<';
    const size_t value = line ? text_.skipSpaces(from + here + 3) : text_.skip(end, "\r\n");
    text_.judge(name, text_.valueAt(value, ")"), Where::Variable);
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
    // `declare -A C=([password]=hunter2)`
    const bool element = text_.before(name.begin) == '[' && text_.at(name.end) == ']' && after != ',' &&
                         isOneOf(text_.before(name.begin - 1), "( \t\n");
    if (element && !spaced && isRandom(text)) {
      text_.judge(name, written, Where::Code);
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
    if (text_.slice(name) == "thin") return judgeOracle(text_, at);
    if (holdsValue(text_.slice(name))) return judgeNamedBeside(text_, name, at);
    const NameKind kind = kindOf(name);
    if (kind == NameKind::None) return;
    if (next == '-') return shellDefault(name, at + 2);
    const bool inQuotes = isQuote(text_.at(name.end)) || text_.at(name.end) == '\\' || text_.at(name.end) == ']';
    size_t from = text_.skipSpaces(at + 1);
    if (isQuote(text_.before(text_.skipBack(at, " \t")))) from = text_.literalBelow(from);
    const Where place = text_.isScreaming(name) ? Where::Variable : Where::Code;
    if (kind == NameKind::Auth) return header(name, from, place);
    if (name.end == at && text_.closes(from, name.end)) return;
    const bool quoted = text_.quotedAt(from).has_value();
    if (quoted || inQuotes || from != at + 1)
      eachLiteral(text_, from, [&](const Written& literal) { text_.judge(name, literal, place); });
    if (quoted) return;
    // `/pass:hunter2` of commands of Windows.
    if (text_.before(name.begin) == '/' && isSpace(text_.before(name.begin - 1))) {
      text_.judge(name, text_.wordAt(from, ""), Where::Variable);
      return;
    }
    if ((from == at + 1 && !isLineEnd(text_.at(from))) || inQuotes) return inHeader(name, from);
    line(name, kind, from);
  }

  /// A line of YAML; an annotation or a sentence otherwise.
  void line(Range name, NameKind kind, size_t from) {
    // An anchor or a tag: `&x hunter2`, `!!str hunter2`. Other tags refer to something.
    if (text_.at(from) == '&' || text_.from(from).starts_with("!!"))
      from = text_.skipSpaces(text_.wordAt(text_.skip(from, "&"), "").after);
    if (isOneOf(text_.at(from), "|>") || isLineEnd(text_.at(from))) return block(name, from);
    const Written value = text_.wordAt(from, ",)]}");
    const std::string_view rest = text_.from(text_.skipSpaces(value.after));
    const char after = rest.empty() ? '\n' : rest.front();
    const bool whole = isLineEnd(after) || after == '#' || isQuote(after) || after == '\\' || rest.starts_with("-->") ||
                       rest.starts_with("*/");
    const std::string_view text = text_.slice(value.range);
    if (text.empty() || isOneOf(text.front(), "*!") || text.find_first_of("([{") != std::string_view::npos) return;
    const bool random = isRandom(text) && !isTypeName(text);
    if (!whole && !(random && isOneOf(after, ",}") && isFlow(name))) return;
    const bool plain = kind == NameKind::Strong && beginsLine(text_, name) && !isTypeName(text) &&
                       (settings_ || !isUpper(text.front()));
    if (text_.isScreaming(name) || random || plain) text_.judge(name, value, Where::Code);
  }

  /// `{user: me, password: hunter2}` of YAML: a line without what code contains.
  [[nodiscard]] bool isFlow(Range name) const {
    const std::string_view before = text_.slice({text_.lineBegin(name.begin), name.begin});
    return before.find('{') != std::string_view::npos && before.find_first_of("=(;\"'`") == std::string_view::npos;
  }

  /// The value on the next line, alone, after `password: |` or as the first item of a list.
  void block(Range name, size_t from) {
    if (!beginsLine(text_, name)) return;
    const bool scalar = isOneOf(text_.at(from), "|>");
    const size_t end = text_.lineEnd(from);
    if (scalar && end - from > 3) return;
    size_t begin = text_.skip(end, "\r\n");
    const size_t indent = text_.skipSpaces(begin) - begin;
    begin += indent;
    if (indent <= text_.skipSpaces(text_.lineBegin(name.begin)) - text_.lineBegin(name.begin) && text_.at(begin) != '-')
      return;
    if (text_.from(begin).starts_with("- ")) begin = text_.skipSpaces(begin + 1);
    const Written value = text_.valueAt(begin, "");
    const char after = text_.at(value.after);
    const bool item = value.quote != '\0' && isOneOf(after, ",}");
    if (!isLineEnd(after) && value.after != text_.size() && !item) return;
    const std::string_view text = text_.slice(value.range);
    if (scalar || value.quote != '\0' || (isRandom(text) && text.find_first_of(":([{") == std::string_view::npos))
      text_.judge(name, value, Where::Code);
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
    if (text_.quotedAt(from)) {
      eachLiteral(text_, from, [&](const Written& literal) { text_.judge(name, literal, place); });
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
    size_t inside = text_.skip(at + 1, " \t\r\n");
    if (text_.upTo(at).ends_with("setattr")) {
      while (isNameCharacter(text_.at(inside))) ++inside;
      inside = text_.skip(inside, ", \t\r\n");
    }
    if (text_.upTo(at).ends_with("assword") && sets(text_.nameBefore(at))) judgeLastArgument(text_, at);
    if (!isQuote(text_.at(inside)) && text_.at(inside) != '\\') return;
    const auto first = text_.quotedAt(inside);
    if (!first || first->range.empty()) return;
    const Range function = text_.nameBefore(at);
    const size_t comma = text_.skip(first->after, " \t");
    if (text_.at(comma) == ',') {
      const auto second = text_.quotedAt(text_.skip(comma + 1, " \t\r\n"));
      if (!second) return;
      pairOf(function, *first, *second);
      // `dict([("password", "…")])`
      const bool listed = function.empty() && isOneOf(text_.before(text_.skipBack(at, " \t\r\n")), "[,");
      if (listed && text_.at(second->after) == ')' && kindOf(first->range) == NameKind::Strong &&
          isRandom(text_.slice(second->range)))
        text_.judge(first->range, *second, Where::Code);
    } else if (text_.at(comma) == ')' && sets(function)) {
      text_.judge(function, *first, Where::Code);
    }
  }

  void pairOf(Range function, const Written& first, const Written& second) {
    const std::string_view said = text_.slice(function);
    const bool named = said.find("nv") != std::string_view::npos || takesPairs(said);
    if (named) {
      text_.judge(first.range, second, text_.isScreaming(first.range) ? Where::Variable : Where::Code);
      return;
    }
    const NameKind kind = judgeName(said);
    const bool login =
        said.ends_with("login") || (constructs(function) && (kind == NameKind::Auth || kind == NameKind::Credentials));
    if (login && text_.isOwn(NameKind::Strong, second, Where::Code)) text_.report(function, second.range);
  }

  /// Whether the arguments of a function are a name and its value.
  static bool takesPairs(std::string_view function) {
    constexpr WordSet kPairs{"add", "append",  "conf",       "config", "define", "fetch",
                             "get", "insert",  "option",     "pop",    "put",    "property",
                             "set", "setattr", "setdefault", "store",  "text",   "update"};
    const Words words(function);
    return words.size() > 0 && kPairs.contains(words[words.size() - 1]);
  }

  /// Whether a function is called like a class.
  [[nodiscard]] bool constructs(Range function) const {
    const std::string_view said = text_.slice(function);
    const size_t begin = said.rfind('.') + 1;
    return begin < said.size() && isUpper(said[begin]);
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
