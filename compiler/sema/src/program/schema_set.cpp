// The standard library, resolved declaration by declaration on demand.

#include "mlpc/sema/schema_set.h"

#include <mutex>
#include <unordered_set>

#include "program/file_checker.h"

namespace mlpc::sema {
namespace {

/// The full name of a module that people abbreviate in qualified names: `azureml.ManagedCluster`.
std::string fullModuleName(std::string_view word) {
  for (const vocabulary::Module module : {vocabulary::Module::AzureMl, vocabulary::Module::AzureDevops}) {
    if (word == shortName(module)) return std::string(name(module));
  }
  return std::string(word);
}

}  // namespace

/// Does the work, and answers the questions of its modules' checkers, which come while the lock is held.
struct SchemaSet::Impl final : StandardLibrary, OtherFiles {
  explicit Impl(std::unique_ptr<StandardLoader> theLoader) : loader(std::move(theLoader)), tables(loader->sources()) {
    // Kinds are written without an import. Their modules are loaded when one of these names is used.
    const TypeId space = tables.types.basic(TypeKind::Namespace);
    for (const std::string_view name : {"k8s", "azure", "azureml", "trainer"})
      everywhere.declare(name, tables.symbols.add({.kind = SymbolKind::Import, .name = name, .type = space}));
    for (const std::string_view name : vocabulary::kNames<vocabulary::Space>)
      everywhere.declare(name, tables.symbols.add({.kind = SymbolKind::Namespace, .name = name, .type = space}));
    Type kind{TypeKind::Record};
    kind.isKind = true;
    kind.text = "a resource";
    typesByName["AnyKind"] = tables.types.add(std::move(kind));
  }

  ModuleId module(const std::string& dottedName) override {
    auto [it, isNew] = modulesByName.try_emplace(dottedName);
    if (!isNew) return it->second;
    auto loaded = loader->load(dottedName);
    if (!loaded) return {};
    Module made;
    made.name = dottedName;
    made.standard = vocabulary::find<vocabulary::Module>(dottedName);
    made.tree = loaded->tree;
    const auto interface = std::make_shared<ModuleInterface>();
    made.interface = interface;
    const ModuleId id = tables.modules.add(std::move(made));
    modulesByName[dottedName] = id;
    State& state = states.emplace_back();
    state.checker = std::make_unique<FileChecker>(tables, *this, *this, diags, id, *interface, interface.get());
    state.source = std::move(*loaded);
    state.available.insert(state.source.names.begin(), state.source.names.end());
    const auto& decls = state.source.tree->decls;
    for (uint32_t i = 0; i < decls.size(); ++i) {
      if (std::holds_alternative<syntax::ImportDecl>(decls[syntax::DeclId(i)].node))
        state.checker->names().declareImport(syntax::DeclId(i));
    }
    return id;
  }

  SymbolId lookup(ModuleId id, std::string_view name) override {
    if (!id) return {};
    const auto& scope = tables.module(id).scope();
    if (const auto it = scope.find(name); it != scope.end()) return it->second;
    State& state = stateOf(id);
    if (!state.available.contains(name)) return {};
    const syntax::DeclId decl = state.source.declaration(name);
    if (!decl) return {};
    if (std::holds_alternative<syntax::ImportDecl>(state.source.tree->decls[decl].node)) {
      state.checker->names().declareImport(decl);
      const auto found = scope.find(name);
      return found == scope.end() ? SymbolId() : found->second;
    }
    const SymbolId symbol = state.checker->names().declare(decl);
    unresolved.push_back(symbol);
    return symbol;
  }

  TypeId type(std::string_view qualifiedName) override {
    auto [it, isNew] = typesByName.try_emplace(std::string(qualifiedName));
    if (!isNew && it->second) return it->second;
    SymbolId symbol;
    if (const size_t dot = qualifiedName.rfind('.'); dot != std::string_view::npos) {
      symbol = lookup(module(fullModuleName(qualifiedName.substr(0, dot))), qualifiedName.substr(dot + 1));
    } else {
      symbol = lookup(module("prelude"), qualifiedName);
      for (const char* other : {"azure.devops", "trainer"}) {
        if (!symbol) symbol = lookup(module(other), qualifiedName);
      }
    }
    const TypeId result = symbol ? typeOf(symbol) : tables.types.basic(TypeKind::Error);
    typesByName[std::string(qualifiedName)] = result;
    return result;
  }

  ModuleId targetOf(SymbolId import) override {
    const Symbol& symbol = tables.symbols[import];
    if (!symbol.module) return module(fullModuleName(symbol.name));
    std::string dotted;
    const auto& decl = tables.module(symbol.module).tree->decls[symbol.decl];
    for (const auto& word : std::get<syntax::ImportDecl>(decl.node).path) {
      if (!dotted.empty()) dotted += '.';
      dotted += word.text;
    }
    return module(dotted);
  }

  const std::vector<std::string_view>& names(ModuleId id) override { return stateOf(id).source.names; }
  [[nodiscard]] std::vector<std::string> moduleNames() const override { return loader->names(); }
  [[nodiscard]] const Scope& global() const override { return everywhere; }

  TypeId typeOf(SymbolId symbol) override { return declarationsOf(symbol).typeOf(symbol); }
  const Signature& signatureOf(SymbolId symbol) override { return declarationsOf(symbol).signatureOf(symbol); }
  // The modules refer to each other as they do to all others, and are never released.
  ModuleId import(ModuleId, syntax::DeclId, diag::Engine&) override { return {}; }
  void used(ModuleId) override {}
  std::optional<CodeFile> codeFile(const std::string&, ModuleId) override { return std::nullopt; }
  [[nodiscard]] bool cancelled() const override { return false; }

  /// Resolves what was declared since the last time, and everything that leads to, so that nothing changes once the
  /// lock has been released.
  void resolve() {
    if (unresolved.empty()) return;
    const std::unique_lock growing(tables.mutex);
    while (!unresolved.empty()) {
      const SymbolId symbol = unresolved.back();
      unresolved.pop_back();
      Declarations& declarations = declarationsOf(symbol);
      declarations.typeOf(symbol);
      if (tables.symbols[symbol].kind == SymbolKind::Component) declarations.signatureOf(symbol);
      declarations.checkDefaults();
    }
  }

  struct State {
    StandardModule source;
    std::unordered_set<std::string_view> available;
    std::unique_ptr<FileChecker> checker;
  };
  State& stateOf(ModuleId id) { return states[id.index() & ~kStandardBit]; }
  Declarations& declarationsOf(SymbolId symbol) {
    return stateOf(tables.symbols[symbol].module).checker->declarations();
  }

  mutable std::recursive_mutex mutex;
  std::unique_ptr<StandardLoader> loader;
  diag::Engine diags;
  Program tables;
  Scope everywhere{nullptr, Place::TopLevel};
  std::deque<State> states;  ///< by ModuleId
  std::unordered_map<std::string, ModuleId> modulesByName;
  std::unordered_map<std::string, TypeId> typesByName;
  std::vector<SymbolId> unresolved;
};

SchemaSet::SchemaSet(std::unique_ptr<StandardLoader> loader) : impl_(std::make_unique<Impl>(std::move(loader))) {}
SchemaSet::~SchemaSet() = default;

ModuleId SchemaSet::module(const std::string& dottedName) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->module(dottedName);
}

SymbolId SchemaSet::lookup(ModuleId module, std::string_view name) {
  const std::lock_guard lock(impl_->mutex);
  const SymbolId found = impl_->lookup(module, name);
  impl_->resolve();
  return found;
}

TypeId SchemaSet::type(std::string_view qualifiedName) {
  const std::lock_guard lock(impl_->mutex);
  const TypeId found = impl_->type(qualifiedName);
  impl_->resolve();
  return found;
}

ModuleId SchemaSet::targetOf(SymbolId import) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->targetOf(import);
}

const std::vector<std::string_view>& SchemaSet::names(ModuleId module) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->names(module);
}

std::vector<std::string> SchemaSet::moduleNames() const { return impl_->moduleNames(); }
const Scope& SchemaSet::global() const { return impl_->global(); }
Program& SchemaSet::program() { return impl_->tables; }
const source::SourceManager& SchemaSet::sources() const { return impl_->loader->sources(); }

std::vector<diag::Report> SchemaSet::problems() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->diags.sorted();
}

}  // namespace mlpc::sema
