// Stages, jobs and hooks of a workflow.

#include <algorithm>
#include <array>

#include "bodies/workflow_order.h"
#include "bodies/workflows.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::sema {
namespace {

using vocabulary::ado::HostedPool;
using vocabulary::ado::Job;
using vocabulary::ado::Workflow;

/// Hosted images that Microsoft has removed.
constexpr std::array<std::string_view, 8> kRetiredImages = {"ubuntu-16.04",   "ubuntu-18.04", "ubuntu-20.04",
                                                            "vs2017-win2016", "windows-2016", "macos-10.15",
                                                            "macos-11",       "macos-12"};

std::string_view describe(syntax::ItemKind kind) {
  switch (kind) {
    case syntax::ItemKind::Stage: return "stage";
    case syntax::ItemKind::Job: return "job";
    case syntax::ItemKind::Deployment: return "deployment";
  }
  return "";
}

}  // namespace

void WorkflowChecker::item(syntax::StmtId id, const syntax::ItemStmt& item, Scope& scope) {
  const SymbolId symbol = file_.declared(id);
  if (!symbol) return;
  if (!item.call) {
    if (item.kind == syntax::ItemKind::Stage) {
      stage(item, scope, symbol);
    } else {
      job(item, scope, symbol);
    }
    return;
  }
  context_.expressions.calls.statement(scope, item.call);
  const CallUse* use = file_.callUse(item.call);
  if (use != nullptr && use->callee) {
    const SymbolKind wanted =
        item.kind == syntax::ItemKind::Stage ? SymbolKind::StageTemplate : SymbolKind::JobTemplate;
    const Symbol& callee = file_.program.symbols[use->callee];
    // The contents of an external template are not known here.
    const bool foreign = context_.declarations.signatureOf(use->callee).builtin == Builtin::Template;
    if (callee.kind != wanted && !foreign) {
      file_.diags.report(spanOf(tree_, item.call), diag::templateKind, callee.name, describe(item.kind))
          .note(callee.span, diag::declaredHere, callee.name);
    } else if (!foreign) {
      file_.program.symbols.edit(symbol).callee = use->callee;
    }
  }
  if (item.settings) {
    const bool isStage = item.kind == syntax::ItemKind::Stage;
    context_.expressions.records.declaration(scope, item.settings,
                                             file_.standard.type(isStage ? "azure.devops.Stage" : "azure.devops.Job"));
  }
}

bool WorkflowChecker::runsForPullRequests() const {
  const auto* workflow = std::get_if<syntax::WorkflowDecl>(&decl_.node);
  return workflow != nullptr && settingValue(tree_, workflow->body, Workflow::Pr);
}

bool WorkflowChecker::isGuarded(SymbolId id) const {
  for (; id; id = file_.program.symbols[id].owner) {
    const Symbol& symbol = file_.program.symbols[id];
    const auto* item = symbol.stmt ? std::get_if<syntax::ItemStmt>(&tree_.stmts[symbol.stmt].node) : nullptr;
    if (item != nullptr && settingValue(tree_, item->body, Job::When)) return true;
  }
  return false;
}

void WorkflowChecker::stage(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol) {
  Scope inner(&scope, Place::Workflow);
  context_.expressions.records.settings(inner, item.body, file_.standard.type("azure.devops.Stage"));
  poolRules(item.body);
  placement(item.body, Level::Stage);
  StepChecker misplaced(context_, Sources::There);
  block(item.body, inner, Level::Stage, symbol, misplaced);
  checkOrder(file_, item.body, Siblings::OfStage);
  if (!hasAny(item.body, Member::Job))
    file_.diags.report(item.name.span, diag::emptyItem, "stage", item.name.text, "jobs");
}

void WorkflowChecker::declareMatrix(const syntax::Block& block, Scope& scope, SymbolId owner) {
  const syntax::ExprId matrix = settingValue(tree_, block, Job::Matrix);
  if (!matrix) return;
  Type record;
  record.kind = TypeKind::Record;
  record.text = name(vocabulary::Space::Matrix);
  const TypeId text = file_.types.basic(TypeKind::String);
  if (const auto* entries = std::get_if<syntax::RecordExpr>(&tree_.exprs[matrix].node)) {
    for (const syntax::RecordItem& entry : entries->items) {
      const auto* values = entry.value ? std::get_if<syntax::RecordExpr>(&tree_.exprs[entry.value].node) : nullptr;
      if (values == nullptr) continue;
      for (const syntax::RecordItem& value : values->items) {
        const bool known = value.key.empty() || std::any_of(record.fields.begin(), record.fields.end(),
                                                            [&](const Field& f) { return f.name == value.key.text; });
        if (known) continue;
        Field field;
        field.name = value.key.text;
        field.type = text;
        field.span = value.key.span;
        record.fields.push_back(std::move(field));
      }
    }
  }
  Symbol made;
  made.kind = SymbolKind::Namespace;
  made.name = name(vocabulary::Space::Matrix);
  made.module = file_.module;
  made.span = spanOf(tree_, matrix);
  made.owner = owner;
  made.type = record.fields.empty() ? file_.types.basic(TypeKind::Namespace) : file_.types.add(std::move(record));
  scope.declare(name(vocabulary::Space::Matrix), file_.addSymbol(std::move(made)));
}

void WorkflowChecker::job(const syntax::ItemStmt& item, const Scope& scope, SymbolId symbol) {
  Scope inner(&scope, Place::Workflow);
  declareMatrix(item.body, inner, symbol);
  const bool deployment = item.kind == syntax::ItemKind::Deployment;
  context_.expressions.records.settings(
      inner, item.body, file_.standard.type(deployment ? "azure.devops.Deployment" : "azure.devops.Job"));
  poolRules(item.body);
  if (deployment) {
    placement(item.body, Level::Deployment);
    if (runsForPullRequests() && !isGuarded(symbol))
      file_.diags.report(item.name.span, diag::pullRequestDeploys, item.name.text);
    hooks(item, inner, symbol);
    return;
  }
  placement(item.body, Level::Job);
  StepChecker steps(context_, Sources::There);
  block(item.body, inner, Level::Job, symbol, steps);
  if (!hasAny(item.body, Member::Step))
    file_.diags.report(item.name.span, diag::emptyItem, "job", item.name.text, "steps");
}

void WorkflowChecker::hooks(const syntax::ItemStmt& item, Scope& scope, SymbolId symbol) {
  std::vector<const syntax::HookStmt*> seen;
  // Values that the hooks share.
  StepChecker values(context_, Sources::There);
  for (const syntax::StmtId id : item.body.statements) {
    if (std::holds_alternative<syntax::LetStmt>(tree_.stmts[id].node))
      statement(id, scope, Level::Deployment, symbol, values);
  }
  for (const syntax::StmtId id : item.body.statements) {
    const auto* hook = std::get_if<syntax::HookStmt>(&tree_.stmts[id].node);
    if (hook == nullptr) continue;
    const auto same = std::find_if(seen.begin(), seen.end(),
                                   [&](const syntax::HookStmt* s) { return s->name.text == hook->name.text; });
    if (same != seen.end()) {
      file_.diags.report(hook->name.span, diag::duplicateHook, hook->name.text)
          .note((*same)->name.span, diag::declaredHere, hook->name.text);
    }
    seen.push_back(hook);
    Scope inner(&scope, Place::Workflow);
    context_.expressions.records.settings(inner, hook->body, file_.standard.type("azure.devops.Hook"));
    poolRules(hook->body);
    placement(hook->body, Level::Hook);
    StepChecker steps(context_, Sources::IfCheckedOut);
    block(hook->body, inner, Level::Hook, symbol, steps);
    if (!hasAny(hook->body, Member::Step))
      file_.diags.report(hook->name.span, diag::emptyItem, "hook", hook->name.text, "steps");
  }
  const bool deploys = std::any_of(seen.begin(), seen.end(), [](const syntax::HookStmt* s) {
    return is(s->name.text, vocabulary::HookName::Deploy);
  });
  if (!deploys) file_.diags.report(item.name.span, diag::deployHookMissing, item.name.text);
}

void WorkflowChecker::poolRules(const syntax::Block& block) {
  const syntax::ExprId pool = settingValue(tree_, block, Job::Pool);
  const syntax::ExprId image = fieldValue(tree_, pool, HostedPool::VmImage);
  const auto text = constantText(file_, image);
  if (!text) return;
  const std::string name = support::toLower(*text);
  if (std::find(kRetiredImages.begin(), kRetiredImages.end(), name) != kRetiredImages.end()) {
    file_.diags.report(spanOf(tree_, image), diag::retiredImage, *text);
  } else if (name.size() > 7 && name.substr(name.size() - 7) == "-latest") {
    file_.diags.report(spanOf(tree_, image), diag::floatingImage, *text);
  }
}

}  // namespace mlpc::sema
