#include <algorithm>
#include <string>

#include "lexer.h"
#include "mlpc/diag/syntax.h"

namespace mlpc::parse {
namespace {

constexpr size_t kDeepest = 256;

bool takesParameters(TokenKind keyword) {
  switch (keyword) {
    case TokenKind::Component:
    case TokenKind::Pipeline:
    case TokenKind::Trainjob:
    case TokenKind::Workflow:
    case TokenKind::Stage:
    case TokenKind::Job:
    case TokenKind::Steps: return true;
    default: return false;
  }
}

bool endsParameter(TokenKind kind) {
  return kind == TokenKind::CallParen || kind == TokenKind::GroupParen || kind == TokenKind::Comma;
}

}  // namespace

void Lexer::openBracket(TokenKind kind, Bracket bracket, uint32_t begin) {
  settle(kind, begin);
  if (bracket == Bracket::Brace && !open_.empty() && !newline_ && holes_ == 0 &&
      (open_.back().bracket == Bracket::Paren || open_.back().bracket == Bracket::Square)) {
    // `component c(a: int, b: string {`: a value never begins directly after another one, so the line ends with the
    // head of a body, and the closers of what is open before it were forgotten.
    const TokenKind before = previous();
    const bool afterValue = before == TokenKind::Identifier || before == TokenKind::CloseParen ||
                            before == TokenKind::CloseBracket || before == TokenKind::String ||
                            before == TokenKind::Question;
    // `pipeline p( {`: the parameters of a declaration cannot be followed by a record.
    const bool inParameters = open_.size() == 1 && takesParameters(chunkKeyword_) && endsParameter(before);
    const uint32_t lineEndAt = lineEnd(begin);
    if ((afterValue || inParameters) && trimmed(begin + 1, lineEndAt) == begin + 1) closeRound(begin, begin + 1);
  }
  if (open_.size() >= kDeepest) return tooDeep(begin);
  emit(kind, begin, begin + 1);
  open_.push_back({bracket, static_cast<uint32_t>(out_.tokens.size() - 1), lineStart_, lineIndent_});
}

void Lexer::closeBracket(TokenKind kind, uint32_t begin) {
  settle(kind, begin);
  const auto isHole = [](const Open& open) {
    return open.bracket == Bracket::StringHole || open.bracket == Bracket::FenceHole;
  };
  const auto matches = [&](const Open& open) {
    switch (open.bracket) {
      case Bracket::Paren: return kind == TokenKind::CloseParen;
      case Bracket::Square: return kind == TokenKind::CloseBracket;
      case Bracket::Angle: return kind == TokenKind::CloseBracket && text_[begin] == '>';
      default: return kind == TokenKind::CloseBrace;
    }
  };
  if (open_.empty() || !matches(open_.back())) {
    // The closer of an outer bracket: those in between were forgotten. This never crosses the border of a placeholder.
    size_t at = open_.size();
    while (at > 0 && !matches(open_[at - 1]) && !isHole(open_[at - 1])) --at;
    if (at == 0 || !matches(open_[at - 1])) return strayCloser(kind, begin);
    complainUnclosed(open_.back(), "`" + std::string(1, text_[begin]) + "`", Complaint::Role::Crossed);
    while (open_.size() > at) makeUpCloser();
  }
  if (isHole(open_.back())) {
    at_ = begin;
    return closeHole();
  }
  const Open closed = open_.back();
  bool early = false;
  if (closed.bracket == Bracket::Brace && newline_) {
    const uint32_t indent = begin - lineStart_;
    if (indent < closed.indent && !suspicious_) suspicious_ = closed;
    early = indent > closed.indent;
  } else if (closed.bracket == Bracket::Brace) {
    // Not first on its line, and its `{` is on another line.
    early = closed.lineStart != lineStart_;
  }
  // While it is still on the stack: a value missing before the closer is inside.
  checkValue(kind, begin, begin + 1);
  open_.pop_back();
  emit(kind, begin, begin + 1);
  if (early && !earlyCloser_) earlyCloser_ = static_cast<uint32_t>(out_.tokens.size() - 1);
}

void Lexer::strayCloser(TokenKind kind, uint32_t begin) {
  // `(a, b]`: the wrong closer for what is open.
  if (!open_.empty() && kind != TokenKind::CloseBrace &&
      (open_.back().bracket == Bracket::Paren || open_.back().bracket == Bracket::Square)) {
    const bool round = open_.back().bracket == Bracket::Paren;
    const std::string expected = round ? ")" : "]";
    complain(
        true, begin,
        [=, where = span(begin, begin + 1), found = std::string(1, text_[begin])](diag::Engine& diags) {
          diags.report(where, diag::wrongCloser, expected, found)
              .fix("write `" + expected + "`", false, {{where, expected}});
        },
        Complaint::Role::Crossed, begin);
    open_.pop_back();
    return emit(round ? TokenKind::CloseParen : TokenKind::CloseBracket, begin, begin + 1);
  }
  if (holes_ != 0) droppedInHole_ += text_[begin];
  if (kind == TokenKind::CloseBrace && mendEarlyCloser()) return emit(kind, begin, begin + 1);
  out_.droppedClosers.push_back(begin);
  complain(
      true, begin,
      [where = span(begin, begin + 1), found = std::string(1, text_[begin])](diag::Engine& diags) {
        diags.report(where, diag::strayCloser, found).fix("remove it", false, {{where, ""}});
      },
      kind == TokenKind::CloseBrace ? Complaint::Role::StrayBrace : Complaint::Role::Stray);
}

/// A `}` that closes nothing, after one that was indented more than its `{` or was not first on its line: the earlier
/// one was too many. It is removed, and what came after it moves back inside.
bool Lexer::mendEarlyCloser() {
  if (!open_.empty() || !earlyCloser_ || *earlyCloser_ < chunkFirst_ || *earlyCloser_ >= out_.tokens.size())
    return false;
  const uint32_t index = *earlyCloser_;
  earlyCloser_.reset();
  const Token extra = out_.tokens[index];
  if (extra.kind != TokenKind::CloseBrace) return false;
  out_.tokens.erase(out_.tokens.begin() + index);
  for (auto token = out_.tokens.begin() + index; token != out_.tokens.end(); ++token) ++token->depth;
  for (auto& doc : out_.docs) {
    if (doc.token > index) --doc.token;
  }
  lastFence_.valid = false;
  suspicious_.reset();
  complain(
      true, extra.begin,
      [where = span(extra.begin, extra.end)](diag::Engine& diags) {
        diags.report(where, diag::strayCloser, "}").fix("remove it", false, {{where, ""}});
      },
      Complaint::Role::Stray);
  return true;
}

void Lexer::closeRound(uint32_t foundBegin, uint32_t foundEnd) {
  bool reported = false;
  while (!open_.empty() && open_.back().bracket != Bracket::Brace && open_.back().bracket != Bracket::StringHole &&
         open_.back().bracket != Bracket::FenceHole) {
    if (!reported) {
      complainUnclosed(open_.back(), "`" + std::string(text_.substr(foundBegin, foundEnd - foundBegin)) + "`",
                       Complaint::Role::Unclosed);
    }
    reported = true;
    makeUpCloser();
  }
}

void Lexer::makeUpCloser() {
  settle(TokenKind::CloseBrace, at_);
  const uint32_t at = out_.tokens.back().end;
  checkValue(TokenKind::CloseBrace, at, at);
  const Bracket bracket = open_.back().bracket;
  open_.pop_back();
  const TokenKind kind = bracket == Bracket::Brace   ? TokenKind::CloseBrace
                         : bracket == Bracket::Paren ? TokenKind::CloseParen
                                                     : TokenKind::CloseBracket;
  push(kind, at, at, kMadeUp);
}

void Lexer::complainUnclosed(const Open& open, const std::string& found, Complaint::Role role) {
  const Token& opener = out_.tokens[open.token];
  std::string closer = open.bracket == Bracket::Paren ? ")" : open.bracket == Bracket::Square ? "]" : "}";
  if (open.bracket == Bracket::Angle) closer = ">";
  // An unclosed placeholder has its own message.
  if (open.bracket == Bracket::StringHole || open.bracket == Bracket::FenceHole) return;
  const std::string text(textOf(opener));
  // A brace is closed on a line of its own, and which one cannot be guessed; other brackets are closed after the last
  // token.
  const uint32_t at = out_.tokens.back().end;
  const bool fixable = open.bracket == Bracket::Paren || open.bracket == Bracket::Square;
  complain(
      true, opener.begin,
      [=, where = span(opener.begin, opener.end), end = span(at, at)](diag::Engine& diags) {
        auto report = diags.report(where, diag::unclosedBracket, text, closer, diag::Phrase(found));
        if (fixable) report.fix("insert `" + closer + "`", false, {{end, closer}});
      },
      role, at);
}

void Lexer::tooDeep(uint32_t begin) {
  complain(true, span(begin, begin + 1), diag::nestingTooDeep, static_cast<int64_t>(kDeepest));
  // The inside could not be parsed: only the name of the declaration is kept.
  const auto bracket = std::find_if(out_.tokens.begin() + chunkFirst_, out_.tokens.end(), [](const Token& token) {
    return token.depth > 0 || token.kind == TokenKind::OpenBrace || token.kind == TokenKind::Assign;
  });
  out_.tokens.erase(bracket, out_.tokens.end());
  const auto end = static_cast<uint32_t>(out_.tokens.size());
  std::erase_if(out_.docs, [&](const DocComment& doc) { return doc.token >= end; });
  open_.clear();
  holes_ = 0;
  limit_ = size_;
  unsettled_ = false;
  doc_.reset();
  lastFence_.valid = false;
  // Continue at the next declaration.
  for (uint32_t line = lineEnd(at_);; line = lineEnd(line + 1)) {
    at_ = line < size_ ? line + 1 : size_;
    if (at_ >= size_ || text_[at_] == '@') break;
    uint32_t wordEnd = at_;
    while (wordEnd < size_ && text_[wordEnd] >= 'a' && text_[wordEnd] <= 'z') ++wordEnd;
    if (peek(wordEnd - at_) == ' ' && beginsDeclaration(keywordKind(text_.substr(at_, wordEnd - at_)))) break;
  }
  newline_ = true;
  lineStart_ = at_;
  if (end > chunkFirst_) out_.chunks.push_back({chunkFirst_, end, true});
  chunkFirst_ = end;
  startChunk(end);
}

}  // namespace mlpc::parse
