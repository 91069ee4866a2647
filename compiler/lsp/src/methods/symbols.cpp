#include <algorithm>

#include "methods.h"
#include "mlpc/support/text.h"
#include "mlpc/syntax/walk.h"
#include "queries/describe.h"

// The outline of a document, and the search for a declaration anywhere.
namespace mlpc::lsp::methods {
namespace {

/// SymbolKind of the protocol.
int kindOf(const syntax::Decl& decl) {
  struct Kinds {
    int operator()(const syntax::ErrorDecl&) const { return 13; }
    int operator()(const syntax::ImportDecl&) const { return 2; }     // Module
    int operator()(const syntax::ConstDecl&) const { return 14; }     // Constant
    int operator()(const syntax::TypeDecl&) const { return 23; }      // Struct
    int operator()(const syntax::ArtifactDecl&) const { return 5; }   // Class
    int operator()(const syntax::SecretDecl&) const { return 20; }    // Key
    int operator()(const syntax::ExistingDecl&) const { return 19; }  // Object
    int operator()(const syntax::ResourceDecl&) const { return 19; }
    int operator()(const syntax::ComponentDecl&) const { return 12; }  // Function
    int operator()(const syntax::PipelineDecl&) const { return 6; }    // Method
    int operator()(const syntax::TrainJobDecl&) const { return 6; }
    int operator()(const syntax::WorkflowDecl&) const { return 3; }  // Namespace
    int operator()(const syntax::TemplateDecl&) const { return 12; }
  };
  return std::visit(Kinds(), decl.node);
}

constexpr int kVariable = 13;
constexpr int kEvent = 24;

class Outline {
 public:
  Outline(Session& session, const View& view) : session_(session), view_(view), tree_(view.tree()) {}

  Json run() {
    Json symbols = Json::array();
    for (const syntax::DeclId id : tree_.order) {
      const syntax::Decl& decl = tree_.decls[id];
      if (decl.name.empty()) continue;
      Json symbol = one(decl.name, decl.span, kindOf(decl));
      if (const auto found = view_.file().scope().find(decl.name.text); found != view_.file().scope().end())
        symbol["detail"] = kindName(view_.program(), view_.program().symbols[found->second]);
      if (const syntax::Block* body = syntax::bodyOf(decl)) symbol["children"] = inside(*body);
      symbols.push_back(std::move(symbol));
    }
    return symbols;
  }

 private:
  Json one(const syntax::Name& name, source::Span whole, int kind) {
    // A broken declaration may end before its name does.
    const source::Span full = source::cover(whole, name.span);
    return {{"name", name.text},
            {"kind", kind},
            {"range", session_.range(*view_.snapshot, full)},
            {"selectionRange", session_.range(*view_.snapshot, name.span)}};
  }

  /// The lets, stages, jobs and hooks in a block; those in groups too. As deep as sources may be nested.
  Json inside(const syntax::Block& block) {
    Json children = Json::array();
    std::vector<const syntax::Block*> blocks;
    for (const syntax::StmtId id : block.statements) {
      const syntax::Stmt& stmt = tree_.stmts[id];
      blocks.clear();
      if (const auto* let = std::get_if<syntax::LetStmt>(&stmt.node)) {
        if (let->name.empty()) continue;
        Json child = one(let->name, stmt.span, kVariable);
        if (let->group) {
          syntax::appendBlocks(tree_.stmts[let->group], blocks);
          addAll(blocks, child["children"] = Json::array());
        }
        children.push_back(std::move(child));
        continue;
      }
      syntax::appendBlocks(stmt, blocks);
      const auto* item = std::get_if<syntax::ItemStmt>(&stmt.node);
      const auto* hook = std::get_if<syntax::HookStmt>(&stmt.node);
      const syntax::Name* name = item != nullptr ? &item->name : hook != nullptr ? &hook->name : nullptr;
      if (name == nullptr || name->empty()) {
        addAll(blocks, children);
        continue;
      }
      Json child = one(*name, stmt.span, kEvent);
      addAll(blocks, child["children"] = Json::array());
      children.push_back(std::move(child));
    }
    return children;
  }
  void addAll(const std::vector<const syntax::Block*>& blocks, Json& children) {
    for (const syntax::Block* block : blocks) {
      for (Json& child : inside(*block)) children.push_back(std::move(child));
    }
  }

  Session& session_;
  const View& view_;
  const syntax::Tree& tree_;
};

/// Whether the letters of `query` occur in `name` in that order.
bool matches(std::string_view name, std::string_view query) {
  size_t at = 0;
  for (const char c : query) {
    while (at < name.size() && support::toLower(name.substr(at, 1)) != support::toLower(std::string_view(&c, 1))) ++at;
    if (at++ == name.size()) return false;
  }
  return true;
}

}  // namespace

Json documentSymbol(Session& session, const Json& params) {
  const View file = session.view(params.at("textDocument"));
  return file ? Outline(session, file).run() : Json();
}

Json workspaceSymbol(Session& session, const Json& params) {
  session.update();
  const auto query = params.value("query", std::string());
  Json symbols = Json::array();
  std::set<std::string> seen;
  for (const auto& [root, program] : session.projects.programs()) {
    for (const auto& [path, module] : program->modules) {
      if (!seen.insert(path).second) continue;
      const View file{program->snapshot.get(), module};
      for (const syntax::DeclId id : file.tree().order) {
        const syntax::Decl& decl = file.tree().decls[id];
        const bool import = std::holds_alternative<syntax::ImportDecl>(decl.node);
        if (import || decl.name.empty() || !matches(decl.name.text, query)) continue;
        symbols.push_back({{"name", decl.name.text},
                           {"kind", kindOf(decl)},
                           {"location", session.location(*file.snapshot, decl.name.span)},
                           {"containerName", path.substr(path.rfind('/') + 1)}});
      }
    }
  }
  return symbols;
}

}  // namespace mlpc::lsp::methods
