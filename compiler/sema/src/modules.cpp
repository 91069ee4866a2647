// Modules: the files of the user.

#include <algorithm>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

ModuleId Checker::prelude() { return standard.module("prelude"); }

ModuleId Checker::addFile(std::shared_ptr<const syntax::Tree> tree, const std::string& identity) {
  Module module;
  module.name = program.sources.file(tree->file).name();
  module.tree = std::move(tree);
  const ModuleId id = program.modules.add(std::move(module));
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
  auto loaded = loader_->file(std::string(import.file), program.module(from).tree->file);
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
    // Loaded when it is used: `StandardLibrary::targetOf` reads the path again.
    if (!name.empty()) program.module(module).scope.emplace(name.text, addSymbol(symbol));
    return;
  }
  if (!import.path.empty()) {
    std::string dotted;
    for (const auto& word : import.path) {
      if (!dotted.empty()) dotted += '.';
      dotted += word.text;
    }
    symbol.target = standard.module(dotted);
    if (!symbol.target) {
      auto report = diags.report(import.targetSpan, diag::unknownModule, dotted);
      if (auto near = support::closest(dotted, standard.moduleNames())) {
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
    return nameless || state.modules.at(i).nameless || m.tree->lostNames.count(program.sources.text(span)) != 0;
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
  if (isStandard(module)) return standard.lookup(module, name);
  const auto& scope = program.module(module).scope;
  const auto found = scope.find(name);
  return found == scope.end() ? SymbolId() : found->second;
}

ModuleId Checker::targetOf(SymbolId import) {
  return isStandardId(import) ? standard.targetOf(import) : program.symbols[import].target;
}

TypeId Checker::standardType(std::string_view qualifiedName) { return standard.type(qualifiedName); }

std::vector<std::string> Checker::namesIn(ModuleId module) {
  std::vector<std::string> names;
  if (!module) return names;
  if (isStandard(module)) {
    const auto& known = standard.names(module);
    names.assign(known.begin(), known.end());
    return names;
  }
  for (const auto& [name, symbol] : program.module(module).scope) {
    if (program.symbols[symbol].kind != SymbolKind::Import) names.emplace_back(name);
  }
  return names;
}

}  // namespace mlpc::sema
