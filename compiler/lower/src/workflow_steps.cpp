#include "workflow_steps.h"

#include <algorithm>

#include "mlpc/diag/lowering.h"
#include "mlpc/eval/functions.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Value;
using sema::SymbolKind;
using support::Constant;
using support::Overload;
using vocabulary::Builtin;

std::string UniqueNames::give(std::string_view wanted) {
  std::string name(wanted);
  const auto key = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  };
  int& count = used_[key(name)];
  while (count++ != 0) {
    std::string candidate = std::string(wanted) + "_" + std::to_string(count);
    if (used_.contains(key(candidate))) continue;
    used_[key(candidate)] = 1;
    return candidate;
  }
  return name;
}

namespace {

/// Whether a `let` cannot be an Azure variable: its value is chosen before the run, comes during the job, or is not a
/// string.
bool standsForItself(const Value& value) {
  if (value.as<ir::ListValue>() != nullptr || value.as<ir::RecordValue>() != nullptr) return true;
  bool found = false;
  forEach(value, [&](const Value& v) {
    if (const auto* ref = v.as<ir::ResourceRef>()) found |= ref->attribute.empty();
    if (const auto* ref = v.as<ir::StepOutputRef>()) found |= ref->job.empty();
    if (const auto* ref = v.as<ir::PropertyRef>()) found |= ref->space == vocabulary::Space::Matrix;
    if (const auto* call = v.as<ir::Call>())
      found |= ir::eval::isStatus(call->function) || call->function == Builtin::Template;
    found |= v.as<ir::SecretRef>() != nullptr || v.as<ir::NodeRef>() != nullptr ||
             v.as<ir::DeclarationRef>() != nullptr || v.as<ir::CodeValue>() != nullptr;
  });
  return found;
}

/// The task of a component with `task:`, or the built-in component.
decltype(ir::Step::what) whatIsCalled(Lowering& lowering, SymbolId callee) {
  const sema::Signature& signature = lowering.signature(callee);
  if (!signature.azureTask.empty()) return ir::AzureTask{std::string(signature.azureTask)};
  if (signature.builtin) return *signature.builtin;
  if (const auto* component = std::get_if<ComponentDecl>(&lowering.decl(callee).node)) {
    const Tree& tree = lowering.tree(lowering.symbol(callee).module);
    for (const StmtId id : component->body.statements) {
      const auto* setting = std::get_if<SettingStmt>(&tree.stmts[id].node);
      if (setting == nullptr || !is(setting->key.text, vocabulary::prelude::ComponentSettings::Task)) continue;
      const Value task = Evaluator(lowering).eval(lowering.symbol(callee).module, setting->value, {});
      if (task.text() != nullptr) return ir::AzureTask{*task.text()};
    }
  }
  return Builtin{};
}

source::Span calleeSpan(const Lowering& lowering, ModuleId module, ExprId callee) {
  const Expr& expr = lowering.expr(module, callee);
  if (const auto* member = std::get_if<MemberExpr>(&expr.node)) return member->member.span;
  return expr.span;
}

source::Span keywordOf(const Lowering& lowering, Expansion at, StmtId id, std::string_view keyword) {
  const source::Span span = lowering.tree(at.module).stmts[id].span;
  return {span.file, span.begin, span.begin + static_cast<uint32_t>(keyword.size())};
}

}  // namespace

void lowerLet(Lowering& lowering, Expansion at, StmtId id, const LetStmt& let, const Scope& scope) {
  const SymbolId symbol = lowering.declared(at.module, id);
  if (!symbol || !let.value) return;
  Value value = Evaluator(lowering).eval(at.module, let.value, at.environment);
  if (value.isConstant() || standsForItself(value)) {
    at.environment.bind(symbol, std::move(value));
    return;
  }
  std::string name = scope.names->give(let.name.text);
  at.environment.bind(symbol, Value{ir::VariableRef{name}, let.name.span});
  scope.variables->push_back({std::move(name), std::move(value), let.name.span});
}

void bindArguments(Lowering& lowering, Expansion caller, const sema::CallUse& use, source::Span at,
                   Environment& inside) {
  inside.uses = caller.environment.uses;
  inside.uses.push_back({use.callee, at});
  // The symbols of a template's parameters are found by their owner and index.
  const sema::Signature& signature = lowering.signature(use.callee);
  const std::vector<SymbolId>& parameters = lowering.parametersOf(use.callee);
  Evaluator evaluator(lowering);
  for (size_t i = 0; i < signature.parameters.size() && i < parameters.size(); ++i) {
    const sema::Field& field = signature.parameters[i];
    Value value{Constant(), field.span};
    if (i < use.arguments.size() && use.arguments[i]) {
      value = evaluator.argument(caller.module, use.arguments[i], caller.environment, field);
    } else if (field.hasDefault()) {
      value = evaluator.defaultOf(field, inside);
      coerce(lowering.program.types, value, field.type);
    }
    if (parameters[i]) inside.bind(parameters[i], std::move(value));
  }
}

void decide(Lowering& lowering, Expansion at, StmtId id, const IfStmt& stmt, const RunBlock& run) {
  for (const IfBranch& branch : stmt.branches) {
    if (branch.condition) {
      const Value value = Evaluator(lowering).eval(at.module, branch.condition, at.environment);
      const bool* known = knownBool(value);
      if (known == nullptr) {
        lowering.diags.report(keywordOf(lowering, at, id, "if"), diag::decidedTooLate, "if");
        return;
      }
      if (!*known) continue;
    }
    run(branch.body);
    return;
  }
}

void unroll(Lowering& lowering, Expansion at, StmtId id, const ForStmt& stmt, const RunBlock& run) {
  const Value value = Evaluator(lowering).eval(at.module, stmt.items, at.environment);
  const auto* list = value.as<ir::ListValue>();
  const source::Span keyword = keywordOf(lowering, at, id, "for");
  if (list == nullptr) {
    lowering.diags.report(keyword, diag::decidedTooLate, "for");
    return;
  }
  if (!lowering.spend(list->items.size() * 256, keyword)) return;
  const SymbolId variable = lowering.declared(at.module, id);
  for (const Value& item : list->items) {
    if (variable) at.environment.bind(variable, item);
    run(stmt.body);
  }
}

void StepsLowering::run(Expansion at, const Block& block, std::vector<ir::Step>& steps) {
  for (const StmtId id : block.statements) statement(at, id, steps);
}

void StepsLowering::statement(Expansion at, StmtId id, std::vector<ir::Step>& steps) {
  const Stmt& stmt = lowering_.tree(at.module).stmts[id];
  const auto inner = [&](const Block& block) { run(at, block, steps); };
  std::visit(Overload{
                 [](const ErrorStmt&) {},
                 [](const SettingStmt&) {},
                 [&](const LetStmt& s) {
                   const SymbolId symbol = lowering_.declared(at.module, id);
                   const sema::TypeId type = symbol ? lowering_.symbol(symbol).type : sema::TypeId();
                   const bool isStep = type && lowering_.program.types[type].kind == sema::TypeKind::Task;
                   if (!s.value) return;
                   const auto* fence = std::get_if<FenceExpr>(&lowering_.expr(at.module, s.value).node);
                   if (isStep && fence != nullptr) {
                     script(at, vocabulary::languageOf(fence->language.text), s.value, s.settings, symbol,
                            fence->language.span, steps);
                   } else if (isStep) {
                     call(at, s.value, s.settings, symbol, steps);
                   } else {
                     lowerLet(lowering_, at, id, s, scope_);
                   }
                 },
                 [&](const IfStmt& s) { decide(lowering_, at, id, s, inner); },
                 [&](const ForStmt& s) { unroll(lowering_, at, id, s, inner); },
                 [](const TryStmt&) {},
                 [](const ReturnStmt&) {},
                 [](const YieldStmt&) {},
                 [&](const CallStmt& s) { call(at, s.call, s.settings, {}, steps); },
                 [&](const CodeStmt& s) {
                   script(at, vocabulary::languageOf(s.language.text), s.body, s.settings, {}, s.language.span, steps);
                 },
                 [](const ItemStmt&) {},
                 [](const HookStmt&) {},
             },
             stmt.node);
}

std::string StepsLowering::nameOf(SymbolId let) {
  return let ? stepNames_.give(lowering_.symbol(let).name) : std::string();
}

void StepsLowering::bindStep(Expansion at, SymbolId let, ir::Step& step) {
  if (!let) return;
  if (const sema::Signature* declared = lowering_.program.signature(let)) {
    for (const sema::Field& output : declared->outputs) {
      const ir::PortType type = portType(lowering_, output.type);
      const auto* kind = std::get_if<ir::ParameterKind>(&type.kind);
      if (kind != nullptr && *kind != ir::ParameterKind::String)
        step.outputKinds.emplace(std::string(output.name), *kind);
    }
  }
  at.environment.bind(let, Value{ir::StepOutputRef{{}, {}, step.name, {}}, step.origin});
}

void StepsLowering::settings(Expansion at, ExprId record, ir::Step& step) {
  step.settings = evaluator_.fields(at.module, record, at.environment);
  for (const ir::Field& field : step.settings) {
    const auto* outputs = is(field.key, vocabulary::ado::Step::Outputs) ? field.value.as<ir::RecordValue>() : nullptr;
    if (outputs == nullptr) continue;
    for (const ir::Field& output : outputs->fields) step.outputs.push_back(output.key);
  }
}

ir::Step StepsLowering::step(Expansion at, ExprId callId, ExprId record, std::string name) {
  ir::Step step;
  step.name = std::move(name);
  step.origin = lowering_.span(at.module, callId);
  const auto* call = std::get_if<CallExpr>(&lowering_.expr(at.module, callId).node);
  const auto* use = std::get_if<sema::CallUse>(&lowering_.program.info(at.module, callId).use);
  if (call == nullptr || use == nullptr || !use->callee) return step;
  step.origin = calleeSpan(lowering_, at.module, call->callee);
  step.what = whatIsCalled(lowering_, use->callee);
  const sema::Signature& signature = lowering_.signature(use->callee);
  for (size_t i = 0; i < use->arguments.size() && i < signature.parameters.size(); ++i) {
    const ExprId argument = use->arguments[i];
    if (!argument) continue;
    Value value = evaluator_.argument(at.module, argument, at.environment, signature.parameters[i]);
    if (isNull(value)) continue;
    if (const auto* fence = std::get_if<FenceExpr>(&lowering_.expr(at.module, argument).node))
      step.language = vocabulary::languageOf(fence->language.text);
    const source::Span origin = value.origin;
    step.arguments.push_back({std::string(signature.parameters[i].name), origin, std::move(value)});
  }
  settings(at, record, step);
  return step;
}

void StepsLowering::call(Expansion at, ExprId callId, ExprId record, SymbolId let, std::vector<ir::Step>& steps) {
  const auto* use = std::get_if<sema::CallUse>(&lowering_.program.info(at.module, callId).use);
  if (use == nullptr || !use->callee) return;
  const sema::Symbol& callee = lowering_.symbol(use->callee);
  if (callee.kind != SymbolKind::StepsTemplate) {
    steps.push_back(step(at, callId, record, nameOf(let)));
    bindStep(at, let, steps.back());
    return;
  }
  if (record) lowering_.diags.report(lowering_.span(at.module, record), diag::templateSettings, callee.name);
  const auto* declaration = std::get_if<TemplateDecl>(&lowering_.decl(use->callee).node);
  if (declaration == nullptr) return;
  if (!lowering_.enter(use->callee, lowering_.span(at.module, callId))) return;
  Environment inside;
  bindArguments(lowering_, at, *use, lowering_.span(at.module, callId), inside);
  run({callee.module, inside}, declaration->body, steps);
  lowering_.leave();
}

void StepsLowering::script(Expansion at, vocabulary::Language language, ExprId body, ExprId record, SymbolId let,
                           source::Span origin, std::vector<ir::Step>& steps) {
  ir::Step step;
  step.what = language;
  step.language = language;
  step.name = nameOf(let);
  step.origin = origin;
  step.script = evaluator_.eval(at.module, body, at.environment);
  settings(at, record, step);
  steps.push_back(std::move(step));
  bindStep(at, let, steps.back());
}

}  // namespace mlpc::lower
