#include "pipeline_calls.h"

#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules {

using vocabulary::prelude::PipelineSettings;
using namespace syntax;

PipelineCalls::PipelineCalls(const World& world) {
  for (const File& file : world.files()) {
    for (const DeclId id : file.tree().order) {
      const auto* decl = std::get_if<PipelineDecl>(&file.tree().decls[id].node);
      const sema::SymbolId symbol = decl != nullptr ? file.symbol(id) : sema::SymbolId();
      if (!symbol) continue;
      Pipeline pipeline;
      pipeline.symbol = symbol;
      pipeline.name = world.symbol(symbol).name;
      pipeline.file = &file;
      pipeline.decl = decl;
      const SettingStmt* workspace = pipeline.setting(PipelineSettings::Workspace);
      pipeline.hasWorkspace = workspace != nullptr && workspace->value;
      index_.emplace(symbol, pipelines_.size());
      pipelines_.push_back(std::move(pipeline));
    }
  }
  for (Pipeline& pipeline : pipelines_) {
    const Tree& tree = pipeline.file->tree();
    walkStatements(tree, pipeline.decl->body, [&](StmtId id) {
      const auto* let = std::get_if<LetStmt>(&tree.stmts[id].node);
      const auto* called = std::get_if<CallStmt>(&tree.stmts[id].node);
      const ExprId call = let != nullptr ? let->value : called != nullptr ? called->call : ExprId();
      if (!call) return;
      addCall(world, pipeline, call);
      findWorkspace(pipeline, call);
      findWorkspace(pipeline, let != nullptr ? let->settings : called->settings);
    });
  }
  for (size_t i = 0; i < pipelines_.size(); ++i) {
    for (const Call& call : pipelines_[i].calls) pipelines_[call.pipeline].callers.push_back({i, call.span});
  }
}

void PipelineCalls::addCall(const World& world, Pipeline& pipeline, ExprId call) {
  const auto* use = pipeline.file->use<sema::CallUse>(call);
  if (use == nullptr || !use->callee) return;
  if (const auto found = index_.find(use->callee); found != index_.end())
    pipeline.calls.push_back({found->second, pipeline.file->span(call)});
  if (pipeline.usesWorkspace.valid() || world.builtin(*use) != Builtin::Importer) return;
  const ExprId downloads = world.argument(*use, vocabulary::prelude::ImporterInput::DownloadToWorkspace);
  if (!downloads) return;
  const auto value = pipeline.file->constant(downloads);
  const bool* flag = value ? value->as<bool>() : nullptr;
  if (flag == nullptr || *flag) pipeline.usesWorkspace = pipeline.file->span(downloads);
}

void PipelineCalls::findWorkspace(Pipeline& pipeline, ExprId expr) {
  if (pipeline.usesWorkspace.valid()) return;
  walkExpressions(pipeline.file->tree(), expr, [&](ExprId part) {
    const auto* property = pipeline.file->use<sema::PropertyUse>(part);
    if (property != nullptr && property->space == vocabulary::Space::Run &&
        is(property->property, vocabulary::Property::Workspace) && !pipeline.usesWorkspace.valid())
      pipeline.usesWorkspace = pipeline.file->span(part);
  });
}

}  // namespace mlpc::rules
