#include <algorithm>
#include <set>

#include "methods.h"
#include "mlpc/syntax/walk.h"

// What belongs together: for folding, and for growing a selection.
namespace mlpc::lsp::methods {
namespace {

/// Every bracket with what is in it, and every fence.
std::vector<std::pair<uint32_t, uint32_t>> bracketsOf(const syntax::ParsedFile& file) {
  using syntax::TokenKind;
  std::vector<std::pair<uint32_t, uint32_t>> found;
  std::vector<uint32_t> open;
  uint32_t fence = 0;
  for (const syntax::Token& token : file.tokens) {
    switch (token.kind) {
      case TokenKind::OpenBrace:
      case TokenKind::CallParen:
      case TokenKind::GroupParen:
      case TokenKind::IndexBracket:
      case TokenKind::ListBracket: open.push_back(token.begin); break;
      case TokenKind::CloseBrace:
      case TokenKind::CloseParen:
      case TokenKind::CloseBracket:
        if (open.empty()) break;
        found.emplace_back(open.back(), token.end);
        open.pop_back();
        break;
      case TokenKind::Fence: found.emplace_back(token.begin, token.end); break;
      case TokenKind::FenceHead: fence = token.begin; break;
      case TokenKind::FenceTail: found.emplace_back(fence, token.end); break;
      default: break;
    }
  }
  return found;
}

}  // namespace

Json foldingRange(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const source::SourceFile& file = view.source();
  Json ranges = Json::array();
  std::set<uint32_t> used;
  const auto add = [&](uint32_t first, uint32_t last, const char* kind) {
    if (last <= first || !used.insert(first).second) return;
    Json range = {{"startLine", first}, {"endLine", last}};
    if (kind != nullptr) range["kind"] = kind;
    ranges.push_back(std::move(range));
  };
  auto brackets = bracketsOf(view.parsed());
  std::sort(brackets.begin(), brackets.end());
  for (const auto& [begin, end] : brackets) {
    // The closing bracket stays visible.
    const uint32_t last = file.lineOf(end);
    if (last > 0) add(file.lineOf(begin), last - 1, nullptr);
  }
  // Comments on consecutive lines, and imports.
  const auto& comments = view.parsed().comments;
  for (size_t i = 0; i < comments.size();) {
    size_t next = i + 1;
    while (next < comments.size() && comments[next].token == comments[i].token &&
           file.lineOf(comments[next].begin) == file.lineOf(comments[next - 1].end) + 1)
      ++next;
    add(file.lineOf(comments[i].begin), file.lineOf(comments[next - 1].end), "comment");
    i = next;
  }
  std::optional<source::Span> imports;
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    if (!std::holds_alternative<syntax::ImportDecl>(decl.node)) break;
    imports = imports ? source::cover(*imports, decl.span) : decl.span;
  }
  if (imports) add(file.lineOf(imports->begin), file.lineOf(imports->end), "imports");
  return ranges;
}

Json selectionRange(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const syntax::Tree& tree = view.tree();
  Json results = Json::array();
  for (const Json& position : params.at("positions")) {
    const uint32_t at = session.positions.offset(view.source(), position);
    std::vector<source::Span> around{{tree.file, 0, static_cast<uint32_t>(view.source().text().size())}};
    const auto add = [&](source::Span span) {
      if (span.valid() && span.begin <= at && at <= span.end && span.begin < span.end) around.push_back(span);
    };
    for (const syntax::Token& token : view.parsed().tokens) {
      if (token.kind == syntax::TokenKind::Identifier || token.kind == syntax::TokenKind::String)
        add({tree.file, token.begin, token.end});
    }
    tree.exprs.forEachId([&](syntax::ExprId id) { add(tree.exprs[id].span); });
    tree.types.forEachId([&](syntax::TypeId id) { add(tree.types[id].span); });
    tree.stmts.forEachId([&](syntax::StmtId id) { add(tree.stmts[id].span); });
    for (const syntax::DeclId id : tree.order) add(tree.decls[id].span);
    for (const auto& [begin, end] : bracketsOf(view.parsed())) {
      add({tree.file, begin, end});
      add({tree.file, begin + 1, end - 1});
    }
    std::sort(around.begin(), around.end(), [](source::Span a, source::Span b) {
      return a.end - a.begin != b.end - b.begin ? a.end - a.begin > b.end - b.begin : a.begin < b.begin;
    });
    Json chain;
    source::Span outer = around.front();
    for (const source::Span span : around) {
      const bool within = span.begin >= outer.begin && span.end <= outer.end;
      if (!chain.is_null() && (!within || span == outer)) continue;
      Json next = {{"range", session.range(*view.snapshot, span)}};
      if (!chain.is_null()) next["parent"] = std::move(chain);
      chain = std::move(next);
      outer = span;
    }
    results.push_back(std::move(chain));
  }
  return results;
}

}  // namespace mlpc::lsp::methods
