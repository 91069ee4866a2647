// Declarations or statements one after the other, of which some may not have been understood.

#include "mlpc/syntax/walk.h"
#include "writer.h"

namespace mlpc::format {

using namespace syntax;

void Writer::sequence(const std::vector<Segment>& segments, bool inBlock) {
  for (size_t i = 0; i < segments.size(); ++i) {
    const Segment& next = segments[i];
    const bool first = i == 0 && !inBlock;
    const uint32_t before = first ? 0 : lastEnd_;
    if (first) {
      leadingComments(next.begin);
    } else {
      lineBreak(Break::Hard, i > 0, next.begin);
    }
    if (directiveBehind(before) == Directive::Off) {
      while (i + 1 < segments.size() && !turnsOn(segments[i].end, segments[i + 1].begin)) ++i;
      leave(next, segments[i].end);
      at_ = end_ = segments[i].last;
    } else {
      segment(next);
    }
  }
}

void Writer::segment(const Segment& segment) {
  at_ = segment.first;
  end_ = segment.last;
  if (!segment.safe && inside_ && partly(segment)) return;
  if (segment.safe) {
    const size_t size = document_.size();
    const uint32_t comment = comment_;
    const uint32_t lastEnd = lastEnd_;
    try {
      matchBrackets(segment);
      item(segment.decl.valid() ? &Writer::declaration : &Writer::statement);
      if (segment.stmt.valid()) skipComma();
      if (at_ == end_) return;
    } catch (const Unexpected&) {
      // Left as it is.
    }
    document_.abandon(size);
    comment_ = comment;
    lastEnd_ = lastEnd;
  }
  leave(segment, segment.end);
  at_ = end_ = segment.last;
}

void Writer::leave(const Segment& segment, uint32_t end) {
  if (segment.safe) return keep(segment.begin, end);
  document_.verbatim(segment.begin, end);
  lastEnd_ = end;
  comment_ = commentsBefore(end);
}

bool Writer::partly(const Segment& segment) {
  std::vector<const Block*> blocks;
  if (segment.decl.valid()) {
    if (const Block* body = bodyOf(file_.tree.decls[segment.decl])) blocks.push_back(body);
  } else if (segment.stmt.valid()) {
    const auto* let = std::get_if<LetStmt>(&file_.tree.stmts[segment.stmt].node);
    appendBlocks(file_.tree.stmts[let != nullptr && let->group ? let->group : segment.stmt], blocks);
  }
  uint32_t from = segment.begin;
  for (const Block* block : blocks) {
    if (!block->span.valid() || block->span.end <= block->span.begin) continue;
    const uint32_t opener = segments_.tokenAt(block->span.begin);
    const uint32_t closer = segments_.tokenAt(block->span.end - 1);
    const bool whole = segment.first <= opener && opener + 1 < closer && closer < segment.last &&
                       tokens_[opener].begin >= from && tokens_[opener].kind == Kind::OpenBrace &&
                       tokens_[closer].kind == Kind::CloseBrace && !tokens_[opener].madeUp() &&
                       !tokens_[closer].madeUp();
    if (!whole || sameLine(tokens_[opener].end, tokens_[opener + 1].begin)) continue;
    const std::vector<Segment> inner = segments_.statements(*block, opener, closer);
    if (inner.empty()) continue;
    document_.verbatim(from, tokens_[opener].end);
    lastEnd_ = tokens_[opener].end;
    comment_ = commentsBefore(lastEnd_);
    document_.indent();
    sequence(inner, true);
    at_ = closer;
    end_ = segment.last;
    closingBreak(Break::Hard);
    token();
    from = lastEnd_;
  }
  if (from == segment.begin) return false;
  if (from < segment.end) {
    document_.verbatim(from, segment.end);
    lastEnd_ = segment.end;
    comment_ = commentsBefore(lastEnd_);
  }
  at_ = end_ = segment.last;
  return true;
}

}  // namespace mlpc::format
