#include "lexer.h"

namespace mlpc::parse {
namespace {

bool endsValue(TokenKind kind) {
  switch (kind) {
    case TokenKind::Identifier: case TokenKind::Int: case TokenKind::Float: case TokenKind::Unit: case TokenKind::String:
    case TokenKind::StringTail: case TokenKind::Fence: case TokenKind::FenceTail: case TokenKind::Version: case TokenKind::Missing:
    case TokenKind::True: case TokenKind::False: case TokenKind::Null: case TokenKind::CloseBrace: case TokenKind::CloseParen:
    case TokenKind::CloseBracket: return true;
    default: return isContextual(kind);
  }
}
bool isBinary(TokenKind kind) {
  return (kind >= TokenKind::Star && kind <= TokenKind::GreaterEqual) || kind == TokenKind::Assign || kind == TokenKind::Dot || kind == TokenKind::Arrow ||
         kind == TokenKind::Bar || kind == TokenKind::Question || kind == TokenKind::Colon || kind == TokenKind::Comma;
}
bool isWord(TokenKind kind) { return kind == TokenKind::Identifier || isReserved(kind) || isContextual(kind); }

}  // namespace

TokenKind Lexer::previous() const { return out_.tokens.size() > chunkFirst_ ? out_.tokens.back().kind : TokenKind::EndOfChunk; }
bool Lexer::isKeyColon() const { return false; }

void Lexer::push(TokenKind kind, uint32_t begin, uint32_t end, uint8_t flags) {
  Token token;
  token.begin = begin;
  token.end = end;
  token.kind = kind;
  token.flags = flags;
  token.depth = static_cast<uint16_t>(open_.size());
  out_.tokens.push_back(token);
}

// The previous token, now that the next is known.
void Lexer::settle(TokenKind next, uint32_t nextBegin) {
  if (out_.tokens.empty()) return;
  const auto index = static_cast<uint32_t>(out_.tokens.size() - 1);
  Token& token = out_.tokens[index];
  const TokenKind keyword = unsettled_;
  unsettled_ = TokenKind::Identifier;
  if (keyword == TokenKind::Identifier) return;
  if (isReserved(keyword)) {
    const bool literal = keyword == TokenKind::True || keyword == TokenKind::False || keyword == TokenKind::Null;
    if (next == TokenKind::Colon && !literal && !newline_) token.kind = TokenKind::Identifier;
    return;
  }
  if (settleContextual(index, keyword, next, nextBegin)) out_.tokens[index].kind = keyword;
}

bool Lexer::settleContextual(uint32_t index, TokenKind keyword, TokenKind next, uint32_t) {
  const Token& token = out_.tokens[index];
  if (keyword == TokenKind::As) return importing_;
  if (newline_) return false;
  const bool nameFollows = isWord(next) || (keyword == TokenKind::Import && next == TokenKind::String);
  if (!nameFollows) return false;
  const TokenKind before = index > chunkFirst_ ? out_.tokens[index - 1].kind : TokenKind::EndOfChunk;
  const bool beginsMember = token.firstOnLine() || before == TokenKind::OpenBrace || before == TokenKind::CloseBrace;
  const bool item = keyword == TokenKind::Stage || keyword == TokenKind::Job || keyword == TokenKind::Deployment;
  if (token.depth == 0) {
    if (keyword == TokenKind::Deployment) return false;
    if (head_ == Head::Decorators) {
      head_ = Head::Seen;
      importing_ = keyword == TokenKind::Import;
      return true;
    }
    if (!token.firstOnLine()) return false;
    if (chunkFirst_ != index) startChunk(index);
    head_ = Head::Seen;
    importing_ = keyword == TokenKind::Import;
    return true;
  }
  if ((token.flags & kColumnOne) != 0 && !item && holes_ == 0) {
    forceClosed(index);
    head_ = Head::Seen;
    importing_ = keyword == TokenKind::Import;
    return true;
  }
  return item && beginsMember && !open_.empty() && open_.back().bracket == Bracket::Brace;
}

void Lexer::checkValue(TokenKind next, uint32_t nextBegin, uint32_t) {
  if (out_.tokens.size() <= chunkFirst_) return;
  const Token before = out_.tokens.back();
  const bool wants = before.kind == TokenKind::Colon || before.kind == TokenKind::Assign;
  if (!wants) return;
  // `type X =` may go on below.
  if (before.kind == TokenKind::Assign && out_.tokens.size() >= 3 && out_.tokens[out_.tokens.size() - 3].kind == TokenKind::Type) return;
  const bool ended = newline_ || next == TokenKind::EndOfChunk || next == TokenKind::Comma || next == TokenKind::CloseBrace || next == TokenKind::CloseParen || next == TokenKind::CloseBracket;
  if (!ended) return;
  const std::string after = "`" + std::string(textOf(before)) + "`";
  const std::string found = newline_ || next == TokenKind::EndOfChunk ? "the end of the line" : "`" + std::string(text_.substr(nextBegin, 1)) + "`";
  complain(true, before.end, [where = span(before.end, before.end), after, found](diag::Engine& diags) {
    diags.report(where, diag::valueExpected, diag::Phrase(after), diag::Phrase(found));
  });
  push(TokenKind::Missing, before.end, before.end, kMadeUp);
}

void Lexer::emit(TokenKind kind, uint32_t begin, uint32_t end, TokenKind keyword) {
  settle(kind == TokenKind::Identifier && keyword != TokenKind::Identifier ? keyword : kind, begin);
  checkValue(kind, begin, end);
  const bool first = newline_;
  uint8_t flags = 0;
  if (first) {
    flags |= kFirstOnLine;
    lineIndent_ = begin - lineStart_;
    if (begin == lineStart_) flags |= kColumnOne;
  }
  const TokenKind before = previous();
  if (kind == TokenKind::Minus) {
    if (first && end < size_ && (text_[end] == ' ' || text_[end] == '\t') && endsValue(before)) complain(true, begin, end, diag::minusAtLineStart);
    if (first || !endsValue(before)) kind = TokenKind::Negate;
  }
  if (keyword != TokenKind::Identifier) {
    if (before == TokenKind::Dot && !first) keyword = TokenKind::Identifier;
    else if (isReserved(keyword)) kind = keyword;
  }
  const auto index = static_cast<uint32_t>(out_.tokens.size());
  if (open_.empty() && holes_ == 0 && first) {
    if (kind == TokenKind::At && head_ != Head::Decorators) {
      startChunk(index);
      head_ = Head::Decorators;
    } else if (head_ != Head::Decorators && isWord(kind) && (flags & kColumnOne) != 0 && !isBinary(before) && (!isContextual(keyword) || true)) {
      // Any word in column 1 outside of brackets begins something; whether it is a declaration is told later.
      startChunk(index);
      head_ = Head::Seen;
      importing_ = keyword == TokenKind::Import;
    }
  }
  if (doc_) {
    doc_->token = index;
    flags |= kDocumented;
    out_.docs.push_back(*doc_);
    doc_.reset();
  }
  push(kind, begin, end, flags);
  unsettled_ = keyword;
  newline_ = false;
}

void Lexer::openBracket(TokenKind kind, Bracket bracket, uint32_t begin) {
  const TokenKind before = previous();
  if (!newline_ && endsValue(before)) {
    if (kind == TokenKind::GroupParen) kind = TokenKind::CallParen;
    if (kind == TokenKind::ListBracket) kind = TokenKind::IndexBracket;
  }
  const uint32_t line = lineStart_;
  emit(kind, begin, begin + 1);
  if (open_.size() >= 256) return tooDeep(begin);
  open_.push_back({bracket, static_cast<uint32_t>(out_.tokens.size() - 1), line, lineIndent_});
}

void Lexer::closeBracket(TokenKind kind, uint32_t begin) {
  const auto matches = [&](const Open& open) {
    switch (open.bracket) {
      case Bracket::Brace: return kind == TokenKind::CloseBrace;
      case Bracket::Paren: return kind == TokenKind::CloseParen;
      case Bracket::Square:
      case Bracket::Angle: return kind == TokenKind::CloseBracket;
      case Bracket::StringHole:
      case Bracket::FenceHole: return kind == TokenKind::CloseBrace;
    }
    return false;
  };
  if (open_.empty()) {
    complain(true, begin, begin + 1, diag::strayCloser, text_.substr(begin, 1));
    return;
  }
  if (!matches(open_.back())) {
    // One that is further out: what lies between was forgotten. A placeholder's end is never passed over.
    size_t depth = open_.size();
    while (depth > 0 && !matches(open_[depth - 1]) && open_[depth - 1].bracket != Bracket::StringHole && open_[depth - 1].bracket != Bracket::FenceHole) --depth;
    if (depth == 0 || !matches(open_[depth - 1])) {
      complain(true, begin, begin + 1, diag::strayCloser, text_.substr(begin, 1));
      return;
    }
    while (open_.size() > depth) {
      complainUnclosed(open_.back(), "`" + std::string(text_.substr(begin, 1)) + "`");
      makeUpCloser();
    }
  }
  if (open_.back().bracket == Bracket::StringHole || open_.back().bracket == Bracket::FenceHole) {
    settle(TokenKind::CloseBrace, begin);
    checkValue(TokenKind::CloseBrace, begin, begin + 1);
    at_ = begin;
    return closeHole();
  }
  open_.pop_back();
  emit(kind, begin, begin + 1);
}

void Lexer::closeRoundBeforeBlock() {}

void Lexer::makeUpCloser() {
  const Open open = open_.back();
  settle(TokenKind::CloseBrace, at_);
  open_.pop_back();
  const TokenKind kind = open.bracket == Bracket::Brace ? TokenKind::CloseBrace : open.bracket == Bracket::Paren ? TokenKind::CloseParen : TokenKind::CloseBracket;
  const uint32_t at = out_.tokens.empty() ? at_ : out_.tokens.back().end;
  push(kind, at, at, kMadeUp);
}

void Lexer::complainUnclosed(const Open& open, std::string_view found) {
  const uint32_t begin = out_.tokens[open.token].begin;
  const std::string closer = open.bracket == Bracket::Brace ? "}" : open.bracket == Bracket::Paren ? ")" : "]";
  complain(true, begin, [where = span(begin, begin + 1), opener = std::string(text_.substr(begin, 1)), closer, what = std::string(found)](diag::Engine& diags) {
    diags.report(where, diag::unclosedBracket, opener, closer, diag::Phrase(what));
  });
}

void Lexer::forceClosed(uint32_t index) {
  Token word = out_.tokens[index];
  out_.tokens.pop_back();
  if (!open_.empty()) complainUnclosed(open_.back(), "`" + std::string(text_.substr(word.begin, word.end - word.begin)) + "`");
  while (!open_.empty()) makeUpCloser();
  holes_ = 0;
  limit_ = size_;
  word.depth = 0;
  const auto at = static_cast<uint32_t>(out_.tokens.size());
  for (auto doc = out_.docs.rbegin(); doc != out_.docs.rend() && doc->token >= index; ++doc) doc->token = at;
  startChunk(at);
  out_.tokens.push_back(word);
}

void Lexer::startChunk(uint32_t index) {
  if (index > chunkFirst_) out_.chunks.push_back({chunkFirst_, index, false});
  chunkFirst_ = index;
  head_ = Head::None;
}

void Lexer::tooDeep(uint32_t begin) {
  complain(true, begin, begin + 1, diag::nestingTooDeep, 256);
  // Nothing inside could be understood: go on at the next declaration.
  while (!open_.empty()) open_.pop_back();
  holes_ = 0;
  limit_ = size_;
  out_.tokens.resize(chunkFirst_ + 1);
  unsettled_ = TokenKind::Identifier;
  while (at_ < size_) {
    const uint32_t end = lineEnd(at_);
    at_ = end < size_ ? end + 1 : size_;
    takeNewline(at_ - 1);
    const char c = at_ < size_ ? text_[at_] : '\0';
    if ((c >= 'a' && c <= 'z') || c == '@') break;
  }
  newline_ = true;
  out_.chunks.push_back({chunkFirst_, static_cast<uint32_t>(out_.tokens.size()), true});
  chunkFirst_ = static_cast<uint32_t>(out_.tokens.size());
  head_ = Head::None;
}

void Lexer::finish() {
  newline_ = true;
  settle(TokenKind::EndOfChunk, size_);
  checkValue(TokenKind::EndOfChunk, size_, size_);
  if (!open_.empty()) complainUnclosed(open_.back(), "the end of the file");
  while (!open_.empty()) makeUpCloser();
  const auto end = static_cast<uint32_t>(out_.tokens.size());
  if (end > chunkFirst_) out_.chunks.push_back({chunkFirst_, end, false});
}

}  // namespace mlpc::parse
