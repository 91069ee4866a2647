#include "segments.h"

#include <algorithm>

namespace mlpc::format {

using namespace syntax;

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

uint32_t textBegin(std::string_view text) { return text.starts_with(kByteOrderMark) ? 3 : 0; }

}  // namespace

bool isSpace(std::string_view text, uint32_t begin, uint32_t end) {
  return text.substr(begin, end - begin).find_first_not_of(kBlanks) == std::string_view::npos;
}

Segments::Segments(const ParsedFile& file) : file_(file), text_(file.source->text()) { markGaps(); }

uint32_t Segments::tokenAt(uint32_t byte) const {
  const auto found = std::lower_bound(file_.tokens.begin(), file_.tokens.end(), byte,
                                      [](const Token& token, uint32_t at) { return token.begin < at; });
  return static_cast<uint32_t>(found - file_.tokens.begin());
}

void Segments::markGap(uint32_t from, uint32_t to, Junk& junk) const {
  if (from >= to || isSpace(text_, from, to)) return;
  const std::string_view gap = text_.substr(from, to - from);
  if (junk.empty()) junk.begin = from + static_cast<uint32_t>(gap.find_first_not_of(kBlanks));
  junk.end = from + static_cast<uint32_t>(gap.find_last_not_of(kBlanks) + 1);
}

void Segments::markGaps() {
  const auto& tokens = file_.tokens;
  junk_.assign(tokens.size() + 1, {});
  uint32_t from = textBegin(text_);
  size_t comment = 0;
  for (size_t i = 0; i <= tokens.size(); ++i) {
    const auto to = i < tokens.size() ? tokens[i].begin : static_cast<uint32_t>(text_.size());
    for (; comment < file_.comments.size() && file_.comments[comment].begin < to; ++comment) {
      const Comment& next = file_.comments[comment];
      if (next.begin < from) continue;
      markGap(from, next.begin, junk_[i]);
      from = next.end;
    }
    markGap(from, to, junk_[i]);
    if (i < tokens.size()) from = std::max(from, tokens[i].end);
  }
}

bool Segments::isSafe(const Segment& segment, source::Span node) const {
  if (node.begin != segment.begin || node.end != segment.end) return false;
  for (uint32_t i = segment.first; i < segment.last; ++i) {
    if (file_.tokens[i].madeUp() || (i > segment.first && !junk_[i].empty())) return false;
  }
  const uint32_t next =
      segment.last < file_.tokens.size() ? file_.tokens[segment.last].begin : static_cast<uint32_t>(text_.size()) + 1;
  return std::none_of(file_.findings.begin(), file_.findings.end(), [&](const diag::Report& report) {
    return report.severity == diag::Severity::Error && report.span.begin < next && report.span.end >= segment.begin;
  });
}

std::vector<Segment> Segments::divided(std::vector<Segment> segments, uint32_t first, uint32_t last) const {
  // What is before the first one was not understood.
  if (first < last && (segments.empty() || segments.front().first != first))
    segments.insert(segments.begin(), Segment{first});
  for (size_t i = 0; i < segments.size(); ++i) {
    Segment& segment = segments[i];
    segment.last = i + 1 < segments.size() ? segments[i + 1].first : last;
    if (segment.last <= segment.first) continue;
    segment.begin = file_.tokens[segment.first].begin;
    // The comma behind a setting is not part of it.
    const bool comma = segment.stmt.valid() && segment.last - segment.first > 1 &&
                       file_.tokens[segment.last - 1].kind == TokenKind::Comma;
    segment.end = file_.tokens[segment.last - (comma ? 2 : 1)].end;
    if (segment.decl.valid()) {
      const Decl& decl = file_.tree.decls[segment.decl];
      segment.safe = !decl.broken && !std::holds_alternative<ErrorDecl>(decl.node) && isSafe(segment, decl.span);
    } else if (segment.stmt.valid()) {
      const Stmt& stmt = file_.tree.stmts[segment.stmt];
      segment.safe = !std::holds_alternative<ErrorStmt>(stmt.node) && isSafe(segment, stmt.span);
    }
    if (!segment.safe) segment.end = file_.tokens[segment.last - 1].end;
  }
  std::erase_if(segments, [](const Segment& segment) { return segment.last <= segment.first; });
  return segments;
}

std::vector<Segment> Segments::joined(const std::vector<Segment>& segments) const {
  std::vector<Segment> result;
  const auto append = [&](const Segment& next) {
    if (!result.empty()) {
      Segment& last = result.back();
      if (text_.substr(last.end, next.begin - last.end).find('\n') == std::string_view::npos) {
        last = {last.first, next.last, last.begin, next.end, false, {}, {}};
        return;
      }
    }
    result.push_back(next);
  };
  for (const Segment& next : segments) {
    const Junk& junk = junk_[next.first];
    if (!junk.empty()) append({next.first, next.first, junk.begin, junk.end, false, {}, {}});
    append(next);
  }
  return result;
}

void Segments::keepIndentation(std::vector<Segment>& segments) const {
  for (Segment& segment : segments) {
    if (segment.safe) continue;
    const auto line = static_cast<uint32_t>(text_.substr(0, segment.begin).rfind('\n') + 1);
    if (isSpace(text_, line, segment.begin)) segment.begin = line;
  }
}

std::vector<Segment> Segments::declarations() const {
  std::vector<Segment> found;
  for (const DeclId id : file_.tree.order) {
    Segment segment{tokenAt(file_.tree.decls[id].span.begin)};
    segment.decl = id;
    found.push_back(segment);
  }
  const auto tokens = static_cast<uint32_t>(file_.tokens.size());
  std::vector<Segment> result = joined(divided(std::move(found), 0, tokens));
  if (const Junk& junk = junk_.back(); !junk.empty()) {
    if (!result.empty() &&
        text_.substr(result.back().end, junk.begin - result.back().end).find('\n') == std::string_view::npos) {
      result.back().safe = false;
      result.back().decl = {};
    } else {
      result.push_back({tokens, tokens, junk.begin, junk.end, false, {}, {}});
    }
  }
  keepIndentation(result);
  // Something may be open to the end of the file.
  if (!result.empty() && !result.back().safe) result.back().end = static_cast<uint32_t>(text_.size());
  return result;
}

std::vector<Segment> Segments::statements(const Block& block, uint32_t opener, uint32_t closer) const {
  std::vector<Segment> found;
  for (const StmtId id : block.statements) {
    Segment segment{tokenAt(file_.tree.stmts[id].span.begin)};
    segment.stmt = id;
    found.push_back(segment);
  }
  if (!junk_[opener + 1].empty() || !junk_[closer].empty()) return {};
  std::vector<Segment> result = joined(divided(std::move(found), opener + 1, closer));
  // What is open may end where the line of the closer begins.
  const auto endsBefore = [&](uint32_t from) {
    return text_.substr(from, file_.tokens[closer].begin - from).find('\n') != std::string_view::npos;
  };
  if (result.empty() || !endsBefore(result.back().end)) return {};
  keepIndentation(result);
  return result;
}

}  // namespace mlpc::format
