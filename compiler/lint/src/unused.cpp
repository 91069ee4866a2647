// Inputs that nothing reads, and names that nothing refers to.
#include <cctype>
#include <unordered_set>

#include "mlpc/diag/lint.h"
#include "mlpc/support/id.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;
using sema::SymbolId;
using sema::SymbolKind;

namespace {

/// The symbols that expressions of a file refer to.
std::unordered_set<uint32_t> usedSymbols(const sema::Module& module) {
  std::unordered_set<uint32_t> used;
  const auto add = [&](SymbolId symbol) {
    if (symbol) used.insert(symbol.index());
  };
  module.exprs.forEach([&](const sema::ExprInfo& info) {
    std::visit(support::Overload{
                   [&](const sema::SymbolUse& use) { add(use.symbol); },
                   [&](const sema::OutputUse& use) { add(use.task); },
                   [&](const sema::StepOutputUse& use) {
                     for (const SymbolId symbol : use.path) add(symbol);
                   },
                   [&](const sema::KeyUse& use) { add(use.symbol); },
                   [&](const sema::AttributeUse& use) { add(use.symbol); },
                   [&](const sema::PortUse& use) { add(use.port); },
                   [&](const sema::FinalStatusUse& use) { add(use.task); },
                   [](const auto&) {},
               },
               info.use);
  });
  return used;
}

bool isWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool holdsWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !isWordByte(text[at - 1]);
    const size_t end = at + word.size();
    if (begins && (end == text.size() || !isWordByte(text[end]))) return true;
  }
  return false;
}

/// Ways to read a variable without writing its name.
bool readsUnseen(std::string_view code, std::string_view language) {
  if (language == "python") {
    for (const std::string_view word : {"locals", "vars", "globals", "eval", "exec"}) {
      if (holdsWord(code, word)) return true;
    }
    return false;
  }
  return holdsWord(code, "eval") || code.find("${!") != std::string_view::npos;
}

/// Whether a component reads its input `name`. True where that cannot be told.
bool readsInput(const Unit& unit, const ComponentDecl& component, std::string_view name, bool referredTo) {
  if (referredTo) return true;
  bool container = false;
  bool whole = false;
  for (const StmtId id : component.body.statements) {
    const StmtNode& node = unit.tree.stmts[id].node;
    if (const auto* code = std::get_if<CodeStmt>(&node)) {
      const Expr& body = unit.tree.exprs[code->body];
      if (!std::holds_alternative<FenceExpr>(body.node)) return true;  // another file
      const std::string_view text = unit.program.sources.text(body.span);
      return holdsWord(text, name) || readsUnseen(text, code->language.text);
    }
    const auto* setting = std::get_if<SettingStmt>(&node);
    if (setting == nullptr) continue;
    if (setting->key.text == "command" || setting->key.text == "args") {
      container = true;
      if (holdsWord(unit.program.sources.text(unit.span(setting->value)), name)) return true;
    }
    // These hand the inputs on as a whole.
    if (setting->key.text == "notebook" || setting->key.text == "task") return true;
    forEachExpr(unit.tree, setting->value, [&](ExprId part) {
      whole = whole || std::holds_alternative<sema::ExecutorInputUse>(unit.info(part).use);
    });
  }
  return !container || whole;
}

}  // namespace

void findUnusedDeclarations(const Unit& unit) {
  // A file without anything that is compiled on its own is a library, and what others read is not known here.
  bool pipelines = false;
  for (uint32_t i = 0; i < unit.tree.decls.size(); ++i) {
    pipelines = pipelines || std::holds_alternative<PipelineDecl>(unit.tree.decls[DeclId(i)].node);
  }
  if (!pipelines) return;
  std::unordered_set<uint32_t> used;
  for (uint32_t i = 0; i < unit.program.modules.size(); ++i) {
    for (const uint32_t symbol : usedSymbols(unit.program.module(sema::ModuleId(i)))) used.insert(symbol);
  }
  const auto& symbols = unit.program.symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    const sema::Symbol& symbol = symbols[SymbolId(i)];
    if (symbol.module != unit.id || symbol.owner || symbol.name.empty() || used.contains(i)) continue;
    std::string_view what;
    if (symbol.kind == SymbolKind::Const) what = "constant";
    if (symbol.kind == SymbolKind::Secret) what = "secret";
    if (symbol.kind == SymbolKind::Component) what = "component";
    if (!what.empty()) unit.diags.report(symbol.span, diag::unusedDeclaration, diag::Phrase(what), symbol.name);
  }
}

void findUnused(const Unit& unit) {
  const std::unordered_set<uint32_t> used = usedSymbols(unit.module);
  const auto& symbols = unit.program.symbols;
  for (uint32_t i = 0; i < symbols.size(); ++i) {
    const sema::Symbol& symbol = symbols[SymbolId(i)];
    if (symbol.module != unit.id || !symbol.owner || symbol.name.empty()) continue;
    const sema::Symbol& owner = symbols[symbol.owner];
    const bool referredTo = used.contains(i);
    if (symbol.kind == SymbolKind::Parameter) {
      bool reads = referredTo;
      if (owner.kind == SymbolKind::Component) {
        const auto* component = std::get_if<ComponentDecl>(&unit.tree.decls[owner.decl].node);
        reads =
            component == nullptr || !component->hasParameters || readsInput(unit, *component, symbol.name, referredTo);
      }
      if (!reads) unit.diags.report(symbol.span, diag::unusedInput, symbol.name);
    }
    if (symbol.kind == SymbolKind::Let && owner.kind == SymbolKind::Pipeline && !referredTo) {
      unit.diags.report(symbol.span, diag::unusedLet, symbol.name);
    }
  }
}

}  // namespace mlpc::lint
