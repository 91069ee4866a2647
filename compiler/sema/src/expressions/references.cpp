// The meaning of names.

#include "expressions/references.h"

#include "declarations/declarations.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"

namespace mlpc::sema {

using namespace syntax;

TypeId ReferenceChecker::name(const At& at, ExprId id, const Name& name, TypeId expected, Role role) {
  if (const SymbolId symbol = names_.lookup(at.scope, name.text)) return use(at, id, name.span, symbol, expected, role);
  return missing(at, id, name, role);
}

TypeId ReferenceChecker::missing(const At& at, ExprId id, const Name& name, Role role) {
  if (const source::Span* later = at.scope.announced(name.text)) {
    names_.reportEarly(name, *later);
    return file_.error();
  }
  if (const source::Span* inner = at.scope.hidden(name.text)) {
    file_.diags.report(name.span, diag::hiddenName, name.text).note(*inner, diag::declaredHere, name.text);
    return file_.error();
  }
  if (is(name.text, vocabulary::ImplicitName::ExecutorInput)) {
    if (at.place() == Place::ComponentCommand) {
      ExprInfo& own = file_.info(id);
      own.use = ExecutorInputUse{};
      own.phase = Phase::Run;
      return file_.basic(TypeKind::String);
    }
    file_.diags.report(name.span, diag::notHere, name.text, diag::Phrase("`command` and `args` of a component"));
    return file_.error();
  }
  if (is(name.text, vocabulary::ImplicitName::FinalStatus)) {
    file_.diags.report(name.span, diag::notHere, name.text, diag::Phrase("the `finally` block of a pipeline"));
    return file_.error();
  }
  if (at.place() != Place::Workflow) {
    if (const SymbolId step = file_.standard.lookup(file_.standard.module("azure.devops"), name.text);
        step && file_.program.symbols[step].kind == SymbolKind::Component) {
      file_.diags.report(name.span, diag::notHere, name.text, diag::Phrase("a workflow"));
      return file_.error();
    }
  }
  // The base of `x.y` is most likely a missing import: one message for all its uses.
  if (role == Role::Base && !lostBases_.insert(name.text).second) return file_.error();
  names_.reportUnknown(at.scope, name);
  return file_.error();
}

TypeId ReferenceChecker::use(const At& at, ExprId id, source::Span span, SymbolId symbolId, TypeId expected,
                             Role role) {
  const TypeId own = declarations_.typeOf(symbolId);
  const Symbol symbol = file_.program.symbols[symbolId];
  auto setPhase = [&](Phase phase) { file_.info(id).phase = phase; };
  file_.info(id).use = SymbolUse{symbolId};
  if (!symbol.deprecated.empty()) {
    file_.diags.report(span, diag::deprecated, symbol.name, diag::Phrase(symbol.deprecated))
        .note(symbol.span, diag::declaredHere, symbol.name);
  }
  switch (symbol.kind) {
    case SymbolKind::Import:
    case SymbolKind::Const:
    case SymbolKind::Secret:
    case SymbolKind::Existing:
    case SymbolKind::Resource:
    case SymbolKind::Component:
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob:
    case SymbolKind::Workflow:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return own;
    case SymbolKind::TypeName:
    case SymbolKind::Artifact:
      if (!file_.isError(own)) file_.diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a type"));
      return file_.error();
    case SymbolKind::Namespace:
      if (file_.kind(own) == TypeKind::FinalStatus) {
        file_.info(id).use = FinalStatusUse{};
        setPhase(Phase::Run);
      } else if (role == Role::Value) {
        file_.diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a group of properties"));
        return file_.error();
      }
      return own;
    case SymbolKind::Parameter: {
      const SymbolKind owner = symbol.owner ? file_.program.symbols[symbol.owner].kind : SymbolKind::Component;
      const bool early = owner == SymbolKind::Workflow || owner == SymbolKind::StepsTemplate ||
                         owner == SymbolKind::JobTemplate || owner == SymbolKind::StageTemplate;
      setPhase(early ? Phase::Expand : Phase::Run);
      return at.isShown(symbolId) ? bareType(file_.types, own) : own;
    }
    case SymbolKind::Output:
      setPhase(Phase::Run);
      if (role == Role::Value && at.place() == Place::ComponentCommand) {
        file_.diags.report(span, diag::outputAsValue, symbol.name);
        return file_.error();
      }
      return own;
    case SymbolKind::LoopVariable: setPhase(at.place() == Place::Workflow ? Phase::Expand : Phase::Run); return own;
    case SymbolKind::Let: {
      if (file_.kind(own) == TypeKind::Task) return task(id, symbolId, expected, role);
      Phase phase = Phase::Compile;
      if (symbol.stmt) {
        if (const auto* let = std::get_if<LetStmt>(&file_.program.module(symbol.module).tree->stmts[symbol.stmt].node);
            let != nullptr && let->value) {
          phase = file_.program.info(symbol.module, let->value).phase;
        }
      }
      setPhase(phase);
      return own;
    }
    case SymbolKind::Stage:
    case SymbolKind::Job: return file_.isError(own) ? own : file_.basic(TypeKind::Task);
  }
  return own;
}

TypeId ReferenceChecker::task(ExprId id, SymbolId let, TypeId expected, Role role) {
  const Symbol symbol = file_.program.symbols[let];
  if (role == Role::Base || (expected && accepts(file_.types, expected, TypeKind::Task))) return symbol.type;
  const Signature* signature = declarations_.outputsOf(let);
  if (signature == nullptr) {
    // A group without `yield` has no outputs; if the call was reported, there is nothing to add.
    const auto* statement =
        symbol.stmt ? std::get_if<LetStmt>(&file_.program.module(symbol.module).tree->stmts[symbol.stmt].node)
                    : nullptr;
    if (statement != nullptr && statement->group) file_.diags.report(file_.expr(id).span, diag::noOutput, symbol.name);
    return file_.error();
  }
  const source::Span span = file_.expr(id).span;
  if (signature->unnamedOutput) {
    ExprInfo& own = file_.info(id);
    own.use = OutputUse{let, signature->outputs[0].name};
    own.phase = Phase::Run;
    return signature->outputs[0].type;
  }
  if (signature->outputs.empty()) {
    if (isBroken(file_.program, symbol.callee)) return file_.error();
    file_.diags.report(span, diag::noOutput, symbol.name);
    return file_.error();
  }
  const std::string first(signature->outputs[0].name);
  auto report = file_.diags.report(
      span, diag::outputNotNamed, symbol.name,
      diag::Phrase(signature->outputs.size() == 1 ? std::string("a named output")
                                                  : std::to_string(signature->outputs.size()) + " outputs"),
      first);
  const std::string text = std::string(file_.program.sources.text(span)) + "." + first;
  if (signature->outputs.size() == 1) report.fix("write `" + text + "`", true, {{span, text}});
  return file_.error();
}

}  // namespace mlpc::sema
