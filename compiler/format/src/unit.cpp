#include "unit.h"

#include "mlpc/syntax/walk.h"
#include "segments.h"

namespace mlpc::format {
namespace {

using namespace syntax;

class UnitSearch {
 public:
  UnitSearch(const ParsedFile& file, source::Span range)
      : tree_(file.tree), text_(file.source->text()), range_(range) {}

  std::optional<source::Span> run() {
    const Decl* only = nullptr;
    for (const DeclId id : tree_.order) {
      const Decl& decl = tree_.decls[id];
      if (!touches(decl.span)) continue;
      only = unit_.valid() ? nullptr : &decl;
      unit_ = cover(unit_, decl.span);
    }
    if (!unit_.valid()) return std::nullopt;
    const Block* block = only == nullptr ? nullptr : bodyOf(*only);
    while (block != nullptr && contains(*block)) block = narrow(*block);
    return unit_;
  }

 private:
  [[nodiscard]] bool touches(source::Span span) const { return span.begin <= range_.end && range_.begin <= span.end; }
  [[nodiscard]] bool contains(const Block& block) const {
    return block.span.valid() && block.span.begin < range_.begin && range_.end < block.span.end;
  }
  /// Whether nothing else is on the lines of the span.
  [[nodiscard]] bool hasOwnLines(source::Span span) const {
    const auto line = static_cast<uint32_t>(text_.substr(0, span.begin).rfind('\n') + 1);
    const auto end = static_cast<uint32_t>(std::min(text_.find('\n', span.end), text_.size()));
    return isSpace(text_, line, span.begin) && isSpace(text_, span.end, end);
  }

  /// Goes into a block around the range. Returns the next block in which to search, if there is one.
  const Block* narrow(const Block& block) {
    source::Span touched;
    StmtId only;
    for (const StmtId id : block.statements) {
      const source::Span span = tree_.stmts[id].span;
      if (!touches(span)) continue;
      only = touched.valid() ? StmtId() : id;
      touched = cover(touched, span);
    }
    if (!touched.valid() || !hasOwnLines(touched)) return nullptr;
    unit_ = touched;
    if (!only) return nullptr;
    const auto* let = std::get_if<LetStmt>(&tree_.stmts[only].node);
    std::vector<const Block*> blocks;
    appendBlocks(tree_.stmts[let != nullptr && let->group ? let->group : only], blocks);
    for (const Block* inner : blocks) {
      if (contains(*inner)) return inner;
    }
    return nullptr;
  }

  const Tree& tree_;
  std::string_view text_;
  source::Span range_;
  source::Span unit_;
};

}  // namespace

std::optional<source::Span> unitAt(const ParsedFile& file, source::Span range) { return UnitSearch(file, range).run(); }

}  // namespace mlpc::format
