#include "lexer.h"

#include <array>
#include <cstring>

#include "mlpc/diag/syntax.h"
#include "mlpc/support/characters.h"

namespace mlpc::parse {
namespace {

enum class Class : uint8_t { Other, Blank, Newline, Letter, Digit };

constexpr auto kClasses = [] {
  std::array<Class, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<size_t>(c)] = Class::Letter;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c)] = Class::Letter;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<size_t>(c)] = Class::Digit;
  table['_'] = Class::Letter;
  table[' '] = table['\t'] = table['\r'] = table['\f'] = table['\v'] = Class::Blank;
  table['\n'] = Class::Newline;
  return table;
}();

Class classOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool isWordChar(char c) { return classOf(c) == Class::Letter || classOf(c) == Class::Digit; }
using support::isDigit;
bool isBeyondAscii(char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }

bool isUnit(std::string_view unit) {
  static constexpr std::string_view kUnits[] = {"ms", "s", "m", "h",  "d",  "n",  "u",  "k",  "M", "G",
                                                "T",  "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  for (const auto known : kUnits) {
    if (unit == known) return true;
  }
  return false;
}

bool isTimeUnit(std::string_view unit) {
  return unit == "d" || unit == "h" || unit == "m" || unit == "s" || unit == "ms";
}

/// A number with a unit, `1.5Gi`, or for durations several of them, `1h30m`.
bool isNumberWithUnit(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t start = at;
    while (at < text.size() && (isDigit(text[at]) || text[at] == '.')) ++at;
    if (at == start || text[at - 1] == '.') return false;
    const size_t unit = at;
    while (at < text.size() && classOf(text[at]) == Class::Letter) ++at;
    const std::string_view name = text.substr(unit, at - unit);
    if (!isUnit(name)) return false;
    if ((start != 0 || at < text.size()) && !isTimeUnit(name)) return false;
  }
  return true;
}

}  // namespace

Lexer::Lexer(std::string_view text, source::FileId file)
    : text_(text), file_(file), size_(static_cast<uint32_t>(text.size())), limit_(size_) {
  // An optional byte order mark.
  if (text.starts_with("\xEF\xBB\xBF")) at_ = lineStart_ = 3;
}

TokenFile Lexer::run() {
  out_.tokens.reserve(size_ / 5 + 16);
  while (true) {
    skipGap();
    if (at_ < limit_) {
      scanToken();
    } else if (holes_ != 0) {
      abandonHole();
    } else {
      break;
    }
  }
  finish();
  return std::move(out_);
}

uint32_t Lexer::lineEnd(uint32_t from) const {
  const void* found = from < size_ ? std::memchr(text_.data() + from, '\n', size_ - from) : nullptr;
  return found == nullptr ? size_ : static_cast<uint32_t>(static_cast<const char*>(found) - text_.data());
}

uint32_t Lexer::trimmed(uint32_t from, uint32_t at) const {
  while (at > from && classOf(text_[at - 1]) == Class::Blank) --at;
  return at;
}

void Lexer::takeNewline(uint32_t at) {
  newline_ = true;
  lineStart_ = at + 1;
}

void Lexer::skipGap() {
  while (at_ < limit_) {
    const char c = text_[at_];
    if (classOf(c) == Class::Blank) {
      ++at_;
    } else if (c == '\n') {
      takeNewline(at_++);
    } else if (c == '/' && peek(1) == '/') {
      lineComment();
    } else if (c == '/' && peek(1) == '*') {
      blockComment();
    } else if (c == '#' && newline_) {
      complain(false, at_, [where = span(at_, at_ + 1)](diag::Engine& diags) {
        diags.report(where, diag::hashComment).fix("write `//`", true, {{where, "//"}});
      });
      at_ = lineEnd(at_);
    } else {
      return;
    }
  }
}

void Lexer::lineComment() {
  const uint32_t end = std::min(lineEnd(at_), limit_);
  const bool isDoc = peek(2) == '/' && peek(3) != '/';
  out_.comments.push_back({at_, trimmed(at_, end), static_cast<uint32_t>(out_.tokens.size())});
  if (isDoc && newline_) {
    if (!doc_) doc_ = DocComment{0, at_, 0};
    doc_->end = trimmed(at_, end);
  } else if (isDoc) {
    complain(false, at_, [where = span(at_, at_ + 3)](diag::Engine& diags) {
      diags.report(where, diag::docAfterCode).fix("make it a plain comment", true, {{where, "//"}});
    });
  }
  at_ = end;
}

void Lexer::blockComment() {
  const size_t close = text_.substr(0, limit_).find("*/", at_ + 2);
  if (close == std::string_view::npos) {
    complain(true, span(at_, at_ + 2), diag::unclosedComment);
    at_ = limit_;
    return;
  }
  const std::string_view comment = text_.substr(at_, close - at_);
  for (size_t p = comment.find('\n'); p != std::string_view::npos; p = comment.find('\n', p + 1))
    takeNewline(at_ + static_cast<uint32_t>(p));
  out_.comments.push_back({at_, static_cast<uint32_t>(close) + 2, static_cast<uint32_t>(out_.tokens.size())});
  at_ = static_cast<uint32_t>(close) + 2;
}

void Lexer::scanToken() {
  const char c = text_[at_];
  switch (classOf(c)) {
    case Class::Letter: return word();
    case Class::Digit: return number();
    default: break;
  }
  switch (c) {
    case '"': return string(at_, at_ + 1, true);
    case '\'': return singleQuoted();
    case '{': return openBracket(TokenKind::OpenBrace, Bracket::Brace, at_++);
    case '(': return openBracket(TokenKind::GroupParen, Bracket::Paren, at_++);
    case '[': return openBracket(TokenKind::ListBracket, Bracket::Square, at_++);
    case '}': return closeBracket(TokenKind::CloseBrace, at_++);
    case ')': return closeBracket(TokenKind::CloseParen, at_++);
    case ']': return closeBracket(TokenKind::CloseBracket, at_++);
    case ',': {
      const TokenKind before = previous();
      const bool afterOpener = before == TokenKind::OpenBrace || before == TokenKind::CallParen ||
                               before == TokenKind::GroupParen || before == TokenKind::ListBracket ||
                               before == TokenKind::IndexBracket;
      if (!open_.empty() && (before == TokenKind::Comma || afterOpener)) {
        complain(true, at_, [where = span(at_, at_ + 1)](diag::Engine& diags) {
          diags.report(where, diag::strayComma).fix("remove it", false, {{where, ""}});
        });
        ++at_;
        return;
      }
      return operatorToken(TokenKind::Comma, 1);
    }
    case ':': return operatorToken(TokenKind::Colon, 1);
    case '=':
      if (peek(1) == '=') return operatorToken(TokenKind::Equal, 2);
      if (peek(1) == '>') {
        complain(false, at_, [where = span(at_, at_ + 2)](diag::Engine& diags) {
          diags.report(where, diag::foreignWord, "->", "=>").fix("write `->`", true, {{where, "->"}});
        });
        return operatorToken(TokenKind::Arrow, 2);
      }
      return operatorToken(TokenKind::Assign, 1);
    case '.':
      if (peek(1) == '.' && peek(2) == '.') return operatorToken(TokenKind::Ellipsis, 3);
      return operatorToken(TokenKind::Dot, 1);
    case '?': return operatorToken(TokenKind::Question, 1);
    case '|': return peek(1) == '|' ? operatorToken(TokenKind::Or, 2) : operatorToken(TokenKind::Bar, 1);
    case '&':
      if (peek(1) == '&') return operatorToken(TokenKind::And, 2);
      complain(false, at_, [where = span(at_, at_ + 1)](diag::Engine& diags) {
        diags.report(where, diag::foreignWord, "&&", "&").fix("write `&&`", false, {{where, "&&"}});
      });
      return operatorToken(TokenKind::And, 1);
    case '!': return peek(1) == '=' ? operatorToken(TokenKind::NotEqual, 2) : operatorToken(TokenKind::Not, 1);
    case '*': return operatorToken(TokenKind::Star, 1);
    case '/': return operatorToken(TokenKind::Slash, 1);
    case '%': return operatorToken(TokenKind::Percent, 1);
    case '+': return operatorToken(TokenKind::Plus, 1);
    case '-': return dash();
    case '<': return lessThan();
    case '>': return greaterThan();
    case '@': return atSign();
    case ';':
      complain(true, at_, [where = span(at_, at_ + 1)](diag::Engine& diags) {
        diags.report(where, diag::semicolon).fix("remove it", true, {{where, ""}});
      });
      ++at_;
      return;
    default: return unexpected();
  }
}

void Lexer::operatorToken(TokenKind kind, uint32_t length) {
  const uint32_t begin = at_;
  at_ += length;
  emit(kind, begin, at_);
}

void Lexer::word() {
  const uint32_t begin = at_;
  while (at_ < size_ && isWordChar(text_[at_])) ++at_;
  if (at_ < size_ && isBeyondAscii(text_[at_])) {
    while (at_ < size_ && (isWordChar(text_[at_]) || isBeyondAscii(text_[at_]))) ++at_;
    complain(false, span(begin, at_), diag::nameNotAscii, text_.substr(begin, at_ - begin));
  }
  emit(TokenKind::Identifier, begin, at_, keywordKind(text_.substr(begin, at_ - begin)));
}

void Lexer::number() {
  const uint32_t begin = at_;
  const auto digits = [&] {
    while (isDigit(peek())) ++at_;
  };
  digits();
  TokenKind kind = TokenKind::Int;
  if (peek() == '.' && isDigit(peek(1))) {
    kind = TokenKind::Float;
    ++at_;
    digits();
  }
  if ((peek() == 'e' || peek() == 'E') &&
      (isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))))) {
    kind = TokenKind::Float;
    at_ += 2;
    digits();
  }
  const uint32_t plain = at_;
  // Everything attached to it belongs to it: `500x` is one wrong number, not a number and a name.
  while (at_ < size_ && (isWordChar(text_[at_]) || (text_[at_] == '.' && isDigit(peek(1))))) ++at_;
  const std::string_view text = text_.substr(begin, at_ - begin);
  if (at_ != plain) {
    kind = TokenKind::Unit;
    if (!isNumberWithUnit(text)) complain(false, span(begin, at_), diag::badUnit, text);
  } else if (text.size() > 1 && text[0] == '0' && isDigit(text[1])) {
    complain(false, span(begin, at_), diag::leadingZero, text);
  }
  emit(kind, begin, at_);
}

void Lexer::dash() {
  if (peek(1) == '>') return operatorToken(TokenKind::Arrow, 2);
  operatorToken(TokenKind::Minus, 1);
}

void Lexer::lessThan() {
  if (peek(1) == '<' && peek(2) == '<') return fence();
  if (peek(1) == '=') return operatorToken(TokenKind::LessEqual, 2);
  // `list<string>`: the only case where `<` directly follows such a name and a letter follows.
  if (previous() == TokenKind::Identifier && out_.tokens.back().end == at_ && classOf(peek(1)) == Class::Letter) {
    const std::string_view before = textOf(out_.tokens.back());
    if (before == "list" || before == "map") {
      complain(false, span(at_, at_ + 1), diag::angleBrackets, before);
      return openBracket(TokenKind::IndexBracket, Bracket::Angle, at_++);
    }
  }
  operatorToken(TokenKind::Less, 1);
}

void Lexer::greaterThan() {
  if (peek(1) == '>' && peek(2) == '>' && (open_.empty() || open_.back().bracket != Bracket::Angle)) {
    uint32_t length = 3;
    while (peek(length) == '>') ++length;
    return strayFenceEnd(length);
  }
  if (!open_.empty() && open_.back().bracket == Bracket::Angle) return closeBracket(TokenKind::CloseBracket, at_++);
  if (peek(1) == '=') return operatorToken(TokenKind::GreaterEqual, 2);
  operatorToken(TokenKind::Greater, 1);
}

void Lexer::atSign() {
  if (!isDigit(peek(1))) return operatorToken(TokenKind::At, 1);
  const uint32_t begin = at_++;
  while (at_ < size_ && (isWordChar(text_[at_]) || (text_[at_] == '.' && isDigit(peek(1))))) ++at_;
  const std::string_view text = text_.substr(begin, at_ - begin);
  if (newline_ || (!out_.tokens.empty() && out_.tokens.back().end != begin)) {
    complain(true, span(begin, at_), diag::versionApart, text);
  } else if (text.size() > 10 || text.find_first_not_of("0123456789", 1) != std::string_view::npos) {
    complain(false, span(begin, at_), diag::badVersion, text);
  }
  emit(TokenKind::Version, begin, at_);
}

void Lexer::unexpected() {
  const uint32_t begin = at_++;
  if (isBeyondAscii(text_[begin])) {
    while (at_ < size_ && (isBeyondAscii(text_[at_]) || isWordChar(text_[at_]))) ++at_;
    // A word that begins with a letter of another alphabet is still one word.
    complain(false, span(begin, at_), diag::nameNotAscii, text_.substr(begin, at_ - begin));
    return emit(TokenKind::Identifier, begin, at_);
  }
  complain(true, span(begin, at_), diag::unexpectedCharacter, text_.substr(begin, at_ - begin));
}

}  // namespace mlpc::parse
