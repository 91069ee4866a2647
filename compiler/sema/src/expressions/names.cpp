// Names: what each stands for.

#include "mlpc/diag/names.h"

#include <algorithm>
#include <array>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

using namespace syntax;

const SymbolUse* Checker::symbolUse(ModuleId module, ExprId id) const {
  return std::get_if<SymbolUse>(&program.info(module, id).use);
}

namespace {

/// Modules of the standard library that are visible only where they are imported, by the names that people give them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kImports{{
    {"mlflow", "mlflow"},
    {"kfp", "kfp"},
    {"trainer", "trainer"},
    {"kubernetes", "kubernetes"},
    {"ado", "azure.devops as ado"},
    {"devops", "azure.devops as devops"},
}};

}  // namespace

void Checker::reportUnknownName(const Scope& scope, const Name& name) {
  if (mayBeLost(program, file, name.span)) return;
  auto report = diags.report(name.span, diag::unknownName, name.text);
  for (const auto& [visible, module] : kImports) {
    if (name.text != visible) continue;
    report.note({}, diag::importModule, module);
    return;
  }
  // Each search looks at every name: not for the ten-thousandth complaint.
  if (++state_->suggestions > 200) return;
  std::vector<std::string> names;
  scope.collectNames(names);
  for (std::string& known : namesIn(prelude())) names.push_back(std::move(known));
  if (auto near = support::closest(name.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  }
}

void Checker::reportEarly(At at, const Name& name, source::Span later) {
  const auto within = [](source::Span outer, source::Span inner) {
    return outer.begin <= inner.begin && inner.end <= outer.end;
  };
  const Tree& own = tree(at.module);
  // The declaration that all of this stands in, and its `let`s.
  source::Span all;
  for (uint32_t i = 0; i < own.decls.size(); ++i) {
    if (within(own.decls[DeclId(i)].span, name.span)) all = own.decls[DeclId(i)].span;
  }
  struct Let {
    std::string_view name;
    source::Span span;
  };
  std::vector<Let> lets;
  own.stmts.forEachId([&](StmtId id) {
    const Stmt& stmt = own.stmts[id];
    const auto* let = std::get_if<LetStmt>(&stmt.node);
    if (let != nullptr && within(all, stmt.span)) lets.push_back({let->name.text, stmt.span});
  });
  // Which of them the later one comes to, over the names in it.
  std::vector<std::string_view> open{name.text};
  std::unordered_set<std::string_view> reached{name.text};
  const Let* closed = nullptr;
  const auto closes = [&](std::string_view text) {
    for (const Let& let : lets) {
      if (let.name == text && within(let.span, name.span)) closed = &let;
    }
    return closed != nullptr;
  };
  bool found = closes(name.text);
  while (!found && !open.empty() && ++state_->suggestions <= 200) {
    const std::string_view next = open.back();
    open.pop_back();
    for (const Let& let : lets) {
      if (let.name != next) continue;
      own.exprs.forEachId([&](ExprId inner) {
        const auto* used = found ? nullptr : std::get_if<NameExpr>(&own.exprs[inner].node);
        if (used == nullptr || !within(let.span, own.exprs[inner].span)) return;
        found = closes(used->name.text);
        if (reached.insert(used->name.text).second) open.push_back(used->name.text);
      });
    }
  }
  if (!found) {
    diags.report(name.span, diag::usedBeforeLet, name.text).note(later, diag::declaredHere, name.text);
    return;
  }
  const std::string way = closed->name == name.text ? std::string() : ", through `" + std::string(name.text) + "`";
  diags.report(name.span, diag::orderCycle, closed->name, diag::Phrase(way)).note(later, diag::declaredHere, name.text);
}

TypeId Checker::inferName(At at, ExprId id, const NameExpr& name, TypeId expected, bool asBase) {
  const SymbolId symbol = lookup(at.scope, name.name.text);
  if (symbol) return useSymbol(at, id, name.name.span, symbol, expected, asBase);
  if (const source::Span* later = at.scope.announced(name.name.text)) {
    reportEarly(at, name.name, *later);
    return error();
  }
  if (const source::Span* inner = at.scope.hidden(name.name.text)) {
    diags.report(name.name.span, diag::hiddenName, name.name.text).note(*inner, diag::declaredHere, name.name.text);
    return error();
  }
  if (name.name.text == "executor_input") {
    if (place(at) == Place::ComponentCommand) {
      ExprInfo& own = info(at.module, id);
      own.use = ExecutorInputUse{};
      own.phase = Phase::Run;
      return basic(TypeKind::String);
    }
    diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("`command` and `args` of a component"));
    return error();
  }
  if (name.name.text == "final_status") {
    diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("the `finally` block of a pipeline"));
    return error();
  }
  if (place(at) != Place::Workflow) {
    if (const SymbolId step = standard.lookup(standard.module("azure.devops"), name.name.text);
        step && program.symbols[step].kind == SymbolKind::Component) {
      diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("a workflow"));
      return error();
    }
  }
  // The base of `x.y` is most likely an import that lacks: one message for all its uses.
  const std::string key = std::to_string(at.module.index()) + ' ' + std::string(name.name.text);
  if (asBase && !state_->lostBases.insert(key).second) return error();
  reportUnknownName(at.scope, name.name);
  return error();
}

TypeId Checker::useSymbol(At at, ExprId id, source::Span span, SymbolId symbolId, TypeId expected, bool asBase) {
  const TypeId own = typeOf(symbolId);
  const Symbol symbol = program.symbols[symbolId];
  auto setPhase = [&](Phase phase) { info(at.module, id).phase = phase; };
  info(at.module, id).use = SymbolUse{symbolId};
  if (!symbol.deprecated.empty()) {
    diags.report(span, diag::deprecated, symbol.name, diag::Phrase(symbol.deprecated))
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
      if (!isError(own)) diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a type"));
      return error();
    case SymbolKind::Namespace:
      if (kind(own) == TypeKind::FinalStatus) {
        info(at.module, id).use = FinalStatusUse{};
        setPhase(Phase::Run);
      } else if (!asBase) {
        diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a group of properties"));
        return error();
      }
      return own;
    case SymbolKind::Parameter: {
      const SymbolKind owner = symbol.owner ? program.symbols[symbol.owner].kind : SymbolKind::Component;
      const bool early = owner == SymbolKind::Workflow || owner == SymbolKind::StepsTemplate ||
                         owner == SymbolKind::JobTemplate || owner == SymbolKind::StageTemplate;
      setPhase(early ? Phase::Expand : Phase::Run);
      const auto& narrowed = state_->narrowed;
      if (std::find(narrowed.begin(), narrowed.end(), symbolId) != narrowed.end()) return bareType(program.types, own);
      return own;
    }
    case SymbolKind::Output:
      setPhase(Phase::Run);
      if (!asBase && place(at) == Place::ComponentCommand) {
        diags.report(span, diag::outputAsValue, symbol.name);
        return error();
      }
      return own;
    case SymbolKind::LoopVariable: setPhase(place(at) == Place::Workflow ? Phase::Expand : Phase::Run); return own;
    case SymbolKind::Let: {
      if (kind(own) == TypeKind::Task) return useTask(at, id, symbolId, expected, asBase);
      Phase phase = Phase::Compile;
      if (symbol.stmt) {
        if (const auto* let = std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node);
            let != nullptr && let->value) {
          phase = program.info(symbol.module, let->value).phase;
        }
      }
      setPhase(phase);
      return own;
    }
    case SymbolKind::Stage:
    case SymbolKind::Job: return isError(own) ? own : basic(TypeKind::Task);
  }
  return own;
}

const Signature* Checker::outputsOf(SymbolId let) {
  if (!let) return nullptr;
  if (const Signature* own = program.signature(let)) return own;
  const Symbol symbol = program.symbols[let];
  if (!symbol.callee) return nullptr;
  if (symbol.stmt) {
    // `importer[Dataset](…)`: the type in brackets is the output's.
    const auto* statement = std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node);
    const CallUse* call = statement != nullptr ? callUse(symbol.module, statement->value) : nullptr;
    if (call != nullptr && call->typeArgument) {
      Signature made = signatureOf(symbol.callee);
      if (made.unnamedOutput) made.outputs[0].type = typeOf(call->typeArgument);
      return &(tablesOf(symbol.module).signatures[let.index()] = std::move(made));
    }
  }
  return &signatureOf(symbol.callee);
}

TypeId Checker::useTask(At at, ExprId id, SymbolId let, TypeId expected, bool asBase) {
  const Symbol symbol = program.symbols[let];
  if (asBase || (expected && accepts(program.types, expected, TypeKind::Task))) return symbol.type;
  const Signature* signature = outputsOf(let);
  if (signature == nullptr) {
    // A group without `yield` has no outputs; after a complaint about the call there is nothing to say.
    const auto* statement = symbol.stmt ? std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node) : nullptr;
    if (statement != nullptr && statement->group) diags.report(expr(at.module, id).span, diag::noOutput, symbol.name);
    return error();
  }
  const source::Span span = expr(at.module, id).span;
  if (signature->unnamedOutput) {
    ExprInfo& own = info(at.module, id);
    own.use = OutputUse{let, signature->outputs[0].name};
    own.phase = Phase::Run;
    return signature->outputs[0].type;
  }
  if (signature->outputs.empty()) {
    if (symbol.callee && isBroken(program, program.symbols[symbol.callee].module, program.symbols[symbol.callee].decl))
      return error();
    diags.report(span, diag::noOutput, symbol.name);
    return error();
  }
  const std::string first(signature->outputs[0].name);
  auto report = diags.report(
      span, diag::outputNotNamed, symbol.name,
      diag::Phrase(signature->outputs.size() == 1 ? std::string("a named output")
                                                  : std::to_string(signature->outputs.size()) + " outputs"),
      first);
  const std::string text = std::string(program.sources.text(span)) + "." + first;
  if (signature->outputs.size() == 1) report.fix("write `" + text + "`", true, {{span, text}});
  return error();
}

}  // namespace mlpc::sema
