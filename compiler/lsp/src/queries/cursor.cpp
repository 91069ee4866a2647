#include "queries/cursor.h"

#include <algorithm>

#include "mlpc/schema/schema.h"
#include "mlpc/support/characters.h"
#include "mlpc/syntax/keywords.h"
#include "mlpc/syntax/walk.h"
#include "queries/occurrences.h"

namespace mlpc::lsp {
namespace {

using syntax::TokenKind;

bool isText(TokenKind kind) { return kind >= TokenKind::String && kind <= TokenKind::FenceTail; }
bool opens(TokenKind kind) {
  return kind == TokenKind::OpenBrace || kind == TokenKind::CallParen || kind == TokenKind::GroupParen ||
         kind == TokenKind::IndexBracket || kind == TokenKind::ListBracket || kind == TokenKind::StringHead ||
         kind == TokenKind::FenceHead;
}
bool closes(TokenKind kind) {
  return kind == TokenKind::CloseBrace || kind == TokenKind::CloseParen || kind == TokenKind::CloseBracket ||
         kind == TokenKind::StringTail || kind == TokenKind::FenceTail;
}
/// A word, whether it is a keyword somewhere or not.
bool isWord(TokenKind kind) {
  return kind == TokenKind::Identifier || (kind >= TokenKind::Let && kind <= TokenKind::Steps);
}

}  // namespace

Cursor::Cursor(const View& view, uint32_t offset) : view_(view), file_(view.parsed()), offset_(offset) {
  const std::string_view text = view.source().text();
  uint32_t begin = offset;
  uint32_t end = offset;
  while (begin > 0 && support::isWordCharacter(text[begin - 1])) --begin;
  while (end < text.size() && support::isWordCharacter(text[end])) ++end;
  word_ = {view.tree().file, begin, end};
  const auto& tokens = file_.tokens;
  next_ = static_cast<size_t>(
      std::partition_point(tokens.begin(), tokens.end(), [&](const syntax::Token& t) { return t.begin < begin; }) -
      tokens.begin());
  // A number may not be separated from what is before it, and text contains words.
  for (size_t i = next_; i > 0 && !inside_; --i) {
    const syntax::Token& token = tokens[i - 1];
    if (token.madeUp()) continue;
    if (token.end > offset && isText(token.kind)) inside_ = &token;
    break;
  }
  // Directly after its opening quote, which is where the token begins.
  if (inside_ == nullptr && next_ < tokens.size() && tokens[next_].begin < offset && isText(tokens[next_].kind))
    inside_ = &tokens[next_];
  if (inside_ != nullptr) {
    next_ = static_cast<size_t>(inside_ - tokens.data());
    if (isText(inside_->kind)) word_ = {view.tree().file, begin, end};
  }
  inComment_ = std::any_of(file_.comments.begin(), file_.comments.end(), [&](const syntax::Comment& comment) {
    return comment.begin < offset && offset <= comment.end;
  });
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    if (decl.span.begin < offset && offset <= decl.span.end) declaration_ = &decl;
  }
}

syntax::Token Cursor::before(size_t back) const {
  for (size_t i = next_; i > 0; --i) {
    const syntax::Token& token = file_.tokens[i - 1];
    if (token.madeUp()) continue;
    if (back-- == 0) return token;
  }
  return {};
}

std::string_view Cursor::text(const syntax::Token& token) const {
  return view_.source().text().substr(token.begin, token.end - token.begin);
}

bool Cursor::firstOnLine() const {
  const source::SourceFile& file = view_.source();
  const std::string_view line = file.text().substr(file.lineStart(file.lineOf(word_.begin)));
  return line.substr(0, word_.begin - file.lineStart(file.lineOf(word_.begin))).find_first_not_of(" \t") ==
         std::string_view::npos;
}

size_t Cursor::indexOf(const syntax::Token& token) const {
  const auto& tokens = file_.tokens;
  return static_cast<size_t>(std::partition_point(tokens.begin(), tokens.end(),
                                                  [&](const syntax::Token& t) { return t.begin < token.begin; }) -
                             tokens.begin());
}

std::vector<syntax::Name> Cursor::namesBefore(const syntax::Token& token) const {
  std::vector<syntax::Name> names;
  bool wantsName = true;
  for (size_t i = indexOf(token); i > 0; --i) {
    const syntax::Token& one = file_.tokens[i - 1];
    if (one.madeUp()) continue;
    if (wantsName ? !isWord(one.kind) : one.kind != TokenKind::Dot) break;
    // A line that ends with a dot is not complete yet; the next one has a meaning of its own.
    if (!wantsName && view_.source().lineOf(one.begin) != view_.source().lineOf(names.back().span.begin)) break;
    if (wantsName) names.push_back({text(one), {view_.tree().file, one.begin, one.end}});
    wantsName = !wantsName;
  }
  std::reverse(names.begin(), names.end());
  return names;
}

std::vector<syntax::Name> Cursor::path() const {
  const syntax::Token dot = before();
  if (dot.kind != TokenKind::Dot) return {};
  return namesBefore(dot);
}

const syntax::Token* Cursor::bracket() const {
  size_t depth = 0;
  for (size_t i = next_; i > 0; --i) {
    const syntax::Token& token = file_.tokens[i - 1];
    if (closes(token.kind)) ++depth;
    if (!opens(token.kind)) continue;
    if (depth == 0) return &token;
    --depth;
  }
  return nullptr;
}

std::optional<Cursor::Call> Cursor::call() const {
  // Through the lists and records of an argument to the call around them.
  size_t depth = 0;
  for (size_t i = next_; i > 0; --i) {
    const syntax::Token& token = file_.tokens[i - 1];
    if (closes(token.kind)) ++depth;
    if (!opens(token.kind)) continue;
    if (depth > 0) {
      --depth;
      continue;
    }
    if (token.kind == TokenKind::OpenBrace) return std::nullopt;
    if (token.kind != TokenKind::CallParen && token.kind != TokenKind::GroupParen) continue;
    Call call;
    call.callee = resolve(namesBefore(token));
    if (!call.callee) return std::nullopt;
    // The arguments before and behind the cursor.
    std::string name;
    bool current = true;
    size_t inner = 0;
    for (size_t j = indexOf(token) + 1; j < file_.tokens.size(); ++j) {
      const syntax::Token& part = file_.tokens[j];
      if (part.begin >= offset_ && current) {
        call.argument = name;
        current = false;
        name.clear();
      }
      if (opens(part.kind)) ++inner;
      if (closes(part.kind) && inner-- == 0) break;
      if (inner > 0) continue;
      if (part.kind == TokenKind::Comma) {
        if (!name.empty()) call.given.insert(name);
        name.clear();
      } else if (part.kind == TokenKind::Colon && j > 0 && isWord(file_.tokens[j - 1].kind)) {
        name = text(file_.tokens[j - 1]);
      }
    }
    if (current) call.argument = name;
    if (!current && !name.empty()) call.given.insert(name);
    call.given.erase(call.argument);
    return call;
  }
  return std::nullopt;
}

std::string_view Cursor::key() const {
  size_t depth = 0;
  for (size_t i = next_; i > 0; --i) {
    const syntax::Token& token = file_.tokens[i - 1];
    if (closes(token.kind)) ++depth;
    if (opens(token.kind)) {
      if (depth == 0) {
        // The items of a list are values of the key before it.
        if (token.kind == TokenKind::ListBracket || token.kind == TokenKind::StringHead) continue;
        return {};
      }
      --depth;
    }
    if (depth > 0) continue;
    if (token.kind == TokenKind::Colon && i > 1) {
      const syntax::Token& name = file_.tokens[i - 2];
      if (isWord(name.kind)) return text(name);
      if (name.kind == TokenKind::String) return text(name).substr(1, text(name).size() - 2);
    }
    const bool list = bracket() != nullptr && bracket()->kind == TokenKind::ListBracket;
    if (token.kind == TokenKind::Comma && !list) return {};
    // A value ends with its line, unless something is open.
    if (!list && view_.source().lineOf(token.begin) != view_.source().lineOf(word_.begin)) return {};
  }
  return {};
}

std::set<std::string, std::less<>> Cursor::siblings() const {
  std::set<std::string, std::less<>> keys;
  const syntax::Token* open = bracket();
  if (open == nullptr) return keys;
  size_t depth = 0;
  for (size_t i = indexOf(*open) + 1; i < file_.tokens.size(); ++i) {
    const syntax::Token& token = file_.tokens[i];
    if (opens(token.kind)) ++depth;
    if (closes(token.kind) && depth-- == 0) break;
    if (depth == 0 && token.kind == TokenKind::Colon && file_.tokens[i - 1].begin != word_.begin)
      keys.emplace(text(file_.tokens[i - 1]));
  }
  return keys;
}

SettingsBlock Cursor::block() const {
  SettingsBlock innermost;
  if (declaration_ == nullptr) return innermost;
  for (const SettingsBlock& one : blocksOf(view_, *declaration_)) {
    if (one.block->span.begin < offset_ && offset_ <= one.block->span.end) innermost = one;
  }
  return innermost;
}

sema::TypeId Cursor::record() const {
  const syntax::Token* open = bracket();
  if (open == nullptr || open->kind != TokenKind::OpenBrace) return {};
  sema::TypeId found;
  view_.tree().exprs.forEachId([&](syntax::ExprId id) {
    const syntax::Expr& expr = view_.tree().exprs[id];
    if (expr.span.begin != open->begin || !std::holds_alternative<syntax::RecordExpr>(expr.node)) return;
    const sema::ExprInfo* info = view_.file().info(id);
    if (info != nullptr) found = recordOf(view_.program().types, info->expected ? info->expected : info->type);
  });
  return found;
}

std::vector<sema::SymbolId> Cursor::locals() const {
  std::vector<sema::SymbolId> found;
  if (declaration_ == nullptr) return found;
  const sema::Program& program = view_.program();
  const syntax::Tree& tree = view_.tree();
  // A statement is visible after it, in the block that contains it.
  if (const syntax::Block* body = syntax::bodyOf(*declaration_)) {
    struct Visitor {
      const Cursor& cursor;
      std::vector<sema::SymbolId>& found;
      syntax::Walk enterBlock(syntax::StmtId id, const syntax::Block& block) {
        if (block.span.begin >= cursor.offset_ || cursor.offset_ > block.span.end) return syntax::Walk::Over;
        // A loop variable is known in the body.
        if (std::holds_alternative<syntax::ForStmt>(cursor.view_.tree().stmts[id].node)) add(id);
        return syntax::Walk::Into;
      }
      void enter(syntax::StmtId id) {
        const syntax::Stmt& stmt = cursor.view_.tree().stmts[id];
        if (stmt.span.end < cursor.offset_ && !std::holds_alternative<syntax::ForStmt>(stmt.node)) add(id);
      }
      void add(syntax::StmtId id) {
        if (const sema::SymbolId symbol = cursor.view_.file().declared(id)) found.push_back(symbol);
      }
    };
    syntax::walkStatements(tree, *body, Visitor{*this, found});
  }
  std::reverse(found.begin(), found.end());
  const auto own = view_.file().scope().find(declaration_->name.text);
  if (own == view_.file().scope().end()) return found;
  view_.file().forEachSymbol([&](sema::SymbolId id) {
    const sema::Symbol& symbol = program.symbols[id];
    const bool port = symbol.kind == sema::SymbolKind::Parameter || symbol.kind == sema::SymbolKind::Output;
    if (port && symbol.owner == own->second) found.push_back(id);
  });
  return found;
}

std::vector<sema::SymbolId> Cursor::visible() const {
  std::vector<sema::SymbolId> all = locals();
  std::vector<sema::SymbolId> declared;
  for (const auto& [name, id] : view_.file().scope()) declared.push_back(id);
  std::sort(declared.begin(), declared.end());
  all.insert(all.end(), declared.begin(), declared.end());
  return all;
}

sema::SymbolId Cursor::lookup(std::string_view name) const {
  for (const sema::SymbolId id : locals()) {
    if (view_.program().symbols[id].name == name) return id;
  }
  const auto own = view_.file().scope().find(name);
  if (own != view_.file().scope().end()) return own->second;
  sema::SchemaSet& standard = schema::standard();
  if (const sema::SymbolId found = standard.lookup(standard.module("prelude"), name)) return found;
  // Workflows see the steps of Azure Pipelines without an import.
  const bool workflow = declaration_ != nullptr && (std::holds_alternative<syntax::WorkflowDecl>(declaration_->node) ||
                                                    std::holds_alternative<syntax::TemplateDecl>(declaration_->node));
  return workflow ? standard.lookup(standard.module("azure.devops"), name) : sema::SymbolId();
}

sema::SymbolId Cursor::resolve(const std::vector<syntax::Name>& path) const {
  if (path.size() == 1) return lookup(path.front().text);
  return resolvePath(view_, path);
}

}  // namespace mlpc::lsp
