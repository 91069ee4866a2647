#include "python_lexer.h"

#include <algorithm>
#include <array>

#include "code_text.h"

namespace mlpc::sema {
namespace {

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == kPlaceholderByte ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool isDigit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Longest first.
constexpr std::array<std::string_view, 26> kOperators = {
    "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "==", "<=", ">=", "+=", "-=",
    "*=",  "/=",  "%=",  "&=",  "|=",  "^=", "@=", "**", "//", "<<", ">>", "<>", "\\"};

class Lexer {
 public:
  explicit Lexer(std::string_view code) : code_(code), work_(16 * code.size() + 100'000) {}

  PythonTokens run() {
    bool lineStart = true;
    while (at_ < code_.size()) {
      if (lineStart && brackets_.empty()) {
        if (!indentation()) continue;  // a blank line
        lineStart = false;
      }
      const char c = code_[at_];
      if (c == '\n') {
        if (brackets_.empty()) {
          newline();
          lineStart = true;
        }
        ++at_;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        ++at_;
      } else if (c == '#') {
        while (at_ < code_.size() && code_[at_] != '\n') ++at_;
      } else if (c == '\\' && at_ + 1 < code_.size() && (code_[at_ + 1] == '\n' || code_[at_ + 1] == '\r')) {
        at_ += code_[at_ + 1] == '\r' ? 3 : 2;
      } else {
        token();
      }
    }
    for (const Bracket& open : brackets_) error(PythonErrorKind::UnclosedBracket, open.at, open.at + 1);
    newline();
    while (indents_.size() > 1) {
      indents_.pop_back();
      push(PythonTokenKind::Dedent, at_, at_);
    }
    push(PythonTokenKind::End, at_, at_);
    return std::move(result_);
  }

 private:
  struct Indentation {
    uint32_t columns;     // with tabs at 8
    uint32_t characters;  // with tabs at 1: both must grow together
  };
  struct Bracket {
    char kind;
    uint32_t at;
    uint32_t line;  // first token of its logical line, for recovery
  };

  void push(PythonTokenKind kind, uint32_t begin, uint32_t end) { result_.tokens.push_back({kind, begin, end}); }
  void error(PythonErrorKind kind, uint32_t begin, uint32_t end, uint32_t other = 0) {
    result_.errors.push_back({kind, begin, end, other});
  }

  void newline() {
    if (result_.tokens.empty()) return;
    const PythonTokenKind last = result_.tokens.back().kind;
    if (last == PythonTokenKind::Newline || last == PythonTokenKind::Indent || last == PythonTokenKind::Dedent) return;
    push(PythonTokenKind::Newline, at_, at_);
  }

  /// At the begin of a line: tells Indent and Dedent. False for a line with nothing on it, which is then read.
  bool indentation() {
    const uint32_t begin = at_;
    uint32_t columns = 0;
    while (at_ < code_.size() && (code_[at_] == ' ' || code_[at_] == '\t' || code_[at_] == '\f')) {
      columns = code_[at_] == '\t' ? (columns / 8 + 1) * 8 : columns + 1;
      ++at_;
    }
    uint32_t rest = at_;
    while (rest < code_.size() && code_[rest] == '\r') ++rest;
    if (rest >= code_.size() || code_[rest] == '\n' || code_[rest] == '#') {
      while (rest < code_.size() && code_[rest] != '\n') ++rest;
      at_ = rest < code_.size() ? rest + 1 : rest;
      return false;
    }
    const uint32_t characters = at_ - begin;
    const bool wantsBlock = endsWithColon();
    const Indentation now{columns, characters};
    if (columns > indents_.back().columns) {
      if (characters <= indents_.back().characters && characters != columns)
        error(PythonErrorKind::MixedIndent, begin, at_);
      if (!wantsBlock) error(PythonErrorKind::UnexpectedIndent, begin, at_);
      indents_.push_back(now);
      push(PythonTokenKind::Indent, begin, at_);
      return true;
    }
    if (wantsBlock) {
      uint32_t end = at_;
      while (end < code_.size() && code_[end] != '\n') ++end;
      error(PythonErrorKind::MissingIndent, at_, end);
    }
    while (columns < indents_.back().columns) {
      indents_.pop_back();
      push(PythonTokenKind::Dedent, at_, at_);
    }
    if (columns != indents_.back().columns) {
      error(PythonErrorKind::InconsistentDedent, begin, at_);
      indents_.push_back(now);
    } else if (characters != indents_.back().characters) {
      error(PythonErrorKind::MixedIndent, begin, at_);
    }
    return true;
  }

  /// Whether the logical line before ended with `:`.
  [[nodiscard]] bool endsWithColon() const {
    for (size_t i = result_.tokens.size(); i-- > 0;) {
      const PythonToken& token = result_.tokens[i];
      if (token.kind == PythonTokenKind::Newline) continue;
      return token.kind == PythonTokenKind::Operator && code_.substr(token.begin, token.end - token.begin) == ":";
    }
    return false;
  }

  void token() {
    const uint32_t begin = at_;
    const char c = code_[at_];
    if (isLetter(c)) {
      uint32_t end = at_;
      while (end < code_.size() && (isLetter(code_[end]) || isDigit(code_[end]))) ++end;
      if (end < code_.size() && (code_[end] == '"' || code_[end] == '\'') &&
          isPrefix(code_.substr(begin, end - begin))) {
        string(begin, end);
        return;
      }
      at_ = end;
      push(PythonTokenKind::Name, begin, end);
      return;
    }
    if (isDigit(c) || (c == '.' && at_ + 1 < code_.size() && isDigit(code_[at_ + 1]))) {
      number();
      return;
    }
    if (c == '"' || c == '\'') {
      string(begin, begin);
      return;
    }
    for (const std::string_view op : kOperators) {
      if (code_.substr(at_, op.size()) == op) {
        if (op == "<>" || op == "\\") break;
        at_ += static_cast<uint32_t>(op.size());
        push(PythonTokenKind::Operator, begin, at_);
        return;
      }
    }
    ++at_;
    switch (c) {
      case '(':
      case '[':
      case '{': brackets_.push_back({c, begin, 0}); break;
      case ')':
      case ']':
      case '}': close(c, begin); break;
      case '$':
      case '?':
      case '`':
      case '\\':
      case '!': error(PythonErrorKind::BadCharacter, begin, at_); return;
      default:
        if (static_cast<unsigned char>(c) < ' ') {
          error(PythonErrorKind::BadCharacter, begin, at_);
          return;
        }
    }
    push(PythonTokenKind::Operator, begin, at_);
  }

  void close(char c, uint32_t at) {
    if (brackets_.empty()) {
      error(PythonErrorKind::UnexpectedBracket, at, at + 1);
      return;
    }
    const char open = brackets_.back().kind;
    if ((open == '(' && c != ')') || (open == '[' && c != ']') || (open == '{' && c != '}')) {
      error(PythonErrorKind::MismatchedBracket, at, at + 1, brackets_.back().at);
    }
    brackets_.pop_back();
  }

  static bool isPrefix(std::string_view word) {
    if (word.size() > 2) return false;
    return std::all_of(word.begin(), word.end(), [](char c) {
      const char l = lower(c);
      return l == 'r' || l == 'b' || l == 'u' || l == 'f';
    });
  }

  void number() {
    const uint32_t begin = at_;
    const bool based = code_[at_] == '0' && at_ + 1 < code_.size() &&
                       std::string_view("xXoObB").find(code_[at_ + 1]) != std::string_view::npos;
    while (at_ < code_.size()) {
      const char c = code_[at_];
      if (isLetter(c) || isDigit(c) || c == '.') {
        ++at_;
      } else if ((c == '+' || c == '-') && !based && lower(code_[at_ - 1]) == 'e') {
        ++at_;
      } else {
        break;
      }
    }
    push(PythonTokenKind::Number, begin, at_);
  }

  void string(uint32_t begin, uint32_t quote) {
    bool f = false;
    bool raw = false;
    for (uint32_t i = begin; i < quote; ++i) {
      f = f || lower(code_[i]) == 'f';
      raw = raw || lower(code_[i]) == 'r';
    }
    uint32_t end = quote;
    if (skipString(end, f, 0)) {
      at_ = end;
    } else {
      error(PythonErrorKind::UnterminatedString, begin, std::min<uint32_t>(end, quote + 1));
      brackets_.clear();  // their closers may be in what was taken for the string
      at_ = end;
    }
    push(PythonTokenKind::String, begin, at_);
  }

  /// Reads from the quote at `at` to behind the closing one. False if there is none: then `at` is the end of the line
  /// (of the text for a string with three quotes).
  bool skipString(uint32_t& at, bool f, unsigned depth) {
    const char q = code_[at];
    const bool triple = at + 2 < code_.size() && code_[at + 1] == q && code_[at + 2] == q;
    at += triple ? 3 : 1;
    while (at < code_.size()) {
      const char c = code_[at];
      if (c == '\\') {
        at += 2;
      } else if (c == '\n' && !triple) {
        return false;
      } else if (c == q && (!triple || (at + 2 < code_.size() && code_[at + 1] == q && code_[at + 2] == q))) {
        at += triple ? 3 : 1;
        return true;
      } else if (f && c == '{' && depth < 8 && work_ > 0) {
        if (at + 1 < code_.size() && code_[at + 1] == '{') {
          at += 2;
        } else if (!skipField(at, triple, depth)) {
          // No closing brace: take it as text, Python complains about more than we can tell.
          ++at;
        }
      } else {
        ++at;
      }
    }
    at = std::min<uint32_t>(at, static_cast<uint32_t>(code_.size()));
    return false;
  }

  /// A replacement field of an f-string; quotes in it begin strings (also the quote that is outside, as from
  /// Python 3.12 on).
  bool skipField(uint32_t& at, bool triple, unsigned depth) {
    uint32_t i = at + 1;
    unsigned open = 1;
    while (i < code_.size()) {
      const char c = code_[i];
      if (work_ == 0) return false;
      --work_;
      if (c == '\n' && !triple) return false;
      if (c == '{' || c == '(' || c == '[') ++open;
      if (c == '}' || c == ')' || c == ']') {
        --open;
        if (open == 0) {
          at = i + 1;
          return true;
        }
      }
      if (c == '"' || c == '\'') {
        const bool inner = i > 0 && lower(code_[i - 1]) == 'f';
        if (!skipString(i, inner, depth + 1)) return false;
        continue;
      }
      ++i;
    }
    return false;
  }

  std::string_view code_;
  uint32_t at_ = 0;
  size_t work_;  ///< how many bytes of fields may be read yet: those without an end are read again as text
  std::vector<Indentation> indents_{{0, 0}};
  std::vector<Bracket> brackets_;
  PythonTokens result_;
};

}  // namespace

PythonTokens lexPython(std::string_view code) { return Lexer(code).run(); }

std::string_view pythonStringBody(std::string_view token) {
  const size_t quote = token.find_first_of("'\"");
  if (quote == std::string_view::npos) return {};
  token.remove_prefix(quote);
  const size_t width = token.size() >= 6 && token[1] == token[0] && token[2] == token[0] ? 3 : 1;
  if (token.size() < 2 * width) return {};
  return token.substr(width, token.size() - 2 * width);
}

bool isPythonFString(std::string_view token) {
  const size_t quote = token.find_first_of("'\"");
  return token.substr(0, quote).find_first_of("fFbB") != std::string_view::npos;
}

}  // namespace mlpc::sema
