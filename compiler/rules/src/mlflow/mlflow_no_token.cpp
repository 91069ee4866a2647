// Tasks that call the platform's MLflow without a token.
#include <algorithm>
#include <unordered_set>

#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::mlflow {

using vocabulary::prelude::ComponentSettings;
using vocabulary::prelude::PipelineSettings;
using vocabulary::prelude::TaskOptions;
using namespace syntax;

namespace {

/// The Service of the plug-in, behind a proxy that requires a token.
constexpr std::string_view kPlatformHost = "mlflow-tracking-server.kubeflow";

constexpr Option kHostOptions[] = {{"host", "what the address of an MLflow holds that wants a token", kPlatformHost}};

/// Whether an environment provides what MLflow needs for signing in. If it is not written out, assume that it does.
bool namesToken(const File& file, ExprId env) {
  if (!env) return false;
  const auto* record = file.as<RecordExpr>(env);
  return record == nullptr || std::any_of(record->items.begin(), record->items.end(), [](const RecordItem& item) {
           return item.spread || item.key.text == "MLFLOW_TRACKING_TOKEN" ||
                  item.key.text == "MLFLOW_TRACKING_USERNAME";
         });
}

/// The same for settings that contain an environment.
bool settingsNameToken(const File& file, ExprId settings) {
  if (!settings) return false;
  return file.as<RecordExpr>(settings) == nullptr || hasSpread(file.tree(), settings) ||
         namesToken(file, fieldValue(file.tree(), settings, TaskOptions::Env));
}

/// Whether a component talks to the platform's MLflow and relies on its tasks for a token.
bool needsToken(const PythonBody& body, std::string_view host) {
  bool platform = body.says(host);
  for (const embedded::CodeText::Placeholder& placeholder : body.text->placeholders()) {
    const auto text = body.file->text(placeholder.value);
    platform = platform || (text && text->find(host) != std::string::npos);
  }
  return platform && !body.says("MLFLOW_TRACKING_TOKEN") && !body.says("MLFLOW_TRACKING_USERNAME") &&
         !namesToken(*body.file, body.setting(ComponentSettings::Env));
}

void judgeTask(const File& file, ExprId call, ExprId settings, const std::unordered_set<sema::SymbolId>& needing,
               Context& context) {
  const auto* use = file.use<sema::CallUse>(call);
  if (use == nullptr || !use->callee || needing.count(use->callee) == 0 || settingsNameToken(file, settings)) return;
  const sema::Symbol& callee = context.world.symbol(use->callee);
  context.report(file.span(call), diag::mlflowNoToken, callee.name).note(callee.span, diag::declaredHere, callee.name);
}

void findCallsWithoutToken(Context& context) {
  std::unordered_set<sema::SymbolId> needing;
  const std::string_view host = context.word("host");
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    const sema::SymbolId symbol = body.file->symbol(body.decl);
    if (symbol && needsToken(body, host)) needing.insert(symbol);
  });
  if (needing.empty()) return;
  for (const File& file : context.world.files()) {
    const Tree& tree = file.tree();
    for (const DeclId id : tree.order) {
      const auto* pipeline = std::get_if<PipelineDecl>(&tree.decls[id].node);
      if (pipeline == nullptr) continue;
      const SettingStmt* defaults = file.setting(pipeline->body, PipelineSettings::Defaults);
      if (defaults != nullptr && settingsNameToken(file, defaults->value)) continue;
      walkStatements(tree, pipeline->body, [&](StmtId stmt) {
        if (const auto* let = std::get_if<LetStmt>(&tree.stmts[stmt].node))
          judgeTask(file, let->value, let->settings, needing, context);
        if (const auto* called = std::get_if<CallStmt>(&tree.stmts[stmt].node))
          judgeTask(file, called->call, called->settings, needing, context);
      });
    }
  }
}

}  // namespace

extern constinit const Rule mlflowNoToken{
    .name = "mlflow-no-token",
    .category = Category::Mlflow,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::mlflowNoToken.record},
    .options = kHostOptions,
    .program = findCallsWithoutToken,
};

}  // namespace mlpc::rules::mlflow
