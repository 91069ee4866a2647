#include <string>

#include "lexer.h"
#include "mlpc/diag/syntax.h"

namespace mlpc::parse {
namespace {

/// What may come before the `(` of a call, the `[` of an index or a binary `-`.
bool endsValue(TokenKind kind) {
  switch (kind) {
    case TokenKind::Identifier:
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::Unit:
    case TokenKind::String:
    case TokenKind::StringTail:
    case TokenKind::Fence:
    case TokenKind::FenceTail:
    case TokenKind::Version:
    case TokenKind::Missing:
    case TokenKind::True:
    case TokenKind::False:
    case TokenKind::Null:
    case TokenKind::CloseBrace:
    case TokenKind::CloseParen:
    case TokenKind::CloseBracket: return true;
    default: return false;
  }
}

/// What needs a value after it. `*` and `?` do not: they also end types.
bool needsValue(TokenKind kind) {
  switch (kind) {
    case TokenKind::Colon:
    case TokenKind::Assign:
    case TokenKind::Ellipsis:
    case TokenKind::In:
    case TokenKind::Return:
    case TokenKind::Yield:
    case TokenKind::Not:
    case TokenKind::Negate:
    case TokenKind::Slash:
    case TokenKind::Percent:
    case TokenKind::Plus:
    case TokenKind::Minus:
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::StringHead:
    case TokenKind::StringMid:
    case TokenKind::FenceHead:
    case TokenKind::FenceMid: return true;
    default: return false;
  }
}

/// At this point words are still identifiers, and `(`, `[` and `-` have one kind each.
bool beginsValue(TokenKind kind) {
  switch (kind) {
    case TokenKind::Identifier:
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::Unit:
    case TokenKind::String:
    case TokenKind::StringHead:
    case TokenKind::Fence:
    case TokenKind::FenceHead:
    case TokenKind::OpenBrace:
    case TokenKind::GroupParen:
    case TokenKind::ListBracket:
    case TokenKind::Not:
    case TokenKind::Minus:
    case TokenKind::Bar: return true;
    default: return false;
  }
}

bool isOperator(TokenKind kind) {
  return needsValue(kind) || kind == TokenKind::Dot || kind == TokenKind::Comma || kind == TokenKind::Bar ||
         kind == TokenKind::Arrow;
}

}  // namespace

TokenKind Lexer::previous() const {
  return out_.tokens.size() > chunkFirst_ ? out_.tokens.back().kind : TokenKind::EndOfChunk;
}

void Lexer::push(TokenKind kind, uint32_t begin, uint32_t end, uint8_t flags) {
  out_.tokens.push_back({begin, end, kind, flags, static_cast<uint16_t>(open_.size())});
}

void Lexer::emit(TokenKind kind, uint32_t begin, uint32_t end, TokenKind keyword) {
  settle(kind, begin);
  checkValue(kind, begin, end);
  const TokenKind before = previous();
  const bool continues = !newline_ && endsValue(before);
  switch (kind) {
    case TokenKind::GroupParen:
      if (continues) kind = TokenKind::CallParen;
      break;
    case TokenKind::ListBracket:
      if (continues) kind = TokenKind::IndexBracket;
      break;
    case TokenKind::Minus:
      if (continues) break;
      if (newline_ && endsValue(before) && end < size_ && (text_[end] == ' ' || text_[end] == '\t')) {
        complain(true, span(begin, end), diag::minusAtLineStart);
      } else {
        kind = TokenKind::Negate;
      }
      break;
    case TokenKind::At:
      if (open_.empty() && newline_ && head_ == Head::Seen) startChunk(static_cast<uint32_t>(out_.tokens.size()));
      if (open_.empty() && head_ == Head::None) head_ = Head::Decorators;
      break;
    default: break;
  }
  uint8_t flags = begin == end ? kMadeUp : 0;
  if (newline_) {
    flags |= kFirstOnLine;
    lineIndent_ = begin - lineStart_;
    if (lineIndent_ == 0) flags |= kColumnOne;
    newline_ = false;
  }
  if (doc_) {
    flags |= kDocumented;
    doc_->token = static_cast<uint32_t>(out_.tokens.size());
    out_.docs.push_back(*doc_);
    doc_.reset();
  }
  unsettled_ = kind == TokenKind::Identifier;
  keyword_ = keyword;
  push(kind, begin, end, flags);
}

void Lexer::settle(TokenKind next, uint32_t nextBegin) {
  if (!unsettled_) return;
  unsettled_ = false;
  auto index = static_cast<uint32_t>(out_.tokens.size() - 1);
  if (keyword_ != TokenKind::Identifier && isKeyword(index, keyword_, next, nextBegin)) {
    const Token& found = out_.tokens[index];
    if (isReserved(keyword_)) {
      // A statement never begins inside parentheses.
      const bool inside = !open_.empty() && open_.back().bracket != Bracket::Brace && holes_ == 0;
      if (beginsStatement(keyword_) && found.firstOnLine() && inside)
        beforeLastToken([&](const Token& word) { closeRound(word.begin, word.end); });
    } else if (beginsDeclaration(keyword_) && !open_.empty() && (found.flags & kColumnOne) != 0 && holes_ == 0) {
      // In column 1, only the template `stage x(…)` is a declaration; `stage x {` may be part of a workflow.
      const bool ofWorkflow = keyword_ == TokenKind::Stage || keyword_ == TokenKind::Job;
      if (!ofWorkflow || parametersFollow(nextBegin)) {
        beforeLastToken([&](const Token& word) {
          const Open innermost = open_.back();
          complainUnclosed(suspicious_.value_or(innermost), "`" + std::string(textOf(word)) + "`",
                           Complaint::Role::Misshapen);
          while (!open_.empty()) makeUpCloser();
        });
      }
    }
    index = static_cast<uint32_t>(out_.tokens.size() - 1);
    out_.tokens[index].kind = keyword_;
  }
  if (open_.empty()) settleHead(index, nextBegin);
}

bool Lexer::parametersFollow(uint32_t nameBegin) const {
  uint32_t p = nameBegin;
  while (p < size_ && text_[p] != '(' && text_[p] != '{' && text_[p] != '=' && text_[p] != '\n') ++p;
  return p < size_ && text_[p] == '(';
}

template <typename Close>
void Lexer::beforeLastToken(Close close) {
  Token word = out_.tokens.back();
  const auto oldIndex = static_cast<uint32_t>(out_.tokens.size() - 1);
  out_.tokens.pop_back();
  close(word);
  word.depth = static_cast<uint16_t>(open_.size());
  if (!out_.docs.empty() && out_.docs.back().token == oldIndex) {
    out_.docs.back().token = static_cast<uint32_t>(out_.tokens.size());
  }
  out_.tokens.push_back(word);
}

bool Lexer::isKeyword(uint32_t index, TokenKind keyword, TokenKind next, uint32_t nextBegin) {
  const Token& word = out_.tokens[index];
  const TokenKind before = index > chunkFirst_ ? out_.tokens[index - 1].kind : TokenKind::EndOfChunk;
  const bool onLine = !newline_;
  if (before == TokenKind::Dot && !word.firstOnLine()) return false;
  if (keyword == TokenKind::True || keyword == TokenKind::False || keyword == TokenKind::Null) return true;
  if (next == TokenKind::Colon && onLine) return false;
  if (isReserved(keyword)) return true;

  const bool wordFollows =
      onLine && (next == TokenKind::Identifier || (keyword == TokenKind::Import && next == TokenKind::String));
  if (!wordFollows || before == TokenKind::At) return false;
  if (keyword == TokenKind::As) {
    return chunkKeyword_ == TokenKind::Import && (before == TokenKind::Identifier || before == TokenKind::String);
  }
  const bool beginsMember = word.firstOnLine() || before == TokenKind::OpenBrace || before == TokenKind::CloseBrace;
  if (open_.empty()) {
    // In a workflow whose braces were closed too early.
    if (keyword == TokenKind::Deployment) return beginsMember && (word.flags & kColumnOne) == 0;
    // `const a = 1 const b = 2`.
    const bool afterWhole = head_ == Head::Seen && index > chunkFirst_ + 1 && endsValue(before);
    return beginsDeclaration(keyword) &&
           (beginsMember || afterWhole || head_ == Head::Decorators || before == TokenKind::EndOfChunk);
  }
  if (holes_ != 0) return false;
  const bool inBraces = open_.back().bracket == Bracket::Brace;
  if (keyword == TokenKind::Stage || keyword == TokenKind::Job || keyword == TokenKind::Deployment) {
    if (beginsMember && inBraces) return true;
  }
  static_cast<void>(nextBegin);
  // Inside brackets only where it shows that they were not closed.
  return beginsDeclaration(keyword) && (word.flags & kColumnOne) != 0;
}

// A word outside brackets may begin a declaration.
void Lexer::settleHead(uint32_t index, uint32_t nextBegin) {
  const Token& word = out_.tokens[index];
  bool isHead = beginsDeclaration(word.kind);
  // Indented and without parameters, it belongs to a workflow whose braces were closed too early.
  if ((word.kind == TokenKind::Stage || word.kind == TokenKind::Job) && (word.flags & kColumnOne) == 0 &&
      head_ == Head::Seen && !parametersFollow(nextBegin)) {
    isHead = false;
  }
  if (index == chunkFirst_) {
    head_ = Head::Seen;
    chunkKeyword_ = word.kind;
    return;
  }
  const TokenKind before = out_.tokens[index - 1].kind;
  if (head_ == Head::Decorators) {
    if ((before == TokenKind::At || before == TokenKind::Dot) && !word.firstOnLine()) return;
    head_ = Head::Seen;
    chunkKeyword_ = word.kind;
    return;
  }
  if (!isHead && ((word.flags & kColumnOne) == 0 || isOperator(before))) return;
  if (isHead && !word.firstOnLine()) complain(true, span(word.begin, word.end), diag::declarationOnLine);
  startChunk(index);
  head_ = Head::Seen;
  chunkKeyword_ = out_.tokens[index].kind;
}

void Lexer::startChunk(uint32_t index) {
  if (index > chunkFirst_) out_.chunks.push_back({chunkFirst_, index, false});
  chunkFirst_ = index;
  head_ = Head::None;
  chunkKeyword_ = TokenKind::Identifier;
  suspicious_.reset();
  earlyCloser_.reset();
}

/// Whether the last token, a `:`, follows a key, and is not the second half of `? :`.
bool Lexer::isKeyColon() const {
  const size_t n = out_.tokens.size();
  if (n < 2 + size_t{chunkFirst_}) return false;
  const TokenKind key = out_.tokens[n - 2].kind;
  if (key != TokenKind::Identifier && key != TokenKind::String) return false;
  if (n < 3 + size_t{chunkFirst_}) return true;
  const TokenKind before = out_.tokens[n - 3].kind;
  if (before == TokenKind::Comma || before == TokenKind::OpenBrace) return true;
  return !isOperator(before) && before != TokenKind::Question && before != TokenKind::Star;
}

/// Whether a type is expected after the last token, a `:`.
bool Lexer::typeBelongsHere() const {
  if (chunkKeyword_ == TokenKind::Type) return true;
  if (open_.empty()) return chunkKeyword_ == TokenKind::Const;
  return open_.size() == 1 && open_.back().bracket == Bracket::Paren && chunkKeyword_ != TokenKind::Const &&
         head_ == Head::Seen;
}

void Lexer::checkValue(TokenKind next, uint32_t nextBegin, uint32_t nextEnd) {
  const TokenKind before = previous();
  const bool halfOfChoice = before == TokenKind::Question && next == TokenKind::Colon;
  if (!needsValue(before) && !halfOfChoice) return;
  bool missing = !beginsValue(next) || halfOfChoice;
  if (!missing && newline_) {
    const size_t n = out_.tokens.size();
    switch (before) {
      case TokenKind::Assign:
        // `type X =` may continue on the next line.
        missing = n - chunkFirst_ < 3 || out_.tokens[n - 3].kind != TokenKind::Type;
        break;
      case TokenKind::Colon: missing = isKeyColon(); break;
      case TokenKind::Return:
      case TokenKind::Yield: missing = true; break;
      default: break;
    }
  }
  if (!missing) return;
  const Token last = out_.tokens.back();
  const bool hole = before == TokenKind::StringHead || before == TokenKind::StringMid ||
                    before == TokenKind::FenceHead || before == TokenKind::FenceMid;
  const std::string after = hole ? "`~{`" : "`" + std::string(textOf(last)) + "`";
  std::string found;
  source::Span where = span(last.end, last.end);
  if (next == TokenKind::EndOfChunk) {
    found = "the end of the file";
  } else if (newline_ || nextBegin == nextEnd) {
    found = "the end of the line";
  } else {
    found = "`" + std::string(text_.substr(nextBegin, nextEnd - nextBegin)) + "`";
    where = span(nextBegin, nextEnd);
  }
  const bool type = before == TokenKind::Colon && typeBelongsHere();
  push(TokenKind::Missing, last.end, last.end, kMadeUp);
  // A closer was dropped here, which has already been reported.
  if (newline_ && !out_.droppedClosers.empty() && out_.droppedClosers.back() >= last.end) return;
  complain(true, where.begin, [=](diag::Engine& diags) {
    if (type) {
      diags.report(where, diag::typeExpected, diag::Phrase(after), diag::Phrase(found));
    } else {
      diags.report(where, diag::valueExpected, diag::Phrase(after), diag::Phrase(found));
    }
  });
}

void Lexer::finish() {
  newline_ = true;
  settle(TokenKind::EndOfChunk, size_);
  checkValue(TokenKind::EndOfChunk, size_, size_);
  if (!open_.empty()) {
    const Open innermost = open_.back();
    complainUnclosed(suspicious_.value_or(innermost), "the end of the file", Complaint::Role::Misshapen);
    while (!open_.empty()) makeUpCloser();
  }
  const auto end = static_cast<uint32_t>(out_.tokens.size());
  if (end > chunkFirst_) out_.chunks.push_back({chunkFirst_, end, false});
  if (doc_) complain(false, span(doc_->begin, doc_->begin + 3), diag::docWithoutOwner);
}

}  // namespace mlpc::parse
