#include "checker.h"

#include <algorithm>

#include "state.h"

namespace mlpc::sema {

Checker::Checker(Program& theProgram, ModuleLoader& theLoader, diag::Engine& engine)
    : program(theProgram), loader(theLoader), diags(engine), state_(std::make_unique<CheckerState>()) {
  // Kinds are written without an import. The modules are loaded when one of these names is used.
  for (const std::string_view name : {"k8s", "azure", "azureml", "trainer"}) {
    state_->global.declare(name,
                           addSymbol({.kind = SymbolKind::Import, .name = name, .type = basic(TypeKind::Namespace)}));
  }
  for (const std::string_view name : {"run", "task", "matrix"}) {
    state_->global.declare(
        name, addSymbol({.kind = SymbolKind::Namespace, .name = name, .type = basic(TypeKind::Namespace)}));
  }
}

Checker::~Checker() = default;

void Checker::run(std::vector<std::unique_ptr<syntax::Tree>> roots) {
  for (auto& root : roots) {
    const std::string path = loader.identityOf(root->file);
    auto known = state_->byIdentity.find(path);
    if (!path.empty() && known != state_->byIdentity.end()) {
      program.roots.push_back(known->second);
      continue;
    }
    program.roots.push_back(addFile(std::move(root), path));
  }
  // Importing appends to the modules, so every file is declared before any is checked.
  for (const ModuleId root : program.roots) declareFile(root);
  for (size_t i = 0; i < program.modules.size(); ++i) {
    const ModuleId module(static_cast<uint32_t>(i));
    if (!isStandard(module)) applyAllowances(module);
  }
  for (size_t i = 0; i < program.modules.size(); ++i) {
    const ModuleId module(static_cast<uint32_t>(i));
    if (!isStandard(module)) checkFile(module);
  }
  drainDefaults();
  checkAcross();
}

SymbolId Checker::addSymbol(Symbol symbol) {
  const SymbolId owner = symbol.owner;
  const std::string_view name = symbol.name;
  const SymbolKind kind = symbol.kind;
  const SymbolId id = program.symbols.add(std::move(symbol));
  if (owner && (kind == SymbolKind::Let || kind == SymbolKind::Job || kind == SymbolKind::Stage)) {
    state_->members[owner.index()].emplace(name, id);
  }
  return id;
}

SymbolId Checker::addStatementSymbol(ModuleId module, syntax::StmtId stmt, SymbolKind kind, const syntax::Name& name,
                                     SymbolId owner, TypeId type) {
  Symbol symbol;
  symbol.kind = kind;
  symbol.name = name.text;
  symbol.module = module;
  symbol.span = name.span;
  symbol.type = type;
  symbol.stmt = stmt;
  symbol.owner = owner;
  const SymbolId id = addSymbol(std::move(symbol));
  program.module(module).letSymbols[stmt.index()] = id;
  return id;
}

ExprInfo& Checker::info(ModuleId module, syntax::ExprId expr) {
  Module& m = program.module(module);
  if (m.exprs.size() <= expr.index()) m.exprs.resize(std::max<size_t>(m.tree->exprs.size(), expr.index() + 1));
  return m.exprs[expr.index()];
}

Scope& Checker::fileScope(ModuleId module) {
  auto& scope = state_->modules[module.index()].scope;
  if (!scope) {
    scope = std::make_unique<Scope>(&state_->global, Place::TopLevel);
    if (isStandard(module)) state_->standardScopes.emplace(scope.get(), module);
  }
  return *scope;
}

SymbolId Checker::lookup(const Scope& scope, std::string_view name) {
  if (const auto standard = state_->standardScopes.find(&scope); standard != state_->standardScopes.end()) {
    if (const SymbolId found = lookupInModule(standard->second, name)) return found;
  }
  if (const SymbolId found = scope.find(name)) return found;
  if (const SymbolId found = lookupInModule(prelude(), name)) return found;
  if (scope.place() == Place::Workflow) return lookupInModule(loadStandard("azure.devops"), name);
  return {};
}

std::unique_ptr<Program> check(const source::SourceManager& sources, std::vector<std::unique_ptr<syntax::Tree>> roots,
                               ModuleLoader& loader, diag::Engine& diags) {
  auto program = std::make_unique<Program>(sources);
  Checker(*program, loader, diags).run(std::move(roots));
  return program;
}

const ExprInfo& Program::info(ModuleId id, syntax::ExprId expr) const {
  static const ExprInfo kNone;
  const auto& infos = module(id).exprs;
  return expr && expr.index() < infos.size() ? infos[expr.index()] : kNone;
}

const Signature* Program::signature(SymbolId symbol) const {
  auto it = signatures.find(symbol.index());
  return it == signatures.end() ? nullptr : &it->second;
}

}  // namespace mlpc::sema
