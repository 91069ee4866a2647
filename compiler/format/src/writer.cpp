#include "writer.h"

#include <algorithm>

namespace mlpc::format {

using namespace syntax;

Writer::Writer(const ParsedFile& file, bool inside)
    : file_(file),
      segments_(file),
      inside_(inside),
      text_(file.source->text()),
      tokens_(file.tokens),
      comments_(file.comments),
      document_(text_),
      match_(tokens_.size()),
      colons_(tokens_.size()) {
  file.tree.exprs.forEachId([&](ExprId id) {
    if (const auto* fence = std::get_if<FenceExpr>(&file.tree.exprs[id].node))
      fences_.push_back({fence->content, fence->indent});
  });
  std::sort(fences_.begin(), fences_.end(),
            [](const FenceText& a, const FenceText& b) { return a.content.begin < b.content.begin; });
}

Document Writer::write() {
  const bool hasMark = text_.starts_with("\xEF\xBB\xBF");
  if (hasMark) document_.copy(0, 3);
  lastEnd_ = hasMark ? 3 : 0;
  const std::vector<Segment> declarations = segments_.declarations();
  sequence(declarations, false);
  // What is left are comments.
  if (declarations.empty()) {
    leadingComments(static_cast<uint32_t>(text_.size()));
    if (!comments_.empty()) document_.lineBreak(Break::Hard);
  } else if (declarations.back().safe || lastEnd_ < text_.size()) {
    closingBreak(Break::Hard);
  }
  return std::move(document_);
}

Writer::Kind Writer::kind(uint32_t ahead) const {
  return at_ + ahead < end_ ? tokens_[at_ + ahead].kind : Kind::EndOfChunk;
}

uint32_t Writer::beginOf(uint32_t token) const {
  return token < tokens_.size() ? tokens_[token].begin : static_cast<uint32_t>(text_.size());
}

bool Writer::sameLine(uint32_t from, uint32_t to) const {
  return from >= to || text_.substr(from, to - from).find('\n') == std::string_view::npos;
}

bool Writer::blankBetween(uint32_t from, uint32_t to) const {
  if (from >= to) return false;
  const std::string_view between = text_.substr(from, to - from);
  const size_t first = between.find('\n');
  return first != std::string_view::npos && between.find('\n', first + 1) != std::string_view::npos;
}

uint32_t Writer::commentsBefore(uint32_t next) const {
  uint32_t last = comment_;
  while (last < comments_.size() && comments_[last].begin < next) ++last;
  return last;
}

void Writer::comment() {
  const Comment& comment = comments_[comment_++];
  document_.raw(comment.begin, comment.end);
  lastEnd_ = comment.end;
}

void Writer::token() {
  if (at_ >= end_) throw Unexpected();
  const Token& next = tokens_[at_];
  commentsInside(next.begin);
  ++at_;
  document_.copy(next.begin, next.end);
  lastEnd_ = next.end;
}

void Writer::token(Kind expected) {
  if (kind() != expected) throw Unexpected();
  token();
}

void Writer::commentsInside(uint32_t next) {
  if (comment_ >= comments_.size() || comments_[comment_].begin >= next) return;
  // In column 1, a word outside brackets would begin a declaration.
  document_.indent();
  if (!sameLine(lastEnd_, comments_[comment_].begin)) {
    document_.lineBreak(Break::Hard);
  } else if (document_.endsInText()) {
    space();
  }
  leadingComments(next);
  document_.dedent();
}

void Writer::leadingComments(uint32_t next) {
  const uint32_t last = commentsBefore(next);
  while (comment_ < last) {
    comment();
    const uint32_t following = comment_ < last ? comments_[comment_].begin : next;
    if (sameLine(lastEnd_, following)) {
      if (following < text_.size()) space();
    } else if (following < text_.size()) {
      document_.lineBreak(Break::Hard, blankBetween(lastEnd_, following));
    }
  }
}

bool Writer::trailingComments(uint32_t next, bool closing) {
  const uint32_t last = commentsBefore(next);
  uint32_t stop = comment_;
  uint32_t from = lastEnd_;
  while (stop < last && sameLine(from, comments_[stop].begin)) from = comments_[stop++].end;
  // On one line with what follows they belong to that.
  if (stop == last && sameLine(from, next) && !closing) return false;
  bool toLineEnd = false;
  while (comment_ < stop) {
    toLineEnd = text_.substr(comments_[comment_].begin, 2) == "//";
    space();
    comment();
  }
  return toLineEnd;
}

void Writer::lineBreak(Break mode, bool mayBeBlank, uint32_t next) {
  const bool toLineEnd = trailingComments(next, false);
  const uint32_t following = comment_ < commentsBefore(next) ? comments_[comment_].begin : next;
  const bool ownLine = following != next && !sameLine(lastEnd_, following);
  document_.lineBreak(toLineEnd || ownLine ? Break::Hard : mode, mayBeBlank && blankBetween(lastEnd_, following));
  leadingComments(next);
}

void Writer::closingBreak(Break mode) {
  const uint32_t next = at_ < end_ ? beginOf(at_) : static_cast<uint32_t>(text_.size());
  bool hard = trailingComments(next, true);
  const uint32_t last = commentsBefore(next);
  while (comment_ < last) {
    const uint32_t begin = comments_[comment_].begin;
    if (!sameLine(lastEnd_, begin)) {
      document_.lineBreak(Break::Hard, blankBetween(lastEnd_, begin));
    } else {
      space();
    }
    comment();
    hard = true;
  }
  if (at_ < end_) document_.dedent();
  document_.lineBreak(hard ? Break::Hard : mode);
}

void Writer::skipComma() {
  if (kind() != Kind::Comma) return;
  // Comments between an item and its comma stay with the item.
  const uint32_t comma = tokens_[at_].begin;
  const bool onLine = sameLine(lastEnd_, comma);
  for (uint32_t i = comment_; i < commentsBefore(comma); ++i) {
    if (onLine) {
      space();
      comment();
    } else if (textOf(comments_[i]).starts_with("///")) {
      // Behind the comma it would describe the next item.
      throw Unexpected();
    }
  }
  ++at_;
}

bool Writer::opensBracket(uint32_t token) const {
  switch (tokens_[token].kind) {
    case Kind::OpenBrace:
    case Kind::CallParen:
    case Kind::GroupParen:
    case Kind::IndexBracket:
    case Kind::ListBracket: return true;
    default: return false;
  }
}

void Writer::matchBrackets(const Segment& segment) {
  std::vector<uint32_t> open;
  for (uint32_t i = segment.first; i < segment.last; ++i) {
    switch (tokens_[i].kind) {
      case Kind::CloseBrace:
      case Kind::CloseParen:
      case Kind::CloseBracket:
      case Kind::StringTail:
      case Kind::FenceTail:
        if (open.empty()) throw Unexpected();
        match_[open.back()] = i;
        match_[i] = open.back();
        open.pop_back();
        break;
      case Kind::StringHead:
      case Kind::FenceHead: open.push_back(i); break;
      default:
        if (opensBracket(i)) open.push_back(i);
        break;
    }
  }
  if (!open.empty()) throw Unexpected();
}

}  // namespace mlpc::format
