#include "checker.h"

#include <algorithm>

#include "mlflow_rules.h"
#include "state.h"

namespace mlpc::sema {

Checker::Checker(Program& theProgram, StandardLibrary& standardLibrary, ModuleLoader* theLoader, diag::Engine& engine)
    : program(theProgram),
      standard(standardLibrary),
      diags(engine),
      loader_(theLoader),
      state_(std::make_unique<CheckerState>()) {}

Checker::~Checker() = default;

void Checker::run(std::vector<std::shared_ptr<const syntax::Tree>> roots) {
  for (auto& root : roots) {
    const std::string path = loader_->identityOf(root->file);
    auto known = state_->byIdentity.find(path);
    if (!path.empty() && known != state_->byIdentity.end()) {
      program.roots.push_back(known->second);
      continue;
    }
    program.roots.push_back(addFile(std::move(root), path));
  }
  // Importing appends to the modules, so every file is declared before any is checked.
  for (const ModuleId root : program.roots) declareFile(root);
  const auto count = static_cast<uint32_t>(program.modules.size());
  for (uint32_t i = 0; i < count; ++i) applyAllowances(ModuleId(i));
  for (uint32_t i = 0; i < count; ++i) checkFile(ModuleId(i));
  drainDefaults();
  checkMlflowAcross(*this);
}

std::optional<std::string> Checker::fileText(const std::string& path, ModuleId from) const {
  return loader_ == nullptr ? std::nullopt : loader_->text(path, tree(from).file);
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

ExprInfo& Checker::info(ModuleId module, syntax::ExprId expr) { return program.module(module).exprs[expr]; }

Scope& Checker::fileScope(ModuleId module) {
  const uint32_t index = module.index() & ~kStandardBit;
  while (state_->modules.size() <= index) state_->modules.emplace_back();
  auto& scope = state_->modules[index].scope;
  if (!scope) {
    scope = isStandard(module) ? std::make_unique<Scope>(&standard.global(), module)
                               : std::make_unique<Scope>(&standard.global(), Place::TopLevel);
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

std::unique_ptr<Program> check(const source::SourceManager& sources,
                               std::vector<std::shared_ptr<const syntax::Tree>> roots, SchemaSet& schemas,
                               ModuleLoader& loader, diag::Engine& diags) {
  auto program = std::make_unique<Program>(sources, schemas.program());
  Checker(*program, schemas, &loader, diags).run(std::move(roots));
  return program;
}

const ExprInfo& Program::info(ModuleId id, syntax::ExprId expr) const {
  static const ExprInfo kNone;
  const ExprInfo* found = expr ? module(id).exprs.find(expr) : nullptr;
  return found != nullptr ? *found : kNone;
}

const Signature* Program::signature(SymbolId symbol) const {
  if (standard_ != nullptr && isStandardId(symbol)) {
    const std::shared_lock lock(standard_->mutex);
    return standard_->signature(symbol);
  }
  auto it = signatures.find(symbol.index());
  return it == signatures.end() ? nullptr : &it->second;
}

}  // namespace mlpc::sema
