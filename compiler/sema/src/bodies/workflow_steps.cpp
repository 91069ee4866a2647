// The steps of a workflow, and the scripts in them.

#include "bodies/workflow_steps.h"

#include <algorithm>
#include <array>

#include "bodies/workflows.h"
#include "code/script_sources.h"
#include "expressions/assignment.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/kfp.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"
#include "types/constraints.h"

namespace mlpc::sema {

using embedded::Range;
using embedded::ShellCommand;
using embedded::ShellScript;
using embedded::ShellWord;
using vocabulary::ado::UsePythonVersion0Input;
using vocabulary::kfp::SubmitInput;
using vocabulary::prelude::ComponentSettings;
namespace {

/// Whether a script writes the file that it reads at `range` before that: with `> file`, or as the argument of a
/// command that creates files.
bool makesFileItself(const ShellScript& script, Range range) {
  constexpr std::array<std::string_view, 10> kMakers = {"tee",  "cp",   "mv",    "touch", "ln",
                                                        "curl", "wget", "mkdir", "tar",   "unzip"};
  const auto reads = [&](const ShellWord& word) { return word.range == range; };
  std::string_view file;
  for (const ShellCommand& command : script.commands) {
    const auto found = std::find_if(command.words.begin(), command.words.end(), reads);
    if (found != command.words.end()) file = found->value;
  }
  const auto names = [&](const ShellWord& word) {
    return word.range.end <= range.begin && word.value.find(file) != std::string::npos;
  };
  return !file.empty() && std::any_of(script.commands.begin(), script.commands.end(), [&](const ShellCommand& command) {
    const auto maker = std::find_if(command.words.begin(), command.words.end(),
                                    [](const ShellWord& word) { return word.value != "sudo"; });
    const bool makes = maker != command.words.end() &&
                       std::find(kMakers.begin(), kMakers.end(), maker->value) != kMakers.end() &&
                       std::any_of(maker + 1, command.words.end(), names);
    return makes || std::any_of(command.written.begin(), command.written.end(), names);
  });
}

/// Whether a template for steps checks out the sources.
bool checksOut(const syntax::Tree& tree, syntax::DeclId shared) {
  const auto& statements = std::get<syntax::TemplateDecl>(tree.decls[shared].node).body.statements;
  return std::any_of(statements.begin(), statements.end(), [&](syntax::StmtId id) {
    const auto* called = std::get_if<syntax::CallStmt>(&tree.stmts[id].node);
    const auto* call = called != nullptr ? std::get_if<syntax::CallExpr>(&tree.exprs[called->call].node) : nullptr;
    const syntax::Name* name = call != nullptr ? rootName(tree, call->callee) : nullptr;
    return name != nullptr && is(name->text, vocabulary::Builtin::Checkout);
  });
}

/// Checks the constraints of a pipeline's inputs on what the spread `record.items[at]` sets and nothing later replaces.
void spreadArguments(const FileContext& file, const syntax::RecordExpr& record, size_t at, const Signature& wanted) {
  const syntax::ExprId spread = record.items[at].value;
  const auto value = file.constant(spread);
  if (!value) return;
  for (const Field& input : wanted.parameters) {
    const support::Constant* part = value->field(input.name);
    const bool replaced = std::any_of(record.items.begin() + static_cast<std::ptrdiff_t>(at) + 1, record.items.end(),
                                      [&](const auto& item) { return !item.spread && item.key.text == input.name; });
    if (part != nullptr && !replaced) checkConstraints(file.diags, input, *part, spanOf(file.tree, spread));
  }
}

}  // namespace

void StepChecker::stepName(std::string_view name, source::Span span) {
  std::string lower = support::toLower(name);
  const auto same = std::find_if(names_.begin(), names_.end(), [&](const auto& n) { return n.first == lower; });
  if (same != names_.end()) {
    const std::string_view other = file_.program.sources.text(same->second);
    if (other != name)
      file_.diags.report(span, diag::duplicateItem, name, other).note(same->second, diag::declaredHere, other);
  }
  names_.emplace_back(std::move(lower), span);
}

void StepChecker::let(syntax::StmtId id, const syntax::LetStmt& statement, Scope& scope, SymbolId owner) {
  TypeStore& types = file_.types;
  if (!statement.value) return;
  SymbolId symbol = file_.declared(id);
  const syntax::ExprNode& value = tree_.exprs[statement.value].node;
  const auto* fence = std::get_if<syntax::FenceExpr>(&value);
  const bool announced = symbol.valid();
  if (!symbol) {
    symbol = file_.addStatementSymbol(id, SymbolKind::Let, statement.name, owner, types.basic(TypeKind::Error));
  }
  if (fence != nullptr && announced) {
    context_.expressions.check({scope}, statement.value, types.basic(TypeKind::String));
    if (statement.settings)
      context_.expressions.records.declaration(scope, statement.settings, file_.standard.type("azure.devops.Step"));
    stepName(statement.name.text, statement.name.span);
    if (is(fence->language.text, Language::Bash)) script(statement.value);
  } else if (std::holds_alternative<syntax::CallExpr>(value)) {
    call(statement.value, statement.settings, tree_.stmts[id].span, scope, symbol);
    if (types[file_.program.symbols[symbol].type].kind == TypeKind::Task)
      stepName(statement.name.text, statement.name.span);
  } else {
    TypeId expected;
    if (statement.type) expected = context_.types.resolve(statement.type, scope);
    const TypeId type = context_.expressions.check({scope}, statement.value, expected);
    file_.program.symbols.edit(symbol).type = expected ? expected : type;  // the parser has refused settings here
  }
  if (!statement.name.empty()) declareOrReport(file_, scope, symbol);
}

void StepChecker::code(const syntax::CodeStmt& statement, const Scope& scope) {
  const std::string_view language = statement.language.text;
  const bool fence = std::holds_alternative<syntax::FenceExpr>(tree_.exprs[statement.body].node);
  if (!isStepScript(statement.language) || !fence || statement.module) {
    file_.diags.report(statement.language.span, diag::scriptLanguage);
    return;
  }
  context_.expressions.check({scope}, statement.body, file_.types.basic(TypeKind::String));
  if (statement.settings)
    context_.expressions.records.declaration(scope, statement.settings, file_.standard.type("azure.devops.Step"));
  if (is(language, Language::Bash)) script(statement.body);
}

void StepChecker::call(syntax::ExprId callId, syntax::ExprId settings, source::Span span, const Scope& scope,
                       SymbolId let) {
  const TypeId type = context_.expressions.calls.statement(scope, callId);
  const TypeKind kind = file_.kind(type);
  const CallUse* use = file_.callUse(callId);
  if (let) {
    const bool step = kind == TypeKind::Task;
    file_.program.symbols.edit(let).type = step ? file_.types.task(let) : type;
    if (!step && kind != TypeKind::Error) {
      // The value of a function.
      if (settings) file_.diags.report(spanOf(tree_, settings), diag::settingsWithoutTask);
      return;
    }
    if (step && use != nullptr) file_.program.symbols.edit(let).callee = use->callee;
  } else if (kind != TypeKind::Task && kind != TypeKind::Error) {
    file_.diags.report(span, diag::valueUnused);
    return;
  }
  if (settings) context_.expressions.records.declaration(scope, settings, file_.standard.type("azure.devops.Step"));
  if (use == nullptr || !use->callee) return;
  const CallUse copy = *use;
  if (let) addOutputs(let, context_.declarations.signatureOf(copy.callee));
  if (!isStep(copy, callId)) return;
  // Scripts among the arguments: `script:` of az, `inlineScript:` of tasks.
  for (const syntax::ExprId argument : copy.arguments) {
    if (!argument) continue;
    const auto* fence = std::get_if<syntax::FenceExpr>(&tree_.exprs[argument].node);
    if (fence != nullptr && is(fence->language.text, Language::Bash)) script(argument);
  }
}

void StepChecker::addOutputs(SymbolId let, const Signature& called) {
  const Signature* declared = file_.program.signature(let);
  if (declared == nullptr) return;
  Signature merged = *declared;
  for (const Field& output : called.outputs) {
    const auto& known = merged.outputs;
    const bool given = std::any_of(known.begin(), known.end(), [&](const Field& f) { return f.name == output.name; });
    if (!given) merged.outputs.push_back(output);
  }
  file_.tables.signatures[let.index()] = std::move(merged);
}

bool StepChecker::isStep(const CallUse& use, syntax::ExprId call) {
  const Symbol callee = file_.program.symbols[use.callee];
  const Module& module = file_.program.module(callee.module);
  const source::Span at = spanOf(tree_, call);
  const auto refuse = [&](std::string_view what) {
    file_.diags.report(at, diag::notAStep, callee.name, what).note(callee.span, diag::declaredHere, callee.name);
  };
  switch (callee.kind) {
    case SymbolKind::Component:
      if (module.standard && !isStepModule(*module.standard)) {
        file_.diags.report(at, diag::notAStep, callee.name, "a task of pipelines");
        return false;
      }
      if (module.standard) {
        helper(use, callee, call);
      } else if (const auto& component = std::get<syntax::ComponentDecl>(module.tree->decls[callee.decl].node);
                 !settingValue(*module.tree, component.body, ComponentSettings::Task)) {
        refuse("a component that runs in the cluster; call it in a pipeline and submit that with `kfp.submit`");
      }
      break;
    case SymbolKind::Pipeline: refuse("a pipeline; submit it with `kfp.submit`"); break;
    case SymbolKind::TrainJob: refuse("a trainjob; create it with `trainer.apply`"); break;
    case SymbolKind::JobTemplate: refuse("a template for a job; write `job NAME = …`"); break;
    case SymbolKind::StageTemplate: refuse("a template for a stage; write `stage NAME = …`"); break;
    case SymbolKind::StepsTemplate:
      if (checksOut(*module.tree, callee.decl)) sources_ = Sources::There;
      break;
    default: break;
  }
  return true;
}

void StepChecker::needsCheckout(source::Span at) {
  if (sources_ == Sources::There) return;
  file_.diags.report(at, diag::checkoutMissing);
  sources_ = Sources::There;  // told once
}

void StepChecker::helper(const CallUse& use, const Symbol& callee, syntax::ExprId call) {
  const Signature& signature = context_.declarations.signatureOf(use.callee);
  const auto argument = [&](vocabulary::FieldName name) {
    for (size_t i = 0; i < signature.parameters.size() && i < use.arguments.size(); ++i) {
      if (signature.parameters[i].name == name.text()) return use.arguments[i];
    }
    return syntax::ExprId();
  };
  const source::Span at = spanOf(tree_, call);
  if (file_.program.module(callee.module).standard == vocabulary::Module::AzureDevops) {
    if (signature.builtin == Builtin::Checkout) sources_ = Sources::There;
    if (callee.name == "UsePythonVersion_0" || callee.name == "UsePythonVersion_1") {
      const syntax::ExprId version = argument(UsePythonVersion0Input::VersionSpec);
      const auto text = constantText(file_, version);
      // End of life: 3.9 in October 2025, 3.8 in October 2024.
      if (text && (text->substr(0, 2) == "2." || *text == "2" ||
                   (text->size() >= 3 && text->substr(0, 2) == "3." && (*text)[2] >= '0' && (*text)[2] <= '9' &&
                    (text->size() == 3 || (*text)[3] == '.')))) {
        file_.diags.report(spanOf(tree_, version), diag::pythonEnded, *text);
      }
    }
    return;
  }
  if (signature.builtin == Builtin::AzuremlSetTraffic || signature.builtin == Builtin::AzuremlDeleteDeployment) return;
  needsCheckout(at);
  if (signature.builtin == Builtin::KfpSubmit) {
    submit(use, signature, call);
  } else if (signature.builtin == Builtin::TrainerApply) {
    const syntax::ExprId job = argument(vocabulary::trainer::ApplyInput::Job);
    const auto* named = job ? std::get_if<SymbolUse>(&file_.known(job).use) : nullptr;
    if (named == nullptr) return;
    const Symbol& symbol = file_.program.symbols[named->symbol];
    if (symbol.kind != SymbolKind::TrainJob) return;  // reported with its type
    for (const Field& input : context_.declarations.signatureOf(named->symbol).parameters) {
      if (input.optional) continue;
      file_.diags.report(spanOf(tree_, job), diag::trainjobNeedsInputs, symbol.name, input.name)
          .note(input.span, diag::declaredHere, input.name);
      break;
    }
  }
}

void StepChecker::submit(const CallUse& use, const Signature& signature, syntax::ExprId call) {
  syntax::ExprId pipeline;
  syntax::ExprId arguments;
  for (size_t i = 0; i < signature.parameters.size() && i < use.arguments.size(); ++i) {
    if (is(signature.parameters[i].name, SubmitInput::Pipeline)) pipeline = use.arguments[i];
    if (is(signature.parameters[i].name, SubmitInput::Arguments)) arguments = use.arguments[i];
  }
  const auto* named = pipeline ? std::get_if<SymbolUse>(&file_.known(pipeline).use) : nullptr;
  if (named == nullptr) return;
  const Symbol symbol = file_.program.symbols[named->symbol];
  if (symbol.kind != SymbolKind::Pipeline) return;  // reported with its type
  const Signature& wanted = context_.declarations.signatureOf(named->symbol);
  const auto* record = arguments ? std::get_if<syntax::RecordExpr>(&tree_.exprs[arguments].node) : nullptr;
  if (arguments && record == nullptr) return;
  std::vector<bool> given(wanted.parameters.size(), false);
  bool open = false;
  for (size_t i = 0; record != nullptr && i < record->items.size(); ++i) {
    const syntax::RecordItem& item = record->items[i];
    if (item.spread) {
      open = true;
      spreadArguments(file_, *record, i, wanted);
      continue;
    }
    const auto it = std::find_if(wanted.parameters.begin(), wanted.parameters.end(),
                                 [&](const Field& f) { return f.name == item.key.text; });
    if (it == wanted.parameters.end()) {
      file_.diags.report(item.key.span, diag::unknownArgument, symbol.name, item.key.text)
          .note(symbol.span, diag::declaredHere, symbol.name);
      continue;
    }
    given[static_cast<size_t>(it - wanted.parameters.begin())] = true;
    const TypeId type = file_.known(item.value).type;
    if (type && !fits(file_.types, type, it->type)) {
      requireAssignable(file_, item.value, type, it->type);
    } else {
      checkConstraints(file_, item.value, *it);
    }
  }
  if (open) return;
  std::vector<std::string> missing;
  for (size_t i = 0; i < given.size(); ++i) {
    if (!given[i] && !wanted.parameters[i].optional) missing.emplace_back(wanted.parameters[i].name);
  }
  if (!missing.empty()) {
    file_.diags
        .report(arguments ? spanOf(tree_, arguments) : spanOf(tree_, call), diag::missingArgument, symbol.name,
                diag::OneOf(missing, " and "))
        .note(symbol.span, diag::declaredHere, symbol.name);
  }
}

void StepChecker::script(syntax::ExprId fence) {
  const embedded::ShellFence& shell = file_.code().shell(fence);
  const embedded::CodeText& text = shell.text;
  const ShellScript& script = *shell.script;
  if (!script.errors.empty()) return;
  const auto reads = readsSources(script);
  if (reads && !makesFileItself(script, *reads)) needsCheckout(text.span(reads->begin, reads->end));
}

}  // namespace mlpc::sema
