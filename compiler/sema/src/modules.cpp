// Modules: the files of the user, and the standard library's declarations as they are asked for.

#include <algorithm>

#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

ModuleId Checker::prelude() {
  if (!state_->prelude) state_->prelude = loadStandard("prelude");
  return state_->prelude;
}

ModuleId Checker::loadStandard(const std::string& dottedName) {
  auto [it, isNew] = state_->byIdentity.try_emplace("std:" + dottedName);
  if (!isNew) return it->second;
  auto loaded = loader.standard(dottedName);
  if (!loaded.failure.empty() || loaded.demandTree == nullptr) return {};
  const ModuleId id(static_cast<uint32_t>(program.modules.size()));
  state_->byIdentity["std:" + dottedName] = id;
  Module& module = program.modules.emplace_back();
  module.name = dottedName;
  module.standard = true;
  module.tree = loaded.demandTree;
  module.owned = std::move(loaded.tree);
  ModuleState& state = state_->modules.emplace_back();
  state.demand = std::move(loaded.demand);
  state.names = std::move(loaded.names);
  state.available.insert(state.names.begin(), state.names.end());
  for (uint32_t i = 0; i < module.tree->decls.size(); ++i) {
    const syntax::DeclId decl(i);
    if (std::holds_alternative<syntax::ImportDecl>(module.tree->decls[decl].node)) declareImport(id, decl);
  }
  return id;
}

ModuleId Checker::addFile(std::unique_ptr<syntax::Tree> owned, const std::string& identity) {
  const ModuleId id(static_cast<uint32_t>(program.modules.size()));
  Module& module = program.modules.emplace_back();
  module.name = program.sources.file(owned->file).name();
  module.tree = owned.get();
  module.owned = std::move(owned);
  module.exprs.resize(module.tree->exprs.size());
  state_->modules.emplace_back();
  if (!identity.empty()) state_->byIdentity.emplace(identity, id);
  return id;
}

void Checker::reportCycle(source::Span span, ModuleId target) {
  size_t first = 0;
  while (first < state_->loading.size() && state_->loading[first].module != target) ++first;
  auto report = diags.report(span, diag::importCycle, state_->loading.size() - first);
  for (size_t i = first; i < state_->loading.size(); ++i) {
    const ModuleId next = i + 1 < state_->loading.size() ? state_->loading[i + 1].module : target;
    report.note(state_->loading[i].importSpan, diag::importedHere, program.module(state_->loading[i].module).name,
                program.module(next).name);
  }
}

ModuleId Checker::loadFile(ModuleId from, const syntax::ImportDecl& import) {
  auto loaded = loader.file(std::string(import.file), program.module(from).tree->file);
  if (!loaded.failure.empty()) {
    diags.report(import.targetSpan, diag::importUnreadable, import.file, diag::Phrase(loaded.failure));
    return {};
  }
  const std::string& identity = loaded.identity;
  const auto known = state_->byIdentity.find(identity);
  ModuleId target;
  if (known != state_->byIdentity.end()) {
    target = known->second;
  } else if (loaded.tree) {
    target = addFile(std::move(loaded.tree), identity);
  } else {
    return {};
  }
  if (state_->modules[target.index()].progress == Progress::Working) {
    reportCycle(import.targetSpan, target);
    return {};
  }
  declareFile(target);
  return target;
}

void Checker::declareImport(ModuleId module, syntax::DeclId declId) {
  const syntax::Decl& decl = program.module(module).tree->decls[declId];
  const auto import = std::get<syntax::ImportDecl>(decl.node);
  syntax::Name name = decl.name;
  Symbol symbol{.kind = SymbolKind::Import,
                .name = name.text,
                .module = module,
                .span = name.span,
                .type = basic(TypeKind::Namespace),
                .decl = declId,
                .doc = decl.doc};
  if (isStandard(module)) {
    // Loaded when it is used: `targetOf` reads the path again.
    if (!name.empty()) program.module(module).scope.emplace(name.text, addSymbol(symbol));
    return;
  }
  if (!import.path.empty()) {
    std::string dotted;
    for (const auto& word : import.path) {
      if (!dotted.empty()) dotted += '.';
      dotted += word.text;
    }
    symbol.target = loadStandard(dotted);
    if (!symbol.target) {
      auto report = diags.report(import.targetSpan, diag::unknownModule, dotted);
      if (auto near = support::closest(dotted, loader.standardNames())) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{import.targetSpan, *near}});
      }
      symbol.type = error();
    }
  } else {
    if (name.empty()) {
      std::string_view file = import.file;
      if (const size_t slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
      if (file.ends_with(".mlp")) file.remove_suffix(4);
      std::string alias;
      for (const char c : file) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        alias += letter ? c : '_';
      }
      if (alias.empty() || (alias.front() >= '0' && alias.front() <= '9')) alias.insert(0, "m_");
      const source::Span end{import.targetSpan.file, import.targetSpan.end, import.targetSpan.end};
      diags.report(import.targetSpan, diag::importNeedsAlias, program.sources.text(import.targetSpan), alias)
          .fix("add `as " + alias + "`", true, {{end, " as " + alias}});
    }
    state_->loading.push_back({module, import.targetSpan});
    symbol.target = loadFile(module, import);
    state_->loading.pop_back();
    if (!symbol.target) symbol.type = error();
  }
  if (name.empty()) return;
  auto& scope = program.module(module).scope;
  if (auto it = scope.find(name.text); it != scope.end()) {
    diags.report(name.span, diag::duplicateDeclaration, name.text)
        .note(program.symbols[it->second].span, diag::declaredHere, name.text);
    return;
  }
  const SymbolId id = addSymbol(symbol);
  scope.emplace(name.text, id);
  fileScope(module).declare(name.text, id);
}

bool isBroken(const Program& program, ModuleId module, syntax::DeclId decl) {
  return module && decl && program.module(module).tree->decls[decl].broken;
}

bool mayBeLost(const Program& program, const CheckerState& state, source::Span span) {
  for (uint32_t i = 0; i < program.modules.size(); ++i) {
    const Module& m = program.module(ModuleId(i));
    if (m.tree->file != span.file) continue;
    const bool nameless = std::any_of(m.tree->nameless.begin(), m.tree->nameless.end(), [&](const source::Span& range) {
      return range.begin <= span.begin && span.begin <= range.end;
    });
    return nameless || state.modules[i].nameless || m.tree->lostNames.count(program.sources.text(span)) != 0;
  }
  return false;
}

namespace {

SymbolKind kindOfDecl(const syntax::DeclNode& node) {
  using namespace syntax;
  return std::visit(support::Overload{
                        [](const ErrorDecl&) { return SymbolKind::Const; },
                        [](const ImportDecl&) { return SymbolKind::Import; },
                        [](const ConstDecl&) { return SymbolKind::Const; },
                        [](const TypeDecl&) { return SymbolKind::TypeName; },
                        [](const ArtifactDecl&) { return SymbolKind::Artifact; },
                        [](const SecretDecl&) { return SymbolKind::Secret; },
                        [](const ExistingDecl&) { return SymbolKind::Existing; },
                        [](const ResourceDecl&) { return SymbolKind::Resource; },
                        [](const ComponentDecl&) { return SymbolKind::Component; },
                        [](const PipelineDecl&) { return SymbolKind::Pipeline; },
                        [](const TrainJobDecl&) { return SymbolKind::TrainJob; },
                        [](const WorkflowDecl&) { return SymbolKind::Workflow; },
                        [](const TemplateDecl& t) {
                          switch (t.kind) {
                            case TemplateKind::Steps: return SymbolKind::StepsTemplate;
                            case TemplateKind::Job: return SymbolKind::JobTemplate;
                            case TemplateKind::Stage: return SymbolKind::StageTemplate;
                          }
                          return SymbolKind::StepsTemplate;
                        },
                    },
                    node);
}

}  // namespace

SymbolId Checker::declareDecl(ModuleId module, syntax::DeclId declId) {
  const syntax::Decl& decl = program.module(module).tree->decls[declId];
  auto& scope = program.module(module).scope;
  if (auto it = scope.find(decl.name.text); it != scope.end()) {
    diags.report(decl.name.span, diag::duplicateDeclaration, decl.name.text)
        .note(program.symbols[it->second].span, diag::declaredHere, decl.name.text);
    return {};
  }
  Symbol symbol{.kind = kindOfDecl(decl.node),
                .name = decl.name.text,
                .module = module,
                .span = decl.name.span,
                .decl = declId,
                .doc = decl.doc};
  const std::string_view name = decl.name.text;
  for (const auto& d : decl.decorators) {
    if (d.path.size() == 1 && d.path[0].text == "deprecated") symbol.deprecated = textArgument(module, d);
  }
  const SymbolId id = addSymbol(symbol);
  scope.emplace(name, id);
  fileScope(module).declare(name, id);
  return id;
}

void Checker::declareFile(ModuleId module) {
  if (state_->modules[module.index()].progress != Progress::None) return;
  state_->modules[module.index()].progress = Progress::Working;
  const syntax::Tree& file = tree(module);
  for (const syntax::DeclId id : file.order) {
    const syntax::Decl& decl = file.decls[id];
    if (std::holds_alternative<syntax::ImportDecl>(decl.node)) {
      declareImport(module, id);
    } else if (decl.name.empty()) {
      state_->modules[module.index()].nameless = true;
    } else if (const SymbolId symbol = declareDecl(module, id);
               symbol && std::holds_alternative<syntax::ErrorDecl>(decl.node)) {
      // It is there, and nothing more is known of it.
      program.symbols[symbol].decl = {};
      program.symbols[symbol].type = error();
    }
  }
  state_->modules[module.index()].progress = Progress::Done;
}

SymbolId Checker::lookupInModule(ModuleId module, std::string_view name) {
  if (!module) return {};
  auto& scope = program.module(module).scope;
  if (auto it = scope.find(name); it != scope.end()) return it->second;
  ModuleState& state = state_->modules[module.index()];
  if (!state.demand) return {};
  auto it = state.available.find(name);
  if (it == state.available.end()) return {};
  const syntax::DeclId decl = state.demand(name);
  if (!decl) return {};
  if (std::holds_alternative<syntax::ImportDecl>(program.module(module).tree->decls[decl].node)) {
    declareImport(module, decl);
    auto found = scope.find(name);
    return found == scope.end() ? SymbolId() : found->second;
  }
  return declareDecl(module, decl);
}

ModuleId Checker::targetOf(SymbolId import) {
  const Symbol symbol = program.symbols[import];
  if (symbol.target || (symbol.module && !isStandard(symbol.module))) return symbol.target;
  std::string dotted;
  if (!symbol.module) {
    dotted = symbol.name == "azureml" ? "azure.ml" : std::string(symbol.name);
  } else {
    const auto& decl = program.module(symbol.module).tree->decls[symbol.decl];
    for (const auto& word : std::get<syntax::ImportDecl>(decl.node).path) {
      if (!dotted.empty()) dotted += '.';
      dotted += word.text;
    }
  }
  const ModuleId target = loadStandard(dotted);
  program.symbols[import].target = target;
  return target;
}

TypeId Checker::standardType(std::string_view qualifiedName) {
  auto [it, isNew] = state_->standardTypes.try_emplace(std::string(qualifiedName));
  if (!isNew && it->second) return it->second;
  SymbolId symbol;
  if (const size_t dot = qualifiedName.rfind('.'); dot != std::string_view::npos) {
    std::string module(qualifiedName.substr(0, dot));
    if (module == "azureml") module = "azure.ml";
    if (module == "ado") module = "azure.devops";
    symbol = lookupInModule(loadStandard(module), qualifiedName.substr(dot + 1));
  } else {
    symbol = lookupInModule(prelude(), qualifiedName);
    for (const char* module : {"azure.devops", "trainer"}) {
      if (!symbol) symbol = lookupInModule(loadStandard(module), qualifiedName);
    }
  }
  const TypeId result = symbol ? typeOf(symbol) : error();
  state_->standardTypes[std::string(qualifiedName)] = result;
  return result;
}

}  // namespace mlpc::sema
