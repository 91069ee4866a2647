#include "queries/settings.h"

#include "mlpc/schema/schema.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::lsp {
namespace {

constexpr std::string_view kStage = "azure.devops.Stage";
constexpr std::string_view kJob = "azure.devops.Job";

std::string_view settingsOf(const syntax::Decl& decl) {
  if (std::holds_alternative<syntax::ComponentDecl>(decl.node)) return "ComponentSettings";
  if (std::holds_alternative<syntax::PipelineDecl>(decl.node)) return "PipelineSettings";
  if (std::holds_alternative<syntax::WorkflowDecl>(decl.node)) return "azure.devops.Workflow";
  if (const auto* of = std::get_if<syntax::TemplateDecl>(&decl.node)) {
    if (of->kind == syntax::TemplateKind::Job) return kJob;
    if (of->kind == syntax::TemplateKind::Stage) return kStage;
  }
  return {};
}

std::string_view settingsOf(const syntax::Stmt& stmt, const syntax::Block& block) {
  if (std::holds_alternative<syntax::IfStmt>(stmt.node)) return "GroupSettings";
  if (std::holds_alternative<syntax::ForStmt>(stmt.node)) return "LoopSettings";
  if (const auto* tried = std::get_if<syntax::TryStmt>(&stmt.node))
    return &block == &tried->body ? "GroupSettings" : std::string_view();
  if (std::holds_alternative<syntax::HookStmt>(stmt.node)) return "azure.devops.Hook";
  const auto* item = std::get_if<syntax::ItemStmt>(&stmt.node);
  if (item == nullptr) return {};
  switch (item->kind) {
    case syntax::ItemKind::Stage: return kStage;
    case syntax::ItemKind::Job: return kJob;
    case syntax::ItemKind::Deployment: return "azure.devops.Deployment";
  }
  return {};
}

}  // namespace

std::vector<SettingsBlock> blocksOf(const View& view, const syntax::Decl& decl) {
  std::vector<SettingsBlock> blocks;
  const syntax::Block* body = syntax::bodyOf(decl);
  if (body == nullptr) return blocks;
  const auto add = [&](const syntax::Block& block, std::string_view type) {
    blocks.push_back({&block, type.empty() ? sema::TypeId() : schema::standard().type(type)});
  };
  add(*body, settingsOf(decl));
  struct Visitor {
    const View& view;
    const decltype(add)& found;
    void enterBlock(syntax::StmtId id, const syntax::Block& block) {
      found(block, settingsOf(view.tree().stmts[id], block));
    }
  };
  syntax::walkStatements(view.tree(), *body, Visitor{view, add});
  return blocks;
}

}  // namespace mlpc::lsp
