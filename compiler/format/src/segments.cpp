#include "segments.h"

#include <algorithm>

namespace mlpc::format {

bool isSpace(std::string_view text, uint32_t begin, uint32_t end) {
  return text.substr(begin, end - begin).find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

namespace {

class Segmenter {
 public:
  explicit Segmenter(const syntax::ParsedFile& file) : file_(file), text_(file.source->text()) {}

  std::vector<Segment> run() {
    markGaps();
    declarations();
    joinAcrossJunk();
    return std::move(segments_);
  }

 private:
  [[nodiscard]] uint32_t tokenAt(uint32_t byte) const {
    const auto found = std::lower_bound(file_.tokens.begin(), file_.tokens.end(), byte,
                                        [](const syntax::Token& token, uint32_t at) { return token.begin < at; });
    return static_cast<uint32_t>(found - file_.tokens.begin());
  }

  /// Which tokens have something in front of them that is neither whitespace nor a comment.
  void markGaps() {
    const auto& tokens = file_.tokens;
    junk_.assign(tokens.size() + 1, false);
    uint32_t from = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    size_t comment = 0;
    for (size_t i = 0; i <= tokens.size(); ++i) {
      const auto to = i < tokens.size() ? tokens[i].begin : static_cast<uint32_t>(text_.size());
      for (; comment < file_.comments.size() && file_.comments[comment].begin < to; ++comment) {
        const syntax::Comment& next = file_.comments[comment];
        // A comment in a placeholder belongs to the text around it.
        if (next.begin < from) continue;
        if (!isSpace(text_, from, next.begin)) junk_[i] = true;
        from = next.end;
      }
      if (from < to && !isSpace(text_, from, to)) junk_[i] = true;
      if (i < tokens.size()) from = std::max(from, tokens[i].end);
    }
  }

  void declarations() {
    const auto& tokens = file_.tokens;
    std::vector<uint32_t> firsts;
    for (const syntax::DeclId id : file_.tree.order) firsts.push_back(tokenAt(file_.tree.decls[id].span.begin));
    if (tokens.empty()) return;
    // What is before the first declaration, or in a file that has none, was not understood.
    if (firsts.empty() || firsts.front() != 0) add(0, firsts.empty() ? tokensEnd() : firsts.front(), {});
    for (size_t i = 0; i < firsts.size(); ++i) {
      const uint32_t last = i + 1 < firsts.size() ? firsts[i + 1] : tokensEnd();
      if (last > firsts[i]) add(firsts[i], last, file_.tree.order[i]);
    }
  }
  [[nodiscard]] uint32_t tokensEnd() const { return static_cast<uint32_t>(file_.tokens.size()); }

  void add(uint32_t first, uint32_t last, syntax::DeclId decl) {
    Segment segment{first, last, file_.tokens[first].begin, file_.tokens[last - 1].end, false, decl};
    segment.safe = decl.valid() && isSafe(segment);
    segments_.push_back(segment);
  }

  [[nodiscard]] bool isSafe(const Segment& segment) const {
    const syntax::Decl& decl = file_.tree.decls[segment.decl];
    if (decl.broken || std::holds_alternative<syntax::ErrorDecl>(decl.node)) return false;
    if (decl.span.begin != segment.begin || decl.span.end != segment.end) return false;
    for (uint32_t i = segment.first; i < segment.last; ++i) {
      if (file_.tokens[i].madeUp() || (i > segment.first && junk_[i])) return false;
    }
    const uint32_t next =
        segment.last < tokensEnd() ? file_.tokens[segment.last].begin : static_cast<uint32_t>(text_.size()) + 1;
    return std::none_of(file_.findings.begin(), file_.findings.end(), [&](const diag::Report& report) {
      return report.severity == diag::Severity::Error && report.span.begin < next && report.span.end >= segment.begin;
    });
  }

  /// Text that was passed over stays where it is, and so do the declarations beside it.
  void joinAcrossJunk() {
    std::vector<Segment> joined;
    for (Segment next : segments_) {
      const bool junk = junk_[next.first];
      if (joined.empty()) {
        if (junk) {
          next.begin = firstByte();
          next.safe = false;
        }
        joined.push_back(next);
        continue;
      }
      Segment& last = joined.back();
      const std::string_view between = text_.substr(last.end, next.begin - last.end);
      if (!junk && between.find('\n') != std::string_view::npos) {
        joined.push_back(next);
        continue;
      }
      last = {last.first, next.last, last.begin, next.end, false, {}};
    }
    if (junk_.back()) {
      if (joined.empty()) joined.push_back({0, 0, firstByte(), 0, false, {}});
      joined.back().safe = false;
    }
    // What is left alone keeps its indentation, which decides how broken text is read.
    for (Segment& segment : joined) {
      if (segment.safe) continue;
      const uint32_t line = static_cast<uint32_t>(text_.substr(0, segment.begin).rfind('\n') + 1);
      if (isSpace(text_, line, segment.begin)) segment.begin = line;
    }
    // Something may be open to the end of the file.
    if (!joined.empty() && !joined.back().safe) joined.back().end = static_cast<uint32_t>(text_.size());
    segments_ = std::move(joined);
  }
  [[nodiscard]] uint32_t firstByte() const {
    return static_cast<uint32_t>(text_.find_first_not_of(" \t\r\n\f\v", text_.starts_with("\xEF\xBB\xBF") ? 3 : 0));
  }

  const syntax::ParsedFile& file_;
  std::string_view text_;
  std::vector<bool> junk_;
  std::vector<Segment> segments_;
};

}  // namespace

std::vector<Segment> findSegments(const syntax::ParsedFile& file) { return Segmenter(file).run(); }

}  // namespace mlpc::format
