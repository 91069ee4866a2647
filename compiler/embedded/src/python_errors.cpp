// What is wrong with Python code. tree-sitter shows where it could not continue; CPython's parser gives up at the same
// token, and then looks for a better place: an open bracket or quote, an indentation. This does the same.
#include "python_errors.h"

#include <algorithm>
#include <array>

namespace mlpc::embedded {

Range pythonLine(std::string_view code, uint32_t at) {
  at = std::min(at, static_cast<uint32_t>(code.size()));
  const size_t before = at == 0 ? std::string_view::npos : code.rfind('\n', at - 1);
  auto begin = static_cast<uint32_t>(before == std::string_view::npos ? 0 : before + 1);
  const auto end = static_cast<uint32_t>(std::min(code.find('\n', begin), code.size()));
  while (begin < end && (code[begin] == ' ' || code[begin] == '\t')) ++begin;
  return {begin, end};
}

namespace {

using Wrong = PythonErrorKind;

bool isOpening(std::string_view text) { return text == "(" || text == "[" || text == "{"; }
bool isClosing(std::string_view text) { return text == ")" || text == "]" || text == "}"; }
char closerOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

/// The leaves of a tree, with what is open at each of them.
class Diagnosis {
 public:
  explicit Diagnosis(const SyntaxTree& tree) : tree_(tree), code_(tree.code()) {
    stop_ = tree.fault() ? tree.fault()->token.begin : static_cast<uint32_t>(code_.size());
  }

  std::vector<PythonError> run() {
    leaves();
    if (!tree_.fault()) {
      if (errors_.empty()) lenience();
      return std::move(errors_);
    }
    if (errors_.empty()) fault(*tree_.fault());
    return std::move(errors_);
  }

 private:
  struct Indentation {
    uint32_t columns;     // with tabs at 8
    uint32_t characters;  // with tabs at 1: both must grow together
  };
  struct Bracket {
    char kind;
    uint32_t at;
    bool call = false;
  };

  void add(Wrong kind, uint32_t begin, uint32_t end, uint32_t other = 0) {
    errors_.push_back({kind, {begin, end}, other, {}});
  }

  [[nodiscard]] uint32_t lineStart(uint32_t at) const {
    const size_t found = at == 0 ? std::string_view::npos : code_.rfind('\n', at - 1);
    return found == std::string_view::npos ? 0 : static_cast<uint32_t>(found + 1);
  }
  [[nodiscard]] uint32_t lineEnd(uint32_t at) const {
    return static_cast<uint32_t>(std::min(code_.find('\n', at), code_.size()));
  }

  /// Visits the leaves up to the fault: brackets, open strings, indentation.
  void leaves() {
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      const std::string_view kind = node.kind();
      if (node.firstChild() || node.isComment() || node.range().empty()) continue;
      if (node.range().begin >= stop_) break;
      if (open_.empty()) {
        if (continuesLine(node)) return;
        indentation(node.range().begin);
      } else if (kind == "as" && inCall()) {
        add(Wrong::UnexpectedToken, node.range().begin, node.range().end);
        return;
      }
      beforeLast_ = last_;
      last_ = node;
      if (kind == ":" && open_.empty()) colon_ = node.range().begin + 1;
      if (kind == "string_start") {
        open_.push_back({'"', node.range().begin, false});
      } else if (kind == "string_end") {
        while (!open_.empty() && open_.back().kind != '"') open_.pop_back();
        if (!open_.empty()) open_.pop_back();
      } else if (isOpening(kind)) {
        const bool call = beforeLast_ && (beforeLast_.is("identifier") || isClosing(beforeLast_.kind()));
        open_.push_back({kind[0], node.range().begin, kind == "(" && call});
      } else if (isClosing(kind) && !open_.empty() && closerOf(open_.back().kind) == kind[0]) {
        open_.pop_back();
      }
    }
  }

  /// Whether a leaf outside brackets continues the previous line, which the grammar allows and Python does not; if so,
  /// reports it.
  bool continuesLine(Node leaf) {
    const uint32_t begin = lineStart(leaf.range().begin);
    if (!last_ || last_.range().end > begin || isContinued(begin)) return false;
    for (Node node = leaf; node; node = node.parent()) {
      const std::string_view kind = node.kind();
      if (node.range().begin != leaf.range().begin) break;
      const Node around = node.parent();
      if (!around || around.is("module") || around.is("block") || around.is("ERROR") || kind.ends_with("_clause") ||
          kind.ends_with("_definition") || kind == "decorator" || kind == "ERROR")
        return false;
    }
    add(Wrong::LineTooShort, last_.range().begin, last_.range().end);
    return true;
  }

  /// Whether the line before the one at `begin` ends with a backslash.
  [[nodiscard]] bool isContinued(uint32_t begin) const {
    uint32_t before = begin;
    if (before > 0) --before;
    if (before > 0 && code_[before - 1] == '\r') --before;
    return before > 0 && code_[before - 1] == '\\';
  }

  /// Whether this is in the arguments of a call; the class patterns of `case` look the same.
  [[nodiscard]] bool inCall() const {
    const Range line = pythonLine(code_, open_.back().at);
    return open_.back().call && !code_.substr(line.begin).starts_with("case ");
  }

  /// Looks at a leaf outside brackets: its line may begin a block or end some.
  void indentation(uint32_t at) {
    const uint32_t begin = lineStart(at);
    if (last_ && last_.range().begin >= begin) return;  // not the first on its line
    // A continued line has no indentation of its own.
    if (isContinued(begin)) return;
    if (last_ && last_.range().end > begin) return;  // the end of a string
    Indentation now{0, at - begin};
    for (uint32_t i = begin; i < at; ++i) {
      if (code_[i] != ' ' && code_[i] != '\t' && code_[i] != '\f') return;
      now.columns = code_[i] == '\t' ? (now.columns / 8 + 1) * 8 : now.columns + 1;
    }
    const bool needsBlock = last_ && last_.kind() == ":";
    if (now.columns > indents_.back().columns) {
      if (now.characters <= indents_.back().characters && now.characters != now.columns)
        add(Wrong::MixedIndent, begin, at);
      const bool head = !needsBlock && colon_ < lineStart(last_.range().begin) && needsColon();
      if (head) {
        add(Wrong::MissingColon, last_.range().begin, last_.range().end);
      } else if (!needsBlock) {
        add(Wrong::UnexpectedIndent, begin, at);
      }
      indents_.push_back(now);
      return;
    }
    if (needsBlock) add(Wrong::MissingIndent, at, lineEnd(at));
    while (now.columns < indents_.back().columns) indents_.pop_back();
    if (now.columns != indents_.back().columns) {
      add(Wrong::InconsistentDedent, begin, at);
      indents_.push_back(now);
    } else if (now.characters != indents_.back().characters) {
      add(Wrong::MixedIndent, begin, at);
    }
  }

  void fault(Fault fault) {
    if (fault.newLine && open_.empty() && last_) {
      // The grammar has looked for more after the end of the line.
      fault.lineEnd = true;
      fault.token = {last_.range().end, last_.range().end};
    }
    const uint32_t at = fault.token.begin;
    const std::string_view token = tree_.text(fault.token);
    if (!open_.empty() && open_.back().kind == '"') {
      unterminated(open_.back().at);
      return;
    }
    if (token.size() == 1 && isClosing(token) && !openedBy(token[0])) {
      if (open_.empty()) {
        add(Wrong::UnexpectedBracket, at, at + 1);
      } else {
        add(Wrong::MismatchedBracket, at, at + 1, open_.back().at);
      }
      return;
    }
    if (const auto quote = quoteAfter(at)) {
      unterminated(*quote);
      return;
    }
    if (bracketAfter(at)) return;
    if (!open_.empty() && (at >= code_.size() || staysOpen(at))) {
      for (const Bracket& bracket : open_) {
        if (bracket.kind != '"') add(Wrong::UnclosedBracket, bracket.at, bracket.at + 1);
      }
      return;
    }
    if (imports(fault)) return;
    if (!fault.lineEnd && std::string_view("$?`!\\").find(code_[at]) != std::string_view::npos) {
      add(Wrong::BadCharacter, at, at + 1);
      return;
    }
    if (!fault.lineEnd && static_cast<unsigned char>(code_[at]) < ' ' && code_[at] != kPlaceholderByte) {
      add(Wrong::BadCharacter, at, at + 1);
      return;
    }
    // Code that comes from a placeholder may be anything.
    if (token.find(kPlaceholderByte) != std::string_view::npos) return;
    if (last_ && last_.text().find(kPlaceholderByte) != std::string_view::npos) return;
    if (!fault.lineEnd) {
      add(Wrong::UnexpectedToken, at, fault.token.end);
    } else if (last_) {
      add(needsColon() ? Wrong::MissingColon : Wrong::LineTooShort, last_.range().begin, last_.range().end);
    }
  }

  [[nodiscard]] bool openedBy(char closer) const {
    return !open_.empty() && open_.back().kind != '"' && closerOf(open_.back().kind) == closer;
  }

  void unterminated(uint32_t at) {
    uint32_t quote = at;
    while (quote < code_.size() && code_[quote] != '"' && code_[quote] != '\'') ++quote;
    add(Wrong::UnterminatedString, at, std::min<uint32_t>(quote + 1, static_cast<uint32_t>(code_.size())));
  }

  /// A quote on the rest of the line that opens a string without an end. In a tree that was repaired, this may be
  /// anything.
  [[nodiscard]] std::optional<uint32_t> quoteAfter(uint32_t at) const {
    const uint32_t end = lineEnd(at);
    for (size_t i = at; i < end && code_[i] != '#'; ++i) {
      if (code_[i] != '"' && code_[i] != '\'') continue;
      const std::string_view triple = code_.substr(i, 3);
      if (triple == "\"\"\"" || triple == "'''") {
        const size_t close = code_.find(triple, i + 3);
        if (close == std::string_view::npos) return withPrefix(static_cast<uint32_t>(i));
        i = close + 2;
        continue;
      }
      size_t close = i + 1;
      while (close < end && code_[close] != code_[i]) close += code_[close] == '\\' ? 2 : 1;
      if (close >= end) return withPrefix(static_cast<uint32_t>(i));
      i = close;
    }
    return std::nullopt;
  }

  /// Where the string with the quote at `at` begins, including its prefix.
  [[nodiscard]] uint32_t withPrefix(uint32_t at) const {
    const auto word = [&](uint32_t i) {
      const char c = code_[i];
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    uint32_t begin = at;
    while (begin > 0 && word(begin - 1)) --begin;
    const std::string_view prefix = code_.substr(begin, at - begin);
    return prefix.size() <= 2 && prefix.find_first_not_of("rRbBuUfF") == std::string_view::npos ? begin : at;
  }

  /// A bracket after the fault that closes nothing, or another kind; if there is one, it is reported, as CPython
  /// prefers it.
  bool bracketAfter(uint32_t at) {
    std::vector<Bracket> open = open_;
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      const uint32_t where = node.range().begin;
      if (node.firstChild() || node.range().empty() || where < at) continue;
      if (isOpening(node.kind())) open.push_back({node.kind()[0], where, false});
      if (!isClosing(node.kind())) continue;
      if (open.empty()) {
        add(Wrong::UnexpectedBracket, where, where + 1);
        return true;
      }
      if (open.back().kind == '"') return false;
      if (closerOf(open.back().kind) != node.kind()[0]) {
        add(Wrong::MismatchedBracket, where, where + 1, open.back().at);
        return true;
      }
      open.pop_back();
    }
    return false;
  }

  /// Whether the innermost open bracket began on an earlier line and nothing after the fault closes it.
  [[nodiscard]] bool staysOpen(uint32_t at) const {
    if (open_.back().at >= lineStart(at)) return false;
    size_t depth = open_.size();
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      if (node.firstChild() || node.range().begin < at) continue;
      if (isOpening(node.kind())) ++depth;
      if (isClosing(node.kind()) && --depth < open_.size()) return false;
    }
    return true;
  }

  /// Whether the fault is in an `import` or `from`; if so, reports it.
  bool imports(const Fault& fault) {
    const uint32_t begin = lineStart(last_ ? last_.range().begin : fault.token.begin);
    std::vector<Node> words;
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      if (node.firstChild() || node.range().empty() || node.range().begin < begin) continue;
      if (node.range().begin >= fault.token.begin) break;
      words.push_back(node);
    }
    // After `;` or `:` on the line.
    for (size_t i = words.size(); i-- > 0;) {
      if (words[i].kind() == ";" || words[i].kind() == ":") {
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
      }
    }
    if (words.empty()) return false;
    const std::string_view first = words.front().text();
    if (first != "import" && first != "from") return false;
    const std::string_view token = tree_.text(fault.token);
    if (token.find(kPlaceholderByte) != std::string_view::npos) return true;
    const bool named = std::any_of(words.begin() + 1, words.end(), [](Node n) { return n.text() == "import"; });
    const std::string_view before = words.back().text();
    std::string_view reason = "a comma or the end of the line is missing";
    if (before == "as") {
      reason = "`as` needs a name";
    } else if (first == "from" && !named) {
      reason = words.size() == 1 ? "the name of a module is missing" : "`import` is missing after the module";
    } else if (first == "from" && before == "import") {
      reason = "what is imported is missing";
    } else if (first == "import" && (words.size() == 1 || before == ",")) {
      reason = "the name of a module is missing";
    }
    const Range where = fault.lineEnd ? words.back().range() : fault.token;
    errors_.push_back({Wrong::Import, where, 0, reason});
    return true;
  }

  /// Whether the line that ends too early is the head of a block.
  [[nodiscard]] bool needsColon() const {
    uint32_t at = lineStart(last_.range().begin);
    while (at < code_.size() && (code_[at] == ' ' || code_[at] == '\t')) ++at;
    const std::string_view line = code_.substr(at);
    for (const std::string_view word : {"if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def",
                                        "class", "async", "match", "case"}) {
      if (!line.starts_with(word)) continue;
      const std::string_view next = line.substr(word.size(), 1);
      if (next.empty() || std::string_view(" \t(\r\n").find(next[0]) != std::string_view::npos) {
        // If the head itself is incomplete, what is missing is not a colon.
        const std::string_view before = last_.text();
        return (last_.named() || isClosing(before) || before == word) && before != "in" && before != "not";
      }
    }
    return false;
  }

  /// What the grammar allows and Python does not: statements of Python 2, a comma at the end of an import, `try` alone,
  /// arguments in the wrong order, targets of `del` that are none, `as` and `:=` in a
  /// statement, `*` before a condition.
  void lenience() {
    for (uint32_t i = 0; i < tree_.size(); ++i) {
      const Node node = tree_.node(i);
      if (node.is("try_statement")) {
        const bool handled = node.childOf("except_clause") || node.childOf("except_group_clause") ||
                             (node.childOf("finally_clause") && !node.childOf("else_clause"));
        if (!handled) tryAlone(node);
      } else if (node.is("argument_list")) {
        argumentOrder(node);
      } else if (node.is("list_splat") && !maySpread(node)) {
        add(Wrong::UnexpectedToken, node.range().begin, node.range().begin + 1);
      } else if (node.is("delete_statement")) {
        const Node targets = node.childOf("expression_list");
        for (const Node target : (targets ? targets : node).parts()) {
          const bool value = target.is("call") || target.is("integer") || target.is("binary_operator");
          if (value) add(Wrong::UnexpectedToken, target.range().begin, target.range().end);
        }
      } else if (node.parent() && node.parent().is("expression_statement") &&
                 (node.is("as_pattern") || node.is("named_expression"))) {
        const Node word = node.childOf(node.is("as_pattern") ? "as" : ":=");
        add(Wrong::UnexpectedToken, word.range().begin, word.range().end);
      } else if (node.is("print_statement") || node.is("exec_statement")) {
        const Range word = node.firstChild().range();
        add(Wrong::PrintStatement, word.begin, word.end);
      } else if (node.is("import_statement") || node.is("import_from_statement")) {
        Node last;
        for (Node part = node.firstChild(); part; part = part.next()) {
          if (!part.isComment()) last = part;
        }
        if (!last.is(",")) continue;
        errors_.push_back({Wrong::Import, last.range(), 0, "the name of a module is missing"});
      }
    }
  }

  /// CPython notices a missing `except` at what comes instead.
  void tryAlone(Node statement) {
    Node next = statement.child("body").after();
    while (next && (next.isComment() || next.firstChild() || next.range().empty()))
      next = next.isComment() || !next.firstChild() ? next.after() : next.firstChild();
    const Range where = next ? next.range() : last_.range();
    if (tree_.text(where).find(kPlaceholderByte) == std::string_view::npos)
      add(Wrong::MissingExcept, where.begin, where.end, statement.range().begin);
  }

  static bool maySpread(Node splat) {
    constexpr std::array<std::string_view, 11> kNever = {
        "with_item",       "as_pattern",       "if_statement", "elif_clause",         "assert_statement",
        "while_statement", "boolean_operator", "not_operator", "comparison_operator", "conditional_expression",
        "if_clause"};
    // The grammar reads `*f(x)` as a call of `*f`.
    Node around = splat.parent();
    for (; around && around.firstChild() == splat; around = around.parent()) {
      if (!around.is("call") && !around.is("attribute") && !around.is("subscript")) break;
      splat = around;
    }
    return std::find(kNever.begin(), kNever.end(), around.kind()) == kNever.end();
  }

  void argumentOrder(Node arguments) {
    bool named = false;
    bool spread = false;
    for (const Node argument : arguments.parts()) {
      const bool positional = !argument.is("keyword_argument") && !argument.is("dictionary_splat");
      const bool star = argument.is("list_splat");
      // A placeholder can be a named argument.
      const bool known = argument.text().find(kPlaceholderByte) == std::string_view::npos;
      if (positional && known && (spread || (named && !star)))
        add(Wrong::UnexpectedToken, argument.range().begin, argument.range().end);
      named = named || argument.is("keyword_argument");
      spread = spread || argument.is("dictionary_splat");
    }
  }

  const SyntaxTree& tree_;
  std::string_view code_;
  uint32_t stop_ = 0;
  Node last_;
  Node beforeLast_;
  uint32_t colon_ = 0;         ///< after the last one outside brackets
  std::vector<Bracket> open_;  ///< a quote for a string
  std::vector<Indentation> indents_{{0, 0}};
  std::vector<PythonError> errors_;
};

}  // namespace

Range brokenLine(const SyntaxTree& tree) {
  const auto& fault = tree.fault();
  if (!fault || fault->lineEnd || !fault->newLine) return {};
  uint32_t begin = fault->token.begin;
  int open = 0;
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const Node node = tree.node(i);
    if (node.firstChild() || node.isComment() || node.range().empty()) continue;
    if (node.range().begin >= fault->token.begin) break;
    begin = node.range().end;
    open += isOpening(node.kind()) ? 1 : isClosing(node.kind()) ? -1 : 0;
  }
  if (open <= 0) return {};
  return {std::min(begin, fault->token.begin), fault->token.begin};
}

std::vector<PythonError> findPythonErrors(const SyntaxTree& tree) {
  if (tree.unread()) return {};
  return Diagnosis(tree).run();
}

}  // namespace mlpc::embedded
