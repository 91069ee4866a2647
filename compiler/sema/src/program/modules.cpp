// Modules: the files of the user.

#include <algorithm>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

ModuleId Checker::prelude() { return standard.module("prelude"); }

void Checker::nameImport(const syntax::ImportDecl& import) {
  std::string_view path = import.file;
  if (const size_t slash = path.rfind('/'); slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".mlp")) path.remove_suffix(4);
  std::string alias;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    alias += letter ? c : '_';
  }
  if (alias.empty() || (alias.front() >= '0' && alias.front() <= '9')) alias.insert(0, "m_");
  const source::Span end{import.targetSpan.file, import.targetSpan.end, import.targetSpan.end};
  diags.report(import.targetSpan, diag::importNeedsAlias, program.sources.text(import.targetSpan), alias)
      .fix("add `as " + alias + "`", true, {{end, " as " + alias}});
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
    if (!name.empty()) scopeOf(module).emplace(name.text, addSymbol(symbol));
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
    if (name.empty()) nameImport(import);
    symbol.target = access->import(module, declId, diags);
    if (!symbol.target) symbol.type = error();
  }
  if (name.empty()) return;
  auto& scope = scopeOf(module);
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

bool mayBeLost(const Program& program, ModuleId file, source::Span span) {
  if (!file || isStandardId(file)) return false;
  const Module& module = program.module(file);
  const auto& lost = module.tree->nameless;
  const bool nameless = std::any_of(lost.begin(), lost.end(), [&](const source::Span& range) {
    return range.begin <= span.begin && span.begin <= range.end;
  });
  return nameless || module.interface->nameless || module.tree->lostNames.count(program.sources.text(span)) != 0;
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
  auto& scope = scopeOf(module);
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

std::unordered_map<std::string_view, SymbolId>& Checker::scopeOf(ModuleId module) {
  return isStandard(module) ? state_->standardTables.at(module.index())->scope : interface->scope;
}

SymbolId Checker::lookupInModule(ModuleId module, std::string_view name) {
  if (!module) return {};
  if (isStandard(module)) return standard.lookup(module, name);
  const auto& scope = program.module(module).scope();
  const auto found = scope.find(name);
  return found == scope.end() ? SymbolId() : found->second;
}

ModuleId Checker::targetOf(SymbolId import) {
  if (isStandardId(import)) return standard.targetOf(import);
  const ModuleId target = program.symbols[import].target;
  if (access != nullptr && target) access->used(target);
  return target;
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
  for (const auto& [name, symbol] : program.module(module).scope()) {
    if (program.symbols[symbol].kind != SymbolKind::Import) names.emplace_back(name);
  }
  return names;
}

}  // namespace mlpc::sema
