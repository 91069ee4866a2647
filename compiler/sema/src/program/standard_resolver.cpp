#include "mlpc/sema/standard_resolver.h"

#include <deque>

#include "program/file_checker.h"
#include "program/standard_names.h"

namespace mlpc::sema {

/// Does the work, and answers the questions of the modules' checkers.
struct StandardResolver::Impl final : StandardLibrary, OtherFiles {
  Impl(const source::SourceManager& sources, std::vector<StandardModule> modules, diag::Engine& diags)
      : program(sources) {
    for (StandardModule& module : modules) add(std::move(module), diags);
    addEverywhere();
    for (State& state : states) state.checker->declareAll();
    for (State& state : states) state.checker->resolveAll();
  }

  /// Kinds are written without an import, so the modules that declare them are visible everywhere.
  void showEverywhere(Symbol symbol) {
    symbol.type = program.types.basic(TypeKind::Namespace);
    visible.push_back(program.symbols.add(symbol));
    everywhere.declare(symbol.name, visible.back());
  }
  void addEverywhere() {
    for (const vocabulary::Module one : {vocabulary::Module::K8s, vocabulary::Module::Azure,
                                         vocabulary::Module::AzureMl, vocabulary::Module::Trainer}) {
      showEverywhere({.kind = SymbolKind::Import, .name = shortName(one), .target = module(vocabulary::name(one))});
    }
    for (const std::string_view name : vocabulary::kNames<vocabulary::Space>)
      showEverywhere({.kind = SymbolKind::Namespace, .name = name});
    Type kind{TypeKind::Record};
    kind.isKind = true;
    kind.text = "a resource";
    anyKind = program.types.add(std::move(kind));
  }

  void add(StandardModule from, diag::Engine& diags) {
    State& state = states.emplace_back();
    state.interface = std::make_shared<ModuleInterface>();
    Module made;
    made.name = std::move(from.name);
    made.standard = vocabulary::find<vocabulary::Module>(made.name);
    made.tree = std::shared_ptr<const syntax::Tree>(from.parsed, &from.parsed->tree);
    made.interface = state.interface;
    const ModuleId id = program.modules.add(std::move(made));
    state.checker =
        std::make_unique<FileChecker>(program, *this, *this, diags, id, *state.interface, state.interface.get());
  }

  ModuleId module(std::string_view dottedName) override {
    for (uint32_t i = 0; i < states.size(); ++i) {
      const ModuleId id(i | kStandardBit);
      if (program.module(id).name == dottedName) return id;
    }
    return {};
  }
  SymbolId lookup(ModuleId id, std::string_view name) override {
    if (!id) return {};
    const auto& scope = program.module(id).scope();
    const auto found = scope.find(name);
    return found == scope.end() ? SymbolId() : found->second;
  }
  TypeId type(std::string_view qualifiedName) override {
    if (qualifiedName == kAnyKind) return anyKind;
    const SymbolId symbol = findQualified(*this, qualifiedName);
    return symbol ? typeOf(symbol) : program.types.basic(TypeKind::Error);
  }
  [[nodiscard]] std::vector<std::string_view> names(ModuleId id) const override {
    const syntax::Tree& tree = *program.module(id).tree;
    std::vector<std::string_view> names;
    for (const syntax::DeclId decl : tree.order) {
      if (!std::holds_alternative<syntax::ImportDecl>(tree.decls[decl].node))
        names.push_back(tree.decls[decl].name.text);
    }
    return names;
  }
  [[nodiscard]] std::vector<std::string> moduleNames() const override {
    std::vector<std::string> names;
    for (uint32_t i = 0; i < states.size(); ++i) names.push_back(program.module(ModuleId(i | kStandardBit)).name);
    return names;
  }
  [[nodiscard]] const Scope& global() const override { return everywhere; }

  TypeId typeOf(SymbolId symbol) override { return declarationsOf(symbol).typeOf(symbol); }
  const Signature& signatureOf(SymbolId symbol) override { return declarationsOf(symbol).signatureOf(symbol); }
  // Every module is there from the beginning.
  ModuleId import(ModuleId, syntax::DeclId, diag::Engine&) override { return {}; }
  void used(ModuleId) override {}
  std::optional<CodeFile> codeFile(const std::string&, ModuleId) override { return std::nullopt; }
  [[nodiscard]] bool cancelled() const override { return false; }

  Declarations& declarationsOf(SymbolId symbol) {
    return states[program.symbols[symbol].module.index() & ~kStandardBit].checker->declarations();
  }

  struct State {
    std::shared_ptr<ModuleInterface> interface;
    std::unique_ptr<FileChecker> checker;
  };
  Program program;
  Scope everywhere{nullptr, Place::TopLevel};
  std::vector<SymbolId> visible;  ///< in `everywhere`
  TypeId anyKind;
  std::deque<State> states;  ///< by ModuleId
};

StandardResolver::StandardResolver(const source::SourceManager& sources, std::vector<StandardModule> modules,
                                   diag::Engine& diags)
    : impl_(std::make_unique<Impl>(sources, std::move(modules), diags)) {}
StandardResolver::~StandardResolver() = default;

StandardLibrary& StandardResolver::library() { return *impl_; }
const Program& StandardResolver::program() const { return impl_->program; }
const std::vector<SymbolId>& StandardResolver::visibleEverywhere() const { return impl_->visible; }

}  // namespace mlpc::sema
