#include "checker.h"

#include <llvm/Support/xxhash.h>

#include "state.h"

namespace mlpc::sema {

Checker::Checker(Program& theProgram, StandardLibrary& standardLibrary, diag::Engine& engine, ModuleId theFile,
                 FileTables* theTables)
    : program(theProgram),
      standard(standardLibrary),
      diags(engine),
      file(theFile),
      tables(theTables),
      state_(std::make_unique<CheckerState>()) {}

Checker::~Checker() = default;

void Checker::addStandardModule(ModuleId module, ModuleInterface& made) {
  state_->standardTables.emplace(module.index(), &made);
}

FileTables& Checker::tablesOf(ModuleId module) {
  return isStandard(module) ? *state_->standardTables.at(module.index()) : *tables;
}

std::optional<std::string> Checker::fileText(const std::string& path, ModuleId from) {
  if (access == nullptr) return std::nullopt;
  auto text = access->text(path, from);
  tables->reads.push_back({path, text ? std::optional(llvm::xxHash64(*text)) : std::nullopt});
  return text;
}

SymbolId Checker::addSymbol(Symbol symbol) {
  const SymbolId owner = symbol.owner;
  const std::string_view name = symbol.name;
  const SymbolKind kind = symbol.kind;
  const ModuleId module = symbol.module;
  SymbolId id;
  if (tables != nullptr && nextSymbol_ < tables->symbols.size()) {
    id = tables->symbols[nextSymbol_++];
    program.symbols.edit(id) = std::move(symbol);
  } else {
    id = program.symbols.add(std::move(symbol));
    if (tables != nullptr) {
      tables->symbols.push_back(id);
      ++nextSymbol_;
    }
  }
  if (owner && (kind == SymbolKind::Let || kind == SymbolKind::Job || kind == SymbolKind::Stage)) {
    tablesOf(module).members[owner.index()].emplace(name, id);
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
  tablesOf(module).declared[stmt.index()] = id;
  return id;
}

ExprInfo& Checker::info(ModuleId module, syntax::ExprId expr) { return tablesOf(module).exprs[expr]; }

Scope& Checker::fileScope(ModuleId module) {
  auto& scope = state_->fileScopes[module.index()];
  if (!scope) {
    scope = isStandard(module) ? std::make_unique<Scope>(&standard.global(), module)
                               : std::make_unique<Scope>(&standard.global(), Place::TopLevel);
    if (!isStandard(module)) {
      for (const auto& [name, symbol] : program.module(module).scope()) scope->declare(name, symbol);
    }
  }
  return *scope;
}

SymbolId Checker::lookup(const Scope& scope, std::string_view name) {
  if (const ModuleId module = scope.standardModule()) {
    if (const SymbolId found = standard.lookup(module, name)) return found;
  }
  if (const SymbolId found = scope.find(name)) return found;
  if (const SymbolId found = standard.lookup(prelude(), name)) return found;
  if (scope.place() == Place::Workflow) return standard.lookup(standard.module("azure.devops"), name);
  return {};
}

std::array<const FileTables*, 2> partsOf(const Module& module) {
  return {module.checked.get(), module.interface.get()};
}

SymbolId Module::declared(syntax::StmtId stmt) const {
  for (const FileTables* tables : partsOf(*this)) {
    if (tables == nullptr) continue;
    if (const auto found = tables->declared.find(stmt.index()); found != tables->declared.end()) return found->second;
  }
  return {};
}

const Signature* Module::signature(SymbolId symbol) const {
  for (const FileTables* tables : partsOf(*this)) {
    if (tables == nullptr) continue;
    if (const auto found = tables->signatures.find(symbol.index()); found != tables->signatures.end())
      return &found->second;
  }
  return nullptr;
}

const ExprInfo* Module::info(syntax::ExprId expr) const {
  const ExprInfo* found = checked ? checked->exprs.find(expr) : nullptr;
  if (found != nullptr && (found->type || found->use.index() != 0)) return found;
  return interface ? interface->exprs.find(expr) : nullptr;
}

const ExprInfo& Program::info(ModuleId id, syntax::ExprId expr) const {
  static const ExprInfo kNone;
  const ExprInfo* found = expr ? module(id).info(expr) : nullptr;
  return found != nullptr ? *found : kNone;
}

const Signature* Program::signature(SymbolId symbol) const {
  if (!symbol) return nullptr;
  const ModuleId module = symbols[symbol].module;
  if (!module) return nullptr;
  if (standard_ != nullptr && isStandardId(module)) {
    const std::shared_lock lock(standard_->mutex);
    return modules[module].signature(symbol);
  }
  return modules[module].signature(symbol);
}

}  // namespace mlpc::sema
