#include "queries/refactor.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "mlpc/sema/type_rules.h"
#include "queries/occurrences.h"

namespace mlpc::lsp {
namespace {

using syntax::ExprId;

std::string_view textOf(const View& view, source::Span span) {
  return view.source().text().substr(span.begin, span.end - span.begin);
}

/// Where the line of a byte begins.
uint32_t lineBegin(const View& view, uint32_t at) { return view.source().lineStart(view.source().lineOf(at)); }

const syntax::Decl* declarationAt(const View& view, uint32_t at) {
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    if (decl.span.begin <= at && at <= decl.span.end) return &decl;
  }
  return nullptr;
}

/// The largest expression within the selected bytes; without a selection, the literal at the cursor.
ExprId selected(const View& view, uint32_t begin, uint32_t end) {
  ExprId best;
  const syntax::Tree& tree = view.tree();
  tree.exprs.forEachId([&](ExprId id) {
    const source::Span span = tree.exprs[id].span;
    const bool fits = begin == end ? span.begin <= begin && end <= span.end : begin <= span.begin && span.end <= end;
    if (!fits) return;
    const auto size = [&](ExprId one) { return tree.exprs[one].span.end - tree.exprs[one].span.begin; };
    if (!best || (begin == end ? size(id) < size(best) : size(id) > size(best))) best = id;
  });
  return best;
}

/// A value of the type that somebody replaces.
std::string placeholderOf(const View& view, sema::TypeId type) {
  const sema::TypeStore& types = view.program().types;
  const sema::TypeId bare = sema::bareType(types, type);
  switch (bare ? types[bare].kind : sema::TypeKind::Error) {
    case sema::TypeKind::String: return "\"\"";
    case sema::TypeKind::Int: return "0";
    case sema::TypeKind::Float: return "0.0";
    case sema::TypeKind::Bool: return "false";
    case sema::TypeKind::List: return "[]";
    case sema::TypeKind::Map:
    case sema::TypeKind::Record: return "{}";
    default: return "null";
  }
}

std::string freeName(const View& view, const std::string& wanted) {
  std::set<std::string_view> used;
  view.file().forEachSymbol([&](sema::SymbolId id) { used.insert(view.program().symbols[id].name); });
  std::string name = wanted;
  for (int i = 2; used.contains(name); ++i) name = wanted + std::to_string(i);
  return name;
}

/// Where a declaration begins with its decorators and the comments directly above it.
uint32_t beginOf(const View& view, const syntax::Decl& decl) {
  const source::SourceFile& file = view.source();
  uint32_t at = keywordOf(view, decl);
  const auto& comments = view.parsed().comments;
  for (auto comment = comments.rbegin(); comment != comments.rend(); ++comment) {
    if (comment->begin >= at) continue;
    const uint32_t begin = lineBegin(view, comment->begin);
    const bool above = file.lineOf(comment->end) + 1 == file.lineOf(at);
    const std::string_view before = file.text().substr(begin, comment->begin - begin);
    if (!above || before.find_first_not_of(" \t") != std::string_view::npos) break;
    at = begin;
  }
  return at;
}

}  // namespace

uint32_t keywordOf(const View& view, const syntax::Decl& decl) {
  // Decorators may be on lines of their own or before the keyword.
  uint32_t at = decl.decorators.empty() ? decl.span.begin : decl.decorators.front().span.begin;
  const auto& tokens = view.parsed().tokens;
  const auto first =
      std::partition_point(tokens.begin(), tokens.end(), [&](const syntax::Token& token) { return token.begin < at; });
  if (first != tokens.end()) at = std::max(at, first->begin);
  return lineBegin(view, at);
}

std::vector<diag::Edit> organizeImports(const View& view) {
  struct Import {
    std::string text;
    bool file = false;
  };
  std::vector<Import> imports;
  source::Span whole;
  std::set<uint32_t> used;
  for (const Occurrence& one : occurrencesIn(view)) {
    if (one.symbol && !one.declares()) used.insert(one.symbol.index());
  }
  const syntax::Tree& tree = view.tree();
  bool removes = false;
  for (const syntax::DeclId id : tree.order) {
    const syntax::Decl& decl = tree.decls[id];
    const auto* import = std::get_if<syntax::ImportDecl>(&decl.node);
    if (import == nullptr) break;
    if (decl.broken) return {};
    whole = source::cover(whole, decl.span);
    const auto found = view.file().scope().find(decl.name.text);
    const bool unused = found != view.file().scope().end() && !used.contains(found->second.index());
    if (unused && !view.snapshot->diags.hasErrors()) {
      removes = true;
    } else {
      imports.push_back({std::string(textOf(view, decl.span)), !import->file.empty()});
    }
  }
  if (!whole.valid()) return {};
  const auto& comments = view.parsed().comments;
  if (std::any_of(comments.begin(), comments.end(), [&](const syntax::Comment& comment) {
        return comment.begin >= whole.begin && comment.begin < whole.end;
      }))
    return {};
  const auto before = imports;
  std::stable_sort(imports.begin(), imports.end(),
                   [](const Import& a, const Import& b) { return a.file != b.file ? b.file : a.text < b.text; });
  std::string text;
  for (const Import& import : imports) text += (text.empty() ? "" : "\n") + import.text;
  if (!removes && text == textOf(view, whole)) return {};
  return {{whole, std::move(text)}};
}

std::vector<Refactoring> extractions(const View& view, uint32_t begin, uint32_t end) {
  std::vector<Refactoring> found;
  const ExprId id = selected(view, begin, end);
  const syntax::Decl* decl = declarationAt(view, begin);
  if (!id || decl == nullptr || std::holds_alternative<syntax::ConstDecl>(decl->node)) return found;
  const syntax::Expr& expr = view.tree().exprs[id];
  const sema::ExprInfo* info = view.file().info(id);
  // A constant is known during the compilation, and does not refer to what only its declaration knows.
  const bool constant =
      info != nullptr && info->type && info->phase == sema::Phase::Compile &&
      (std::holds_alternative<syntax::StringExpr>(expr.node) || std::holds_alternative<syntax::NumberExpr>(expr.node) ||
       std::holds_alternative<syntax::ListExpr>(expr.node) || std::holds_alternative<syntax::BinaryExpr>(expr.node));
  const bool local = std::any_of(view.parsed().tokens.begin(), view.parsed().tokens.end(), [&](const syntax::Token& t) {
    return t.kind == syntax::TokenKind::Identifier && t.begin >= expr.span.begin && t.end <= expr.span.end;
  });
  if (!constant || local) return found;
  const std::string name = freeName(view, "extracted");
  const uint32_t at = beginOf(view, *decl);
  found.push_back({"Extract to a const",
                   {{{view.tree().file, at, at}, fmt::format("const {} = {}\n\n", name, textOf(view, expr.span))},
                    {expr.span, name}}});
  return found;
}

std::optional<Refactoring> missingArguments(const View& view, uint32_t at) {
  const syntax::Tree& tree = view.tree();
  ExprId innermost;
  tree.exprs.forEachId([&](ExprId id) {
    const syntax::Expr& expr = tree.exprs[id];
    if (!std::holds_alternative<syntax::CallExpr>(expr.node) || expr.span.begin > at || expr.span.end < at) return;
    if (!innermost || expr.span.begin >= tree.exprs[innermost].span.begin) innermost = id;
  });
  if (!innermost) return std::nullopt;
  const auto& call = std::get<syntax::CallExpr>(tree.exprs[innermost].node);
  const sema::ExprInfo* info = view.file().info(innermost);
  const auto* use = info != nullptr ? std::get_if<sema::CallUse>(&info->use) : nullptr;
  const sema::Signature* signature = use != nullptr ? view.program().signature(use->callee) : nullptr;
  if (signature == nullptr || signature->function) return std::nullopt;
  std::string text;
  for (size_t i = 0; i < signature->parameters.size(); ++i) {
    const sema::Field& parameter = signature->parameters[i];
    const bool given = i < use->arguments.size() && use->arguments[i];
    if (given || parameter.optional || parameter.hasDefault()) continue;
    text += (text.empty() ? "" : ", ") + std::string(parameter.name) + ": " + placeholderOf(view, parameter.type);
  }
  if (text.empty() || call.parentheses.end < call.parentheses.begin + 2) return std::nullopt;
  const uint32_t before = call.parentheses.end - 1;
  const std::string_view inside = textOf(view, {tree.file, call.parentheses.begin + 1, before});
  const size_t last = inside.find_last_not_of(" \t\r\n");
  const bool comma = last != std::string_view::npos && inside[last] != ',';
  const uint32_t place =
      call.parentheses.begin + 1 + static_cast<uint32_t>(last == std::string_view::npos ? 0 : last + 1);
  return Refactoring{"Add the missing arguments",
                     {{{tree.file, place, place},
                       (comma                            ? ", "
                        : last == std::string_view::npos ? ""
                                                         : " ") +
                           text}}};
}

}  // namespace mlpc::lsp
