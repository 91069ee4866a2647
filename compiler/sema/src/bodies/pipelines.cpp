// The statements of a pipeline, except for its groups (groups.cpp).

#include "bodies/pipelines.h"

#include <algorithm>
#include <array>

#include "bodies/body_checks.h"
#include "expressions/assignment.h"
#include "mlpc/diag/components.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/sema/written.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

namespace {

using vocabulary::prelude::ComponentSettings;
using vocabulary::prelude::TaskOptions;

/// Why a pipeline cannot run the callee; empty if it can.
std::string_view notRunnable(const Program& program, const Symbol& callee) {
  switch (callee.kind) {
    case SymbolKind::StepsTemplate: return "a template for steps of a workflow";
    case SymbolKind::JobTemplate: return "a template for a job of a workflow";
    case SymbolKind::StageTemplate: return "a template for a stage of a workflow";
    case SymbolKind::Component: break;
    default: return {};
  }
  const Module& module = program.module(callee.module);
  if (module.standard) {
    return isStepModule(*module.standard) ? std::string_view("a step of a workflow") : std::string_view();
  }
  const auto* component = std::get_if<syntax::ComponentDecl>(&module.tree->decls[callee.decl].node);
  const bool task = component != nullptr && settingValue(*module.tree, component->body, ComponentSettings::Task);
  return task ? std::string_view("a task of Azure Pipelines, which only a workflow can run") : std::string_view();
}

/// Whether such a statement stands directly in the block.
template <typename Node>
bool has(const syntax::Tree& tree, const syntax::Block& block) {
  return std::any_of(block.statements.begin(), block.statements.end(),
                     [&](syntax::StmtId id) { return std::holds_alternative<Node>(tree.stmts[id].node); });
}

}  // namespace

PipelineChecker::PipelineChecker(const BodyContext& context, SymbolId symbol)
    : context_(context),
      file_(context.file),
      symbol_(symbol),
      tree_(file_.tree),
      decl_(tree_.decls[file_.program.symbols[symbol].decl]),
      pipeline_(std::get<syntax::PipelineDecl>(decl_.node)),
      signature_(context.declarations.signatureOf(symbol)) {}

void PipelineChecker::run() {
  Scope scope(&context_.names.fileScope(), Place::Pipeline);
  declareParameters(file_, scope, symbol_, pipeline_.parameters, SymbolKind::Parameter, signature_.parameters);
  for (const syntax::Parameter& parameter : pipeline_.parameters) {
    if (parameter.name.text == "Output") {
      file_.diags.report(parameter.name.span, diag::badPortName, "Output",
                         "Kubeflow Pipelines reserves it for the unnamed output");
    }
  }
  const TypeStore& types = file_.types;
  for (size_t i = 0; i < signature_.outputs.size(); ++i) {
    const TypeId type = signature_.outputs[i].type;
    const TypeKind kind = types[bareType(types, type)].kind;
    const source::Span at = pipeline_.outputs.single ? tree_.types[pipeline_.outputs.single].span
                                                     : tree_.types[pipeline_.outputs.named[i].type].span;
    if (kind == TypeKind::Secret || kind == TypeKind::FinalStatus || kind == TypeKind::TaskConfig ||
        types[type].kind == TypeKind::Optional) {
      file_.diags.report(at, diag::badOutputType, file_.nameOf(type));
    }
  }
  Scope outputs(nullptr, Place::Pipeline);
  declareParameters(file_, outputs, symbol_, pipeline_.outputs.named, SymbolKind::Output, signature_.outputs);
  context_.expressions.records.settings(scope, pipeline_.body, file_.standard.type("PipelineSettings"));
  statements(pipeline_.body, scope, {});
  checkMaybes();
  if (has<syntax::ErrorStmt>(tree_, pipeline_.body)) return;
  if (!hasTasks(pipeline_.body)) {
    file_.diags.report(decl_.name.span, diag::emptyPipeline, decl_.name.text);
    return;
  }
  if (!signature_.outputs.empty() && !has<syntax::ReturnStmt>(tree_, pipeline_.body)) {
    std::vector<std::string> names;
    for (const Field& output : signature_.outputs) names.emplace_back(output.name);
    const source::Span at = pipeline_.outputs.span.valid() ? pipeline_.outputs.span : decl_.name.span;
    file_.diags.report(at, diag::outputsNotReturned, decl_.name.text, diag::OneOf(names, " and "));
  }
}

void PipelineChecker::statements(const syntax::Block& block, Scope& scope, const Around& around) {
  for (const syntax::StmtId id : block.statements) {
    const auto* named = std::get_if<syntax::LetStmt>(&tree_.stmts[id].node);
    if (named != nullptr && !named->name.empty()) scope.announce(named->name.text, named->name.span);
  }
  for (size_t i = 0; i < block.statements.size(); ++i) {
    statement(block.statements[i], scope, around, i + 1 == block.statements.size());
  }
}

void PipelineChecker::notHere(source::Span span, std::string_view what) {
  file_.diags.report(span, diag::notInPipeline, what);
}

void PipelineChecker::statement(syntax::StmtId id, Scope& scope, const Around& around, bool last) {
  const syntax::Stmt& stmt = tree_.stmts[id];
  std::visit(
      support::Overload{
          [](const syntax::ErrorStmt&) {},
          [](const syntax::SettingStmt&) {},  // checked with the braces
          [&](const syntax::LetStmt& s) { let(id, s, scope, around); },
          [&](const syntax::IfStmt&) { group(id, scope, {}, around); },
          [&](const syntax::ForStmt&) { group(id, scope, {}, around); },
          [&](const syntax::TryStmt&) { group(id, scope, {}, around); },
          [&](const syntax::ReturnStmt& s) {
            const bool top = around.where == Where::Top;
            if (!top || !last) file_.diags.report(stmt.span, diag::returnPlace);
            if (top) returns(s, stmt.span, scope);
          },
          [&](const syntax::YieldStmt& s) { yields(s, stmt.span, scope, around); },
          [&](const syntax::CallStmt& s) { call(s, stmt.span, scope, around.where); },
          [&](const syntax::CodeStmt& s) { notHere(s.language.span, "code; put it into a component and call that"); },
          [&](const syntax::ItemStmt& s) {
            notHere(s.name.span, s.kind == syntax::ItemKind::Stage ? "a stage"
                                 : s.kind == syntax::ItemKind::Job ? "a job"
                                                                   : "a deployment");
          },
          [&](const syntax::HookStmt& s) { notHere(s.name.span, "a hook of a deployment"); },
      },
      stmt.node);
}

void PipelineChecker::let(syntax::StmtId id, const syntax::LetStmt& statement, Scope& scope, const Around& around) {
  const SymbolId let =
      file_.addStatementSymbol(id, SymbolKind::Let, statement.name, symbol_, file_.types.basic(TypeKind::Error));
  if (statement.group) {
    // The name is not visible inside its own group.
    group(statement.group, scope, let, around);
    file_.program.symbols.edit(let).type = file_.types.task(let);
  } else if (statement.value) {
    TypeId type;
    if (std::holds_alternative<syntax::CallExpr>(tree_.exprs[statement.value].node)) {
      type = context_.expressions.calls.statement(scope, statement.value);
    } else {
      TypeId expected;
      if (statement.type) expected = context_.types.resolve(statement.type, scope);
      type = context_.expressions.check({scope}, statement.value, expected);
      if (expected) type = expected;
    }
    if (file_.types[type].kind == TypeKind::Task) {
      const CallUse* use = file_.callUse(statement.value);
      if (use != nullptr) file_.program.symbols.edit(let).callee = use->callee;
      type = file_.types.task(let);
      task(statement.value, statement.settings, scope, around.where);
      if (statement.type) {
        // The type of a task with one output is that of its output.
        const TypeId wanted = context_.types.resolve(statement.type, scope);
        const Signature* outputs =
            use != nullptr && use->callee ? &context_.declarations.signatureOf(use->callee) : nullptr;
        if (outputs != nullptr && outputs->unnamedOutput)
          requireAssignable(file_, statement.value, outputs->outputs.front().type, wanted);
      }
    } else {
      if (file_.types[type].kind == TypeKind::Void) type = file_.types.basic(TypeKind::Error);
      // What is not a call at all was reported by the parser.
      const bool reported = isErrorType(file_.types, type) ||
                            !std::holds_alternative<syntax::CallExpr>(tree_.exprs[statement.value].node);
      if (statement.settings && !reported)
        file_.diags.report(spanOf(tree_, statement.settings), diag::settingsWithoutTask);
    }
    file_.program.symbols.edit(let).type = type;
  }
  if (!statement.name.empty()) declareOrReport(file_, scope, let);
}

void PipelineChecker::call(const syntax::CallStmt& statement, source::Span span, const Scope& scope, Where where) {
  const TypeId type = context_.expressions.calls.statement(scope, statement.call);
  const TypeKind kind = file_.types[type].kind;
  if (kind == TypeKind::Task || kind == TypeKind::Error) {
    task(statement.call, statement.settings, scope, where);
    return;
  }
  file_.diags.report(span, diag::valueUnused);
}

void PipelineChecker::task(syntax::ExprId call, syntax::ExprId settings, const Scope& scope, Where where) {
  if (settings) context_.expressions.records.declaration(scope, settings, file_.standard.type("TaskOptions"));
  taskSettings(call, settings, where);
}

void PipelineChecker::taskSettings(syntax::ExprId call, syntax::ExprId settings, Where where) {
  const CallUse* use = file_.callUse(call);
  if (use == nullptr || !use->callee) return;
  const Symbol& callee = file_.program.symbols[use->callee];
  const Signature& signature = context_.declarations.signatureOf(use->callee);
  if (const std::string_view what = notRunnable(file_.program, callee); !what.empty()) {
    auto report = file_.diags.report(spanOf(tree_, call), diag::notATask, callee.name, what);
    if (!file_.program.module(callee.module).standard) report.note(callee.span, diag::declaredHere, callee.name);
    return;
  }
  if (settings) {
    const bool pipeline = callee.kind == SymbolKind::Pipeline;
    const bool importer = signature.builtin == Builtin::Importer;
    if (pipeline || importer) {
      const auto* record = std::get_if<syntax::RecordExpr>(&tree_.exprs[settings].node);
      for (size_t i = 0; record != nullptr && i < record->items.size(); ++i) {
        const syntax::RecordItem& item = record->items[i];
        const auto setting = vocabulary::find<TaskOptions>(item.key.text);
        // Accepted by the SDK on a nested pipeline.
        if (!setting || !isOfContainer(*setting) || (pipeline && setting == TaskOptions::Retry)) continue;
        file_.diags.report(item.key.span, diag::settingOnTask, item.key.text,
                           pipeline ? "a pipeline, which is not a container" : "an importer, which runs no container");
      }
    }
  }
  const bool inFinally = where == Where::Finally;
  bool alwaysRun = inFinally;
  if (const syntax::ExprId value = fieldValue(tree_, settings, TaskOptions::AlwaysRun)) {
    const auto constant = file_.constant(value);
    const bool* flag = constant ? constant->as<bool>() : nullptr;
    alwaysRun = alwaysRun || flag == nullptr || *flag;
  } else if (settings) {
    // A spread may contain it.
    const auto* record = std::get_if<syntax::RecordExpr>(&tree_.exprs[settings].node);
    if (record != nullptr &&
        std::any_of(record->items.begin(), record->items.end(), [](const syntax::RecordItem& i) { return i.spread; })) {
      const auto constant = file_.constant(settings);
      const support::Constant* field = constant ? constant->field(vocabulary::name(TaskOptions::AlwaysRun)) : nullptr;
      const bool* flag = field != nullptr ? field->as<bool>() : nullptr;
      alwaysRun = alwaysRun || (flag != nullptr && *flag);
    }
  }
  for (size_t i = 0; i < use->arguments.size() && i < signature.parameters.size(); ++i) {
    const syntax::ExprId argument = use->arguments[i];
    if (!argument) continue;
    const Use& meaning = infoOf(argument).use;
    if (const auto* status = std::get_if<FinalStatusUse>(&meaning); status != nullptr && status->task && !alwaysRun) {
      file_.diags.report(spanOf(tree_, argument), diag::finalStatusNeedsAlwaysRun);
    }
    if (alwaysRun && !inFinally && !signature.parameters[i].optional && std::holds_alternative<OutputUse>(meaning)) {
      file_.diags.report(spanOf(tree_, argument), diag::alwaysRunNeedsDefault, signature.parameters[i].name)
          .note(signature.parameters[i].span, diag::declaredHere, signature.parameters[i].name);
    }
  }
}

/// Whether `expr` is an input of this pipeline that a task can pass on as an output.
bool PipelineChecker::isReturnableInput(syntax::ExprId expr) const {
  const auto* use = std::get_if<SymbolUse>(&infoOf(expr).use);
  if (use == nullptr) return false;
  const Symbol& symbol = file_.program.symbols[use->symbol];
  const TypeStore& types = file_.types;
  const bool artifacts =
      isArtifactType(types, symbol.type) && types[bareType(types, symbol.type)].kind == TypeKind::List;
  return symbol.kind == SymbolKind::Parameter && symbol.owner == symbol_ && !artifacts;
}

void PipelineChecker::returns(const syntax::ReturnStmt& statement, source::Span span, const Scope& scope) {
  const auto& outputs = signature_.outputs;
  if (!statement.value) return;
  if (outputs.empty()) {
    context_.expressions.check({scope}, statement.value, {});
    file_.diags.report(span, diag::returnWithoutOutputs, decl_.name.text);
    return;
  }
  const auto value = [&](syntax::ExprId expr, const Field& output) {
    const TypeId type = context_.expressions.check({scope}, expr, output.type);
    walkExpressions(tree_, expr, [&](syntax::ExprId part) { handedOut_.insert(part); });
    if (isErrorType(file_.types, type)) return;
    if (!std::holds_alternative<OutputUse>(infoOf(expr).use) && !isReturnableInput(expr))
      file_.diags.report(spanOf(tree_, expr), diag::returnNotOutput);
  };
  const auto* record = std::get_if<syntax::RecordExpr>(&tree_.exprs[statement.value].node);
  if (record == nullptr || signature_.unnamedOutput) {
    if (outputs.size() == 1) {
      value(statement.value, outputs.front());
      return;
    }
    std::vector<std::string> names;
    for (const Field& output : outputs) names.emplace_back(output.name);
    context_.expressions.check({scope}, statement.value, {});
    file_.diags.report(spanOf(tree_, statement.value), diag::returnSeveral, decl_.name.text,
                       diag::OneOf(names, " and "));
    return;
  }
  std::vector<bool> given(outputs.size(), false);
  for (const syntax::RecordItem& item : record->items) {
    const Field* output = item.spread ? nullptr : file_.named(outputs, item.key.text);
    if (output == nullptr) {
      context_.expressions.check({scope}, item.value, {});
      file_.diags.report(item.spread ? spanOf(tree_, item.value) : item.key.span, diag::returnUnknown, decl_.name.text,
                         item.spread ? std::string_view("...") : item.key.text);
      continue;
    }
    const auto index = static_cast<size_t>(output - outputs.data());
    if (given[index]) file_.diags.report(item.key.span, diag::duplicateField, item.key.text);
    given[index] = true;
    value(item.value, *output);
  }
  std::vector<std::string> missing;
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (!given[i]) missing.emplace_back(outputs[i].name);
  }
  if (!missing.empty())
    file_.diags.report(spanOf(tree_, statement.value), diag::outputsNotReturned, decl_.name.text,
                       diag::OneOf(missing, " and "));
}

void PipelineChecker::yields(const syntax::YieldStmt& statement, source::Span span, const Scope& scope,
                             const Around& around) {
  if (around.target == nullptr) {
    if (statement.value) context_.expressions.check({scope}, statement.value, {});
    file_.diags.report(span, diag::yieldPlace);
    return;
  }
  Target& target = *around.target;
  if (!target.named) file_.diags.report(span, diag::yieldUnnamed, target.loop ? "loop" : "`if`");
  if (around.underPlainIf && !target.loop) file_.diags.report(span, diag::yieldUnderIf);
  Yield yield;
  yield.span = span;
  const auto value = [&](syntax::ExprId expr, std::string_view name) {
    Field field;
    field.name = name;
    field.type = context_.expressions.check({scope}, expr, {});
    field.span = spanOf(tree_, expr);
    if (target.loop) walkExpressions(tree_, expr, [&](syntax::ExprId part) { handedOut_.insert(part); });
    const TypeStore& types = file_.types;
    if (!isErrorType(types, field.type)) {
      const auto* use = std::get_if<OutputUse>(&infoOf(expr).use);
      if (use == nullptr || use->task.index() < target.firstSymbol) {
        file_.diags.report(field.span, diag::yieldNotOutput, target.loop ? "loop" : "branch");
        field.type = types.basic(TypeKind::Error);
      } else if (target.loop && !isArtifactType(types, field.type)) {
        // Lists of parameters from inner loops arrive as one list or as a list of lists, depending on the version of
        // the back end, so their elements have no known type.
        const Symbol& task = file_.program.symbols[use->task];
        const auto* inner = task.stmt ? std::get_if<syntax::LetStmt>(&tree_.stmts[task.stmt].node) : nullptr;
        if (inner != nullptr && inner->group &&
            std::holds_alternative<syntax::ForStmt>(tree_.stmts[inner->group].node)) {
          field.type = types.basic(TypeKind::Json);
        }
      }
    }
    yield.fields.push_back(std::move(field));
  };
  const auto* record = statement.value ? std::get_if<syntax::RecordExpr>(&tree_.exprs[statement.value].node) : nullptr;
  if (record != nullptr) {
    yield.record = true;
    for (const syntax::RecordItem& item : record->items) {
      if (item.spread) {
        context_.expressions.check({scope}, item.value, {});
        file_.diags.report(spanOf(tree_, item.value), diag::yieldNotOutput, target.loop ? "loop" : "branch");
      } else {
        value(item.value, item.key.text);
      }
    }
  } else if (statement.value) {
    value(statement.value, "Output");
  }
  if (!target.yields.empty()) {
    file_.diags.report(span, diag::yieldTwice, target.loop ? "loop" : "branch")
        .note(target.yields.front().span, diag::otherYield);
    return;
  }
  yield.dead = around.dead;
  target.yields.push_back(std::move(yield));
}

void checkPipeline(const BodyContext& context, SymbolId pipeline) { PipelineChecker(context, pipeline).run(); }

}  // namespace mlpc::sema
