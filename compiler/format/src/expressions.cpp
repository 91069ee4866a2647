#include <algorithm>

#include "mlpc/syntax/precedence.h"
#include "writer.h"

namespace mlpc::format {

using namespace syntax;

namespace {

/// Whether one of the lines consists of spaces and tabs.
bool hasLineOfSpaces(std::string_view lines) {
  while (!lines.empty()) {
    const size_t text = lines.find_first_not_of(" \t");
    if (text == std::string_view::npos || (text != 0 && (lines[text] == '\n' || lines[text] == '\r'))) return true;
    lines.remove_prefix(std::min(lines.find('\n'), lines.size() - 1) + 1);
  }
  return false;
}

bool isPrefix(TokenKind kind) { return kind == TokenKind::Not || kind == TokenKind::Negate; }

}  // namespace

/// The operators of an expression that are in no brackets of its own.
struct Writer::Row {
  std::vector<Operator> operators;
  bool deepens = false;
};

uint32_t Writer::afterOperand(uint32_t token) const {
  const auto kindAt = [&](uint32_t index) { return index < end_ ? tokens_[index].kind : Kind::EndOfChunk; };
  while (isPrefix(kindAt(token))) ++token;
  switch (kindAt(token)) {
    case Kind::Identifier:
      ++token;
      if (kindAt(token) == Kind::Fence) ++token;
      if (kindAt(token) == Kind::FenceHead) token = match_[token] + 1;
      break;
    case Kind::Int:
    case Kind::Float:
    case Kind::Unit:
    case Kind::String:
    case Kind::True:
    case Kind::False:
    case Kind::Null: ++token; break;
    case Kind::StringHead:
    case Kind::ListBracket:
    case Kind::OpenBrace:
    case Kind::GroupParen: token = match_[token] + 1; break;
    default: throw Unexpected();
  }
  while (true) {
    switch (kindAt(token)) {
      case Kind::Dot: token += 2; break;
      case Kind::CallParen:
      case Kind::IndexBracket: token = match_[token] + 1; break;
      case Kind::Version: ++token; break;
      default: return token;
    }
  }
}

void Writer::expression() {
  Row found;
  found.deepens = std::exchange(deepens_, false);
  // The first part of a `? :` may contain others; all are found in one pass, so that deep ones take no longer.
  std::vector<uint32_t> questions;
  for (uint32_t next = afterOperand(at_); next < end_;) {
    const Kind op = tokens_[next].kind;
    if (op == Kind::Colon && !questions.empty()) {
      colons_[questions.back()] = next;
      questions.pop_back();
    } else if (rankOf(op) < 0) {
      break;
    } else {
      if (questions.empty()) found.operators.push_back({next, 0, rankOf(op)});
      if (op == Kind::Question) {
        if (colons_[next] != 0) {
          next = colons_[next];
        } else {
          questions.push_back(next);
        }
      }
    }
    next = afterOperand(next + 1);
  }
  if (!questions.empty()) throw Unexpected();
  row(found, 0, found.operators.size());
}

/// Prints the operands from `first` to `last`, and the operators between them. The loosest ones break together.
void Writer::row(const Row& row, size_t first, size_t last) {
  if (first == last) return operand();
  int loosest = INT32_MAX;
  for (size_t i = first; i < last; ++i) loosest = std::min(loosest, row.operators[i].rank);
  document_.open(false);
  size_t from = first;
  bool indented = false;
  for (size_t i = first; i <= last; ++i) {
    if (i < last && row.operators[i].rank != loosest) continue;
    this->row(row, from, i);
    from = i + 1;
    if (i == last) break;
    if (!indented) {
      document_.indent();
      if (row.deepens) document_.indent();
      indented = true;
    }
    const bool chooses = kind() == Kind::Question;
    if (kind() == Kind::Minus) {
      // At the beginning of a line it would be a sign.
      space();
      token();
      lineBreak(Break::Space);
    } else {
      lineBreak(Break::Space);
      token();
      space();
    }
    if (!chooses) continue;
    expression();
    lineBreak(Break::Space);
    token(Kind::Colon);
    space();
  }
  document_.dedent();
  if (row.deepens) document_.dedent();
  document_.close();
}

void Writer::operand() {
  while (isPrefix(kind())) token();
  switch (kind()) {
    case Kind::Identifier:
      token();
      if (kind() == Kind::Fence || kind() == Kind::FenceHead) {
        space();
        fence();
      }
      break;
    case Kind::Int:
    case Kind::Float:
    case Kind::Unit:
    case Kind::String:
    case Kind::True:
    case Kind::False:
    case Kind::Null: token(); break;
    case Kind::StringHead: textRun(); break;
    case Kind::ListBracket: list(); break;
    case Kind::OpenBrace: record(); break;
    case Kind::GroupParen:
      token();
      expression();
      token(Kind::CloseParen);
      break;
    default: throw Unexpected();
  }
  suffixes();
}

bool Writer::atSuffix() const {
  switch (kind()) {
    case Kind::Dot:
    case Kind::CallParen:
    case Kind::IndexBracket:
    case Kind::Version: return true;
    default: return false;
  }
}

void Writer::suffixes() {
  while (atSuffix()) {
    switch (kind()) {
      case Kind::Dot:
        token();
        token(Kind::Identifier);
        break;
      case Kind::CallParen: arguments(); break;
      case Kind::IndexBracket:
        token();
        expression();
        token(Kind::CloseBracket);
        break;
      default: token(); break;
    }
  }
}

void Writer::arguments() { members(&Writer::argument, {false, true}, true); }

void Writer::argument() {
  expression();
  if (kind() != Kind::Colon) return;
  token();
  space();
  expression();
}

void Writer::list() { members(&Writer::listItem, {false, true}, true); }

void Writer::listItem() {
  if (kind() == Kind::Ellipsis) token();
  expression();
}

void Writer::record() { members(&Writer::member, {true, false}, false); }

void Writer::member() {
  if (kind() == Kind::Ellipsis) {
    token();
    return expression();
  }
  if (kind() != Kind::Identifier && kind() != Kind::String) throw Unexpected();
  token();
  if (kind() != Kind::Colon) return;
  token();
  space();
  expression();
}

/// A string with placeholders, which stays as it is.
void Writer::textRun() {
  const uint32_t last = match_[at_];
  commentsInside(tokens_[at_].begin);
  keep(tokens_[at_].begin, tokens_[last].end);
  at_ = last + 1;
}

/// A fence: its lines move with the line that opens it, and come out of the parser as before.
void Writer::fence() {
  const uint32_t last = kind() == Kind::FenceHead ? match_[at_] : at_;
  const uint32_t begin = tokens_[at_].begin;
  if (comment_ < comments_.size() && comments_[comment_].begin < begin) throw Unexpected();
  while (fence_ < fences_.size() && fences_[fence_].content.begin < begin) ++fence_;
  if (fence_ == fences_.size() || fences_[fence_].content.end > tokens_[last].end) throw Unexpected();
  const auto& [content, indent] = fences_[fence_];
  // Without indentation, lines that only have spaces keep them; with it, the parser drops them.
  const std::string_view lines = text_.substr(content.begin, content.end - content.begin);
  if (indent == 0 && hasLineOfSpaces(lines)) {
    keep(begin, tokens_[last].end);
    at_ = last + 1;
    return;
  }
  const auto marks = static_cast<uint32_t>(text_.find_first_not_of('<', begin));
  document_.fence(Document::Step::Kind::FenceOpen, begin, marks);
  for (uint32_t line = content.begin; line < content.end;) {
    const auto lineEnd = static_cast<uint32_t>(std::min(text_.find('\n', line), text_.size() - 1)) + 1;
    const size_t text = text_.find_first_not_of(" \t", line);
    if (text >= lineEnd || text_[text] == '\n' || text_[text] == '\r') {
      document_.fence(Document::Step::Kind::FenceBlank, line, lineEnd);
    } else {
      document_.fence(Document::Step::Kind::FenceLine, line + indent, lineEnd);
    }
    line = lineEnd;
  }
  const auto closer = static_cast<uint32_t>(std::min(text_.find_first_not_of(" \t", content.end), text_.size()));
  document_.fence(Document::Step::Kind::FenceClose, closer, tokens_[last].end);
  lastEnd_ = tokens_[last].end;
  comment_ = commentsBefore(lastEnd_);
  at_ = last + 1;
}

}  // namespace mlpc::format
