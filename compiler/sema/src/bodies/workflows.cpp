// The structure of a workflow: stages, or jobs, or steps.

#include "bodies/workflows.h"

#include <unordered_map>

#include "bodies/body_checks.h"
#include "bodies/chosen.h"
#include "bodies/workflow_order.h"
#include "declarations/decorators.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::sema {

using vocabulary::ado::Step;
using vocabulary::ado::Workflow;

bool isStepScript(const syntax::Name& language) {
  const auto known = vocabulary::find<Language>(language.text);
  return known && isStepLanguage(*known);
}

WorkflowChecker::WorkflowChecker(const BodyContext& context, SymbolId symbol)
    : context_(context),
      file_(context.file),
      symbol_(symbol),
      tree_(file_.tree),
      decl_(tree_.decls[file_.program.symbols[symbol].decl]) {}

void WorkflowChecker::announce(SymbolId owner, const syntax::Block& block) {
  for (const syntax::StmtId id : block.statements) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    if (const auto* item = std::get_if<syntax::ItemStmt>(&node)) {
      if (item->name.empty()) continue;
      SymbolId symbol = file_.declared(id);
      if (!symbol) {
        const SymbolKind kind = item->kind == syntax::ItemKind::Stage ? SymbolKind::Stage : SymbolKind::Job;
        symbol = file_.addStatementSymbol(id, kind, item->name, owner, file_.types.basic(TypeKind::Task));
        file_.program.symbols.edit(symbol).doc = item->doc;
      }
      if (!item->call) announce(symbol, item->body);
    } else if (const auto* hook = std::get_if<syntax::HookStmt>(&node)) {
      announce(owner, hook->body);
    } else if (const auto* branches = std::get_if<syntax::IfStmt>(&node)) {
      for (const syntax::IfBranch& branch : branches->branches) announce(owner, branch.body);
    } else if (const auto* loop = std::get_if<syntax::ForStmt>(&node)) {
      announce(owner, loop->body);
    } else if (const auto* let = std::get_if<syntax::LetStmt>(&node)) {
      if (let->name.empty() || file_.declared(id) || !let->value) continue;
      const syntax::ExprNode& value = tree_.exprs[let->value].node;
      const auto* fence = std::get_if<syntax::FenceExpr>(&value);
      const bool step =
          std::holds_alternative<syntax::CallExpr>(value) || (fence != nullptr && isStepScript(fence->language));
      if (!step) continue;
      const SymbolId symbol = file_.addStatementSymbol(id, SymbolKind::Let, let->name, owner, {});
      file_.program.symbols.edit(symbol).type = file_.types.task(symbol);
      // Declared outputs can be referred to from earlier jobs.
      const syntax::ExprId declared = fieldValue(tree_, let->settings, Step::Outputs);
      const auto* record = declared ? std::get_if<syntax::RecordExpr>(&tree_.exprs[declared].node) : nullptr;
      if (record == nullptr) continue;
      Signature signature;
      for (const syntax::RecordItem& output : record->items) {
        if (output.spread || output.key.empty()) continue;
        Field field;
        field.name = output.key.text;
        field.type = context_.types.fromExpr(output.value, context_.names.fileScope());
        field.span = output.key.span;
        signature.outputs.push_back(std::move(field));
      }
      file_.tables.signatures[symbol.index()] = std::move(signature);
    }
  }
}

void WorkflowChecker::workflow(const syntax::WorkflowDecl& decl) {
  Scope scope(&context_.names.fileScope(), Place::Workflow);
  declareParameters(file_, scope, symbol_, decl.parameters, SymbolKind::Parameter,
                    context_.declarations.signatureOf(symbol_).parameters);
  for (const Field& input : context_.declarations.signatureOf(symbol_).parameters) {
    TypeId type = input.type;
    while (type && file_.types[type].kind == TypeKind::Optional) type = file_.types[type].element;
    if (type && file_.types[type].kind == TypeKind::Secret)
      file_.diags.report(input.span, diag::secretWorkflowInput, input.name);
  }
  const auto& inputs = context_.declarations.signatureOf(symbol_).parameters;
  for (size_t i = 0; i < decl.parameters.size() && i < inputs.size(); ++i)
    inputConstraints(decl.parameters[i], inputs[i]);
  announce(symbol_, decl.body);
  context_.expressions.records.settings(scope, decl.body, file_.standard.type("azure.devops.Workflow"));
  poolRules(decl.body);
  const bool extends = settingValue(tree_, decl.body, Workflow::Extends).valid();
  placement(decl.body, Level::Root);
  StepChecker steps(context_, Sources::There);
  block(decl.body, scope, Level::Root, symbol_, steps);
  checkOrder(file_, decl.body, Siblings::OfWorkflow);
  const bool empty = !hasAny(decl.body, Member::Any);
  if (empty && !extends)
    file_.diags.report(decl_.name.span, diag::emptyItem, "workflow", decl_.name.text, "stages, jobs or steps");
}

void WorkflowChecker::inputConstraints(const syntax::Parameter& input, const Field& field) {
  for (const syntax::Decorator& decorator : input.decorators) {
    const auto known = nameOf(decorator);
    // A few whole numbers become choices.
    if (known == DecoratorName::Range && isShortRange(file_.types, field)) continue;
    if (known == DecoratorName::Range || known == DecoratorName::Length || known == DecoratorName::Pattern)
      file_.diags.report(decorator.span, diag::inputConstraint, vocabulary::name(*known));
  }
}

void WorkflowChecker::shared(const syntax::TemplateDecl& decl) {
  Scope scope(&context_.names.fileScope(), Place::Workflow);
  declareParameters(file_, scope, symbol_, decl.parameters, SymbolKind::Parameter,
                    context_.declarations.signatureOf(symbol_).parameters);
  announce(symbol_, decl.body);
  StepChecker steps(context_, Sources::There);
  switch (decl.kind) {
    case syntax::TemplateKind::Steps: {
      placement(decl.body, Level::Hook);
      for (const syntax::StmtId id : decl.body.statements) {
        const auto* setting = std::get_if<syntax::SettingStmt>(&tree_.stmts[id].node);
        if (setting != nullptr)
          file_.diags.report(setting->key.span, diag::notInWorkflow, "a setting", "a template for steps");
      }
      // Whether its user checks out is not known here.
      block(decl.body, scope, Level::Hook, symbol_, steps);
      if (!hasAny(decl.body, Member::Step))
        file_.diags.report(decl_.name.span, diag::emptyItem, "template", decl_.name.text, "steps");
      break;
    }
    case syntax::TemplateKind::Job:
      declareMatrix(decl.body, scope, symbol_);
      context_.expressions.records.settings(scope, decl.body, file_.standard.type("azure.devops.Job"));
      poolRules(decl.body);
      placement(decl.body, Level::Job);
      block(decl.body, scope, Level::Job, symbol_, steps);
      if (!hasAny(decl.body, Member::Step))
        file_.diags.report(decl_.name.span, diag::emptyItem, "job", decl_.name.text, "steps");
      break;
    case syntax::TemplateKind::Stage:
      context_.expressions.records.settings(scope, decl.body, file_.standard.type("azure.devops.Stage"));
      poolRules(decl.body);
      placement(decl.body, Level::Stage);
      block(decl.body, scope, Level::Stage, symbol_, steps);
      checkOrder(file_, decl.body, Siblings::OfStage);
      if (!hasAny(decl.body, Member::Job))
        file_.diags.report(decl_.name.span, diag::emptyItem, "stage", decl_.name.text, "jobs");
      break;
  }
}

WorkflowChecker::Member WorkflowChecker::memberOf(syntax::StmtId id) const {
  const syntax::StmtNode& node = tree_.stmts[id].node;
  if (const auto* item = std::get_if<syntax::ItemStmt>(&node))
    return item->kind == syntax::ItemKind::Stage ? Member::Stage : Member::Job;
  if (std::holds_alternative<syntax::HookStmt>(node)) return Member::Hook;
  if (std::holds_alternative<syntax::CodeStmt>(node)) return Member::Step;
  if (const auto* called = std::get_if<syntax::CallStmt>(&node)) {
    // An external YAML template may contain anything.
    const auto* call = called->call ? std::get_if<syntax::CallExpr>(&tree_.exprs[called->call].node) : nullptr;
    const auto* name = call != nullptr ? std::get_if<syntax::NameExpr>(&tree_.exprs[call->callee].node) : nullptr;
    return name != nullptr && is(name->name.text, vocabulary::Builtin::Template) ? Member::Any : Member::Step;
  }
  if (const auto* let = std::get_if<syntax::LetStmt>(&node)) {
    const auto* fence = let->value ? std::get_if<syntax::FenceExpr>(&tree_.exprs[let->value].node) : nullptr;
    if (let->settings || (fence != nullptr && isStepScript(fence->language))) return Member::Step;
    return Member::Nothing;
  }
  return Member::Nothing;
}

bool WorkflowChecker::hasAny(const syntax::Block& block, Member member) const {
  bool has = false;
  forEachChosen(tree_, block, [&](syntax::StmtId id) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    const Member found = memberOf(id);
    // `let x = step(…)` without settings.
    const auto* let = std::get_if<syntax::LetStmt>(&node);
    const bool step =
        let != nullptr && let->value && std::holds_alternative<syntax::CallExpr>(tree_.exprs[let->value].node);
    has = has || std::holds_alternative<syntax::ErrorStmt>(node) || found == Member::Any || found == member ||
          (member == Member::Any && found != Member::Nothing) ||
          ((member == Member::Any || member == Member::Step) && step);
  });
  return has;
}

namespace {

std::string_view describe(WorkflowChecker::Member member) {
  switch (member) {
    case WorkflowChecker::Member::Stage: return "a stage";
    case WorkflowChecker::Member::Job: return "a job";
    case WorkflowChecker::Member::Step: return "a step";
    case WorkflowChecker::Member::Hook: return "a hook of a deployment";
    default: return "";
  }
}

/// What marks a statement in a message: its name, if it has one.
source::Span markOf(const syntax::Stmt& stmt) {
  if (const auto* item = std::get_if<syntax::ItemStmt>(&stmt.node)) return item->name.span;
  if (const auto* hook = std::get_if<syntax::HookStmt>(&stmt.node)) return hook->name.span;
  if (const auto* let = std::get_if<syntax::LetStmt>(&stmt.node)) return let->name.span;
  return stmt.span;
}

}  // namespace

void WorkflowChecker::placement(const syntax::Block& block, Level level) {
  Member first = Member::Nothing;
  source::Span firstSpan;
  forEachChosen(tree_, block, [&](syntax::StmtId id) {
    const Member member = memberOf(id);
    if (member == Member::Nothing || member == Member::Any) return;
    const source::Span at = markOf(tree_.stmts[id]);
    const auto refuse = [&](std::string_view where) {
      file_.diags.report(at, diag::notInWorkflow, describe(member), where);
    };
    switch (level) {
      case Level::Root:
        if (member == Member::Hook) {
          refuse("a workflow");
        } else if (first == Member::Nothing) {
          first = member;
          firstSpan = at;
        } else if (member != first) {
          file_.diags.report(at, diag::mixedLevels, describe(member), describe(first))
              .note(firstSpan, diag::firstMember, describe(first));
        }
        break;
      case Level::Stage:
        if (member != Member::Job) refuse("a stage, which contains jobs");
        break;
      case Level::Job:
        if (member != Member::Step) refuse("a job, which contains steps");
        break;
      case Level::Hook:
        if (member != Member::Step) refuse("braces that contain steps");
        break;
      case Level::Deployment:
        if (member != Member::Hook) refuse("a deployment, which contains hooks such as `deploy`");
        break;
    }
  });
  if (level == Level::Root || level == Level::Stage) itemNames(block);
}

void WorkflowChecker::itemNames(const syntax::Block& block) {
  std::unordered_map<std::string, const syntax::ItemStmt*> seen;
  for (const syntax::StmtId id : block.statements) {
    const auto* item = std::get_if<syntax::ItemStmt>(&tree_.stmts[id].node);
    if (item == nullptr || item->name.empty()) continue;
    const std::string name = support::toLower(item->name.text);
    if (item->kind != syntax::ItemKind::Stage && is(item->name.text, vocabulary::HookName::Deploy)) {
      file_.diags.report(item->name.span, diag::badItemName, item->name.text);
    }
    const auto [same, isNew] = seen.emplace(name, item);
    if (!isNew && same->second->name.text != item->name.text) {
      file_.diags.report(item->name.span, diag::duplicateItem, item->name.text, same->second->name.text)
          .note(same->second->name.span, diag::declaredHere, same->second->name.text);
    }
  }
}

void WorkflowChecker::block(const syntax::Block& block, Scope& scope, Level level, SymbolId owner, StepChecker& steps) {
  for (const syntax::StmtId id : block.statements) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    if (const auto* named = std::get_if<syntax::LetStmt>(&node)) {
      if (!named->name.empty()) scope.announce(named->name.text, named->name.span);
    } else if (std::holds_alternative<syntax::ItemStmt>(node)) {
      // Stages and jobs can be named in `after` before they stand there.
      if (const SymbolId symbol = file_.declared(id)) declareOrReport(file_, scope, symbol);
    }
  }
  for (const syntax::StmtId id : block.statements) statement(id, scope, level, owner, steps);
}

void WorkflowChecker::condition(syntax::ExprId expr) {
  if (expr && file_.known(expr).phase == Phase::Run)
    file_.diags.report(spanOf(tree_, expr), diag::knownTooLate, "the content of the file");
}

void WorkflowChecker::statement(syntax::StmtId id, Scope& scope, Level level, SymbolId owner, StepChecker& steps) {
  const syntax::Stmt& stmt = tree_.stmts[id];
  const auto refuse = [&](source::Span at, std::string_view what, std::string_view where = "a workflow") {
    file_.diags.report(at, diag::notInWorkflow, what, where);
  };
  std::visit(support::Overload{
                 [](const syntax::ErrorStmt&) {}, [](const syntax::SettingStmt&) {},  // checked with the braces
                 [&](const syntax::LetStmt& s) {
                   if (!s.group) return steps.let(id, s, scope, owner);
                   file_.diags.report(s.name.span, diag::notInWorkflow, "a `let` of an `if` or `for`",
                                      "a workflow, where these decide what the file contains");
                   statement(s.group, scope, Level::Job, owner, steps);
                 },
                 [&](const syntax::IfStmt& s) {
                   for (const syntax::IfBranch& branch : s.branches) {
                     if (branch.condition) {
                       context_.expressions.check({scope}, branch.condition, file_.types.basic(TypeKind::Bool));
                       condition(branch.condition);
                     }
                     Scope inner(&scope, Place::Workflow);
                     block(branch.body, inner, level, owner, steps);
                   }
                 },
                 [&](const syntax::ForStmt& s) {
                   TypeStore& types = file_.types;
                   const TypeId list = context_.expressions.check({scope}, s.items, {});
                   condition(s.items);
                   TypeId item = types.basic(TypeKind::Error);
                   if (types[list].kind == TypeKind::List) {
                     item = types[list].element ? types[list].element : types.basic(TypeKind::Json);
                   } else if (!isErrorType(types, list)) {
                     file_.diags.report(spanOf(tree_, s.items), diag::loopItems, file_.nameOf(list));
                   }
                   Scope inner(&scope, Place::Workflow);
                   const SymbolId symbol =
                       file_.addStatementSymbol(id, SymbolKind::LoopVariable, s.variable, symbol_, item);
                   if (!s.variable.empty()) inner.declare(s.variable.text, symbol);
                   block(s.body, inner, level, owner, steps);
                 },
                 [&](const syntax::TryStmt&) {
                   refuse({stmt.span.file, stmt.span.begin, stmt.span.begin + 3}, "`try`",
                          "a workflow, whose steps have `when: failed()` and `always()`");
                 },
                 [&](const syntax::ReturnStmt&) { refuse(stmt.span, "`return`"); },
                 [&](const syntax::YieldStmt&) { refuse(stmt.span, "`yield`"); },
                 [&](const syntax::CallStmt& s) { steps.call(s, stmt.span, scope); },
                 [&](const syntax::CodeStmt& s) { steps.code(s, scope); },
                 [&](const syntax::ItemStmt& s) { item(id, s, scope); },
                 [](const syntax::HookStmt&) {},  // read with their deployment
             },
             stmt.node);
}

namespace {

template <typename Node>
const Node& nodeOf(const FileContext& file, SymbolId symbol) {
  return std::get<Node>(file.tree.decls[file.program.symbols[symbol].decl].node);
}

}  // namespace

void checkWorkflow(const BodyContext& context, SymbolId workflow) {
  WorkflowChecker(context, workflow).workflow(nodeOf<syntax::WorkflowDecl>(context.file, workflow));
}

void checkTemplate(const BodyContext& context, SymbolId shared) {
  WorkflowChecker(context, shared).shared(nodeOf<syntax::TemplateDecl>(context.file, shared));
}

void announceTemplate(const BodyContext& context, SymbolId shared) {
  WorkflowChecker(context, shared).announce(shared, nodeOf<syntax::TemplateDecl>(context.file, shared).body);
}

}  // namespace mlpc::sema
