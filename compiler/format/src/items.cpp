// What stands between brackets, and what is left alone because a comment asks for it.

#include <algorithm>

#include "writer.h"

namespace mlpc::format {

using namespace syntax;

namespace {

constexpr std::string_view kSkip = "// fmt: skip";
constexpr std::string_view kOff = "// fmt: off";
constexpr std::string_view kOn = "// fmt: on";

bool closes(TokenKind kind) {
  return kind == TokenKind::CloseBrace || kind == TokenKind::CloseParen || kind == TokenKind::CloseBracket ||
         kind == TokenKind::EndOfChunk;
}

}  // namespace

bool Writer::atCloser() const { return closes(kind()); }

bool Writer::expandedInSource(uint32_t opener) const {
  if (opener + 1 >= end_) return false;
  // Nothing is in brackets that only their writer has put on two lines.
  if (match_[opener] == opener + 1 && isSpace(text_, tokens_[opener].end, tokens_[opener + 1].begin)) return false;
  return !sameLine(tokens_[opener].end, tokens_[opener + 1].begin);
}

uint32_t Writer::beforeHanging(uint32_t opener) const {
  const uint32_t closer = match_[opener];
  if (closer <= opener + 1 || expandedInSource(opener)) return closer;
  uint32_t last = closer - 1;
  if (!sameLine(tokens_[last].end, tokens_[closer].begin)) return closer;
  switch (tokens_[last].kind) {
    case Kind::Fence: break;
    case Kind::FenceTail: last = match_[last]; break;
    case Kind::CloseBrace:
    case Kind::CloseBracket: {
      // A value in brackets that its writer has broken into lines.
      last = match_[last];
      const Kind before = tokens_[last - 1].kind;
      const bool isValue = before == Kind::Colon || before == Kind::Comma;
      if (!isValue || !expandedInSource(last)) return closer;
      break;
    }
    default: return closer;
  }
  while (last > opener && tokens_[last].kind != Kind::Comma) {
    const bool jumps = closes(tokens_[last].kind) || tokens_[last].kind == Kind::StringTail;
    last = (jumps ? match_[last] : last) - 1;
  }
  return last;
}

bool Writer::onlyBrackets(uint32_t opener) const {
  const uint32_t closer = match_[opener];
  if (closer <= opener + 1 || expandedInSource(opener)) return false;
  const uint32_t first = opener + 1;
  uint32_t last = closer - 1;
  if (tokens_[last].kind == Kind::Comma) --last;
  const Kind kind = tokens_[first].kind;
  const bool bracket = kind == Kind::OpenBrace || kind == Kind::ListBracket;
  const bool whole = bracket && match_[first] == last;
  // `[bash <<<`
  const bool fence = kind == Kind::Identifier &&
                     (tokens_[first + 1].kind == Kind::Fence || tokens_[first + 1].kind == Kind::FenceHead);
  const bool wholeFence = fence && (match_[first + 1] == last || first + 1 == last);
  if (!whole && !wholeFence) return false;
  // Comments beside it need lines of their own.
  return isSpace(text_, tokens_[opener].end, tokens_[first].begin) &&
         text_.substr(tokens_[last].end, tokens_[closer].begin - tokens_[last].end).find('/') == std::string_view::npos;
}

void Writer::members(Print print, Separation separation, bool mayHang, bool together) {
  const uint32_t opener = at_;
  if (match_[opener] == opener + 1 && isSpace(text_, tokens_[opener].end, tokens_[opener + 1].begin)) {
    token();
    return token();
  }
  if (mayHang && onlyBrackets(opener)) {
    token();
    item(print);
    skipComma();
    return token();
  }
  const uint32_t beforeLast = mayHang ? beforeHanging(opener) : match_[opener];
  document_.open(expandedInSource(opener), together);
  token();
  document_.indent();
  bool first = true;
  while (!atCloser()) {
    lineBreak(!first || separation.spaced ? Break::Space : Break::Soft, !first);
    first = false;
    const uint32_t begin = at_;
    const bool hangs = begin > beforeLast;
    if (hangs) document_.hang();
    item(print);
    if (at_ == begin) throw Unexpected();
    if (hangs) document_.release();
    skipComma();
    if (!atCloser()) {
      separation.commas ? document_.comma() : document_.commaIfFlat();
    } else if (separation.commas) {
      document_.commaIfBroken();
    }
  }
  closingBreak(separation.spaced ? Break::Space : Break::Soft);
  token();
  document_.close();
}

std::string_view Writer::textOf(const Comment& comment) const {
  return text_.substr(comment.begin, comment.end - comment.begin);
}

Writer::Directive Writer::directiveBehind(uint32_t end) const {
  Directive found = Directive::None;
  for (uint32_t i = comment_; i > 0 && comments_[i - 1].begin >= end; --i) {
    const Comment& comment = comments_[i - 1];
    // One behind something else speaks of nothing.
    if (end != 0 && sameLine(end, comment.begin)) break;
    const std::string_view text = textOf(comment);
    if (text == kSkip) found = Directive::Skip;
    if (text == kOff) return Directive::Off;
    if (text == kOn) break;
  }
  return found;
}

bool Writer::turnsOn(uint32_t from, uint32_t to) const {
  auto next = std::lower_bound(comments_.begin(), comments_.end(), from,
                               [](const Comment& comment, uint32_t at) { return comment.begin < at; });
  for (; next != comments_.end() && next->begin < to; ++next) {
    if (textOf(*next) == kOn) return true;
  }
  return false;
}

void Writer::keep(uint32_t begin, uint32_t end) {
  document_.raw(begin, end);
  lastEnd_ = end;
  comment_ = commentsBefore(end);
}

void Writer::item(Print print) {
  // The comments before it have been printed.
  const Directive directive = directiveBehind(at_ > 0 ? tokens_[at_ - 1].end : 0);
  if (directive == Directive::None) return (this->*print)();
  const bool off = directive == Directive::Off;
  const uint32_t begin = tokens_[at_].begin;
  const size_t size = document_.size();
  uint32_t end = 0;
  do {
    (this->*print)();
    end = lastEnd_;
    if (off && kind() == Kind::Comma) ++at_;
  } while (off && !atCloser() && !turnsOn(end, beginOf(at_)));
  document_.cutTo(size);
  keep(begin, end);
}

}  // namespace mlpc::format
