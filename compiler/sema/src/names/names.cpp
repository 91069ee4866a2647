// The names of a file: its declarations and imports, and the meaning of names.

#include "names/names.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "declarations/decorators.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "mlpc/syntax/walk.h"

namespace mlpc::sema {

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

/// Modules of the standard library that are visible only where they are imported, by the names that people use for
/// them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kImports{{
    {"mlflow", "mlflow"},
    {"kfp", "kfp"},
    {"trainer", "trainer"},
    {"kubernetes", "kubernetes"},
    {"ado", "azure.devops as ado"},
    {"devops", "azure.devops as devops"},
}};

/// A `let` of a body, and the names in it.
struct Let {
  std::string_view name;
  source::Span span;
  std::vector<std::string_view> uses;
};

bool within(source::Span outer, source::Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

/// The `let`s of the declaration around `span`.
std::vector<Let> letsAround(const syntax::Tree& tree, source::Span span) {
  struct Collector {
    const syntax::Tree& tree;
    std::vector<Let> lets = {};
    std::vector<size_t> open = {};  ///< those around the current statement

    void enter(syntax::StmtId id) {
      const syntax::Stmt& stmt = tree.stmts[id];
      if (const auto* let = std::get_if<syntax::LetStmt>(&stmt.node)) {
        open.push_back(lets.size());
        lets.push_back({let->name.text, stmt.span, {}});
      }
      if (open.empty()) return;
      std::vector<syntax::ExprId> roots;
      appendExpressions(stmt, roots);
      for (const syntax::ExprId root : roots) {
        walkExpressions(tree, root, [&](syntax::ExprId expr) {
          const auto* used = std::get_if<syntax::NameExpr>(&tree.exprs[expr].node);
          if (used == nullptr) return;
          for (const size_t let : open) lets[let].uses.push_back(used->name.text);
        });
      }
    }
    void leave(syntax::StmtId id) {
      if (std::holds_alternative<syntax::LetStmt>(tree.stmts[id].node)) open.pop_back();
    }
  };
  Collector collector{tree};
  for (const syntax::DeclId id : tree.order) {
    const syntax::Decl& decl = tree.decls[id];
    const syntax::Block* body = within(decl.span, span) ? bodyOf(decl) : nullptr;
    if (body != nullptr) walkStatements(tree, *body, collector);
  }
  return std::move(collector.lets);
}

}  // namespace

std::string dottedPath(const syntax::ImportDecl& import) {
  std::string dotted;
  for (const syntax::Name& word : import.path) {
    if (!dotted.empty()) dotted += '.';
    dotted += word.text;
  }
  return dotted;
}

void Names::nameImport(const syntax::ImportDecl& import) {
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
  file_.diags.report(import.targetSpan, diag::importNeedsAlias, file_.program.sources.text(import.targetSpan), alias)
      .fix("add `as " + alias + "`", true, {{end, " as " + alias}});
}

void Names::declareImport(syntax::DeclId declId) {
  const syntax::Decl& decl = file_.tree.decls[declId];
  const auto import = std::get<syntax::ImportDecl>(decl.node);
  syntax::Name name = decl.name;
  Symbol symbol{.kind = SymbolKind::Import,
                .name = name.text,
                .module = file_.module,
                .span = name.span,
                .type = file_.basic(TypeKind::Namespace),
                .decl = declId,
                .doc = decl.doc};
  if (!import.path.empty()) {
    const std::string dotted = dottedPath(import);
    symbol.target = file_.standard.module(dotted);
    if (!symbol.target) {
      auto report = file_.diags.report(import.targetSpan, diag::unknownModule, dotted);
      if (auto near = support::closest(dotted, file_.standard.moduleNames())) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{import.targetSpan, *near}});
      }
      symbol.type = file_.error();
    }
  } else {
    if (name.empty()) nameImport(import);
    symbol.target = file_.others.import(file_.module, declId, file_.diags);
    if (!symbol.target) symbol.type = file_.error();
  }
  if (name.empty()) return;
  auto& scope = file_.interface->scope;
  if (auto it = scope.find(name.text); it != scope.end()) {
    file_.diags.report(name.span, diag::duplicateDeclaration, name.text)
        .note(file_.program.symbols[it->second].span, diag::declaredHere, name.text);
    return;
  }
  const SymbolId id = file_.addSymbol(symbol);
  scope.emplace(name.text, id);
  fileScope().declare(name.text, id);
}

SymbolId Names::declare(syntax::DeclId declId) {
  const syntax::Decl& decl = file_.tree.decls[declId];
  auto& scope = file_.interface->scope;
  if (auto it = scope.find(decl.name.text); it != scope.end()) {
    file_.diags.report(decl.name.span, diag::duplicateDeclaration, decl.name.text)
        .note(file_.program.symbols[it->second].span, diag::declaredHere, decl.name.text);
    return {};
  }
  Symbol symbol{.kind = kindOfDecl(decl.node),
                .name = decl.name.text,
                .module = file_.module,
                .span = decl.name.span,
                .decl = declId,
                .doc = decl.doc};
  const std::string_view name = decl.name.text;
  for (const auto& d : decl.decorators) {
    if (nameOf(d) == DecoratorName::Deprecated) symbol.deprecated = textArgument(file_.tree, d);
  }
  const SymbolId id = file_.addSymbol(symbol);
  scope.emplace(name, id);
  fileScope().declare(name, id);
  return id;
}

SymbolId Names::lookupIn(ModuleId module, std::string_view name) const {
  if (!module) return {};
  if (isStandardId(module)) return file_.standard.lookup(module, name);
  const auto& scope = file_.program.module(module).scope();
  const auto found = scope.find(name);
  return found == scope.end() ? SymbolId() : found->second;
}

ModuleId Names::targetOf(SymbolId import) const {
  const ModuleId target = file_.program.symbols[import].target;
  if (target) file_.others.used(target);
  return target;
}

std::vector<std::string> Names::namesIn(ModuleId module) const {
  std::vector<std::string> names;
  if (!module) return names;
  if (isStandardId(module)) {
    const auto known = file_.standard.names(module);
    return {known.begin(), known.end()};
  }
  for (const auto& [name, symbol] : file_.program.module(module).scope()) {
    if (file_.program.symbols[symbol].kind != SymbolKind::Import) names.emplace_back(name);
  }
  return names;
}

Scope& Names::fileScope() {
  if (!fileScope_) {
    fileScope_.emplace(&file_.standard.global(), Place::TopLevel);
    for (const auto& [name, symbol] : file_.program.module(file_.module).scope()) fileScope_->declare(name, symbol);
  }
  return *fileScope_;
}

SymbolId Names::lookup(const Scope& scope, std::string_view name) const {
  if (const SymbolId found = scope.find(name)) return found;
  if (const SymbolId found = file_.standard.lookup(prelude(), name)) return found;
  if (scope.place() == Place::Workflow) return file_.standard.lookup(file_.standard.module("azure.devops"), name);
  return {};
}

bool Names::mayBeLost(source::Span span) const {
  if (file_.isStandard()) return false;
  const auto& lost = file_.tree.nameless;
  const bool nameless = std::any_of(lost.begin(), lost.end(), [&](const source::Span& range) {
    return range.begin <= span.begin && span.begin <= range.end;
  });
  return nameless || file_.program.module(file_.module).interface->nameless ||
         file_.tree.lostNames.count(file_.program.sources.text(span)) != 0;
}

void Names::reportUnknown(const Scope& scope, const syntax::Name& name) {
  if (mayBeLost(name.span)) return;
  auto report = file_.diags.report(name.span, diag::unknownName, name.text);
  for (const auto& [visible, module] : kImports) {
    if (name.text != visible) continue;
    report.note({}, diag::importModule, module);
    return;
  }
  if (!file_.maySearch()) return;
  std::vector<std::string> names;
  scope.collectNames(names);
  for (std::string& known : namesIn(prelude())) names.push_back(std::move(known));
  if (auto near = support::closest(name.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  }
}

void Names::reportEarly(const syntax::Name& name, source::Span later) {
  if (!file_.maySearch()) {
    file_.diags.report(name.span, diag::usedBeforeLet, name.text).note(later, diag::declaredHere, name.text);
    return;
  }
  const std::vector<Let> lets = letsAround(file_.tree, name.span);
  const auto closing = [&](std::string_view text) {
    const auto found = std::find_if(lets.rbegin(), lets.rend(),
                                    [&](const Let& let) { return let.name == text && within(let.span, name.span); });
    return found != lets.rend() ? &*found : nullptr;
  };
  // The `let` around the name to which the later one leads back, through the names in it.
  const Let* closed = closing(name.text);
  std::vector<std::string_view> open{name.text};
  std::unordered_set<std::string_view> reached{name.text};
  while (closed == nullptr && !open.empty() && file_.maySearch()) {
    const std::string_view next = open.back();
    open.pop_back();
    for (const Let& let : lets) {
      if (let.name != next) continue;
      for (const std::string_view used : let.uses) {
        if (closed == nullptr) closed = closing(used);
        if (reached.insert(used).second) open.push_back(used);
      }
    }
  }
  if (closed == nullptr) {
    file_.diags.report(name.span, diag::usedBeforeLet, name.text).note(later, diag::declaredHere, name.text);
    return;
  }
  const std::string way = closed->name == name.text ? std::string() : ", through `" + std::string(name.text) + "`";
  file_.diags.report(name.span, diag::orderCycle, closed->name, diag::Phrase(way))
      .note(later, diag::declaredHere, name.text);
}

std::string otherModuleOf(StandardLibrary& standard, std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kModules{
      {{"azure", "azure"}, {"azure.ml", "azureml"}, {"azure.devops", "ado"}, {"k8s", "k8s"}, {"trainer", "trainer"}}};
  for (const auto& [module, visible] : kModules) {
    if (standard.lookup(standard.module(module), name)) return std::string(visible) + "." + std::string(name);
  }
  return {};
}

}  // namespace mlpc::sema
