// The order of work in a file, and what is checked of declarations as a whole.

#include "program/file_checker.h"

#include "bodies/body_checks.h"
#include "declarations/decorators.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using namespace syntax;  // the node types

FileChecker::FileChecker(Program& program, StandardLibrary& standard, OtherFiles& others, diag::Engine& diags,
                         ModuleId module, FileTables& tables, ModuleInterface* interface)
    : file_(program, standard, others, diags, module, tables, interface),
      names_(file_),
      types_(file_, names_, declarations_, expressions_),
      declarations_(file_, names_, types_, expressions_),
      expressions_(file_, names_, declarations_, types_),
      bodies_{file_, names_, declarations_, types_, expressions_} {}

void FileChecker::declareAll() {
  for (const DeclId id : file_.tree.order) {
    const Decl& decl = file_.tree.decls[id];
    if (std::holds_alternative<ImportDecl>(decl.node)) {
      names_.declareImport(id);
    } else if (decl.name.empty()) {
      file_.interface->nameless = true;
    } else if (const SymbolId symbol = names_.declare(id); symbol && std::holds_alternative<ErrorDecl>(decl.node)) {
      // It exists, but nothing more is known about it.
      file_.program.symbols.edit(symbol).decl = {};
      file_.program.symbols.edit(symbol).type = file_.error();
    }
  }
}

std::vector<SymbolId> FileChecker::declared() const {
  std::vector<SymbolId> symbols;
  const auto& scope = file_.program.module(file_.module).scope();
  for (const DeclId id : file_.tree.order) {
    const Decl& decl = file_.tree.decls[id];
    if (decl.name.empty() || std::holds_alternative<ImportDecl>(decl.node) ||
        std::holds_alternative<ErrorDecl>(decl.node))
      continue;
    const auto it = scope.find(decl.name.text);
    if (it != scope.end() && file_.program.symbols[it->second].decl == id) symbols.push_back(it->second);
  }
  return symbols;
}

void FileChecker::resolveAll() {
  for (const SymbolId id : declared()) {
    declarations_.typeOf(id);
    if (file_.program.symbols[id].kind == SymbolKind::Component) declarations_.signatureOf(id);
    declarations_.checkDefaults();
  }
}

void FileChecker::checkHead() {
  declareAll();
  const std::vector<SymbolId> symbols = declared();
  // Signatures before the contents of records, so that the order in the file does not matter.
  for (const SymbolId id : symbols) {
    if (file_.others.cancelled()) return;
    declarations_.typeOf(id);
    switch (file_.program.symbols[id].kind) {
      case SymbolKind::Component:
      case SymbolKind::Pipeline:
      case SymbolKind::TrainJob:
      case SymbolKind::Workflow: declarations_.signatureOf(id); break;
      case SymbolKind::StepsTemplate:
      case SymbolKind::JobTemplate:
      case SymbolKind::StageTemplate:
        declarations_.signatureOf(id);
        announceTemplate(bodies_, id);
        break;
      default: break;
    }
  }
  declarations_.checkDefaults();
  for (const SymbolId id : symbols) {
    if (file_.others.cancelled()) return;
    checkDeclaration(id);
    declarations_.checkDefaults();
  }
}

void FileChecker::checkBodies() {
  for (const SymbolId id : declared()) {
    if (file_.others.cancelled()) return;
    checkBody(id);
    declarations_.checkDefaults();
  }
}

void FileChecker::checkBody(SymbolId id) {
  std::visit(support::Overload{
                 [&](const ComponentDecl&) { checkComponent(bodies_, id); },
                 [&](const PipelineDecl&) { checkPipeline(bodies_, id); },
                 [&](const TrainJobDecl&) { checkTrainJob(bodies_, id); },
                 [&](const WorkflowDecl&) { checkWorkflow(bodies_, id); },
                 [&](const TemplateDecl&) { checkTemplate(bodies_, id); },
                 [](const auto&) {},
             },
             file_.tree.decls[file_.program.symbols[id].decl].node);
}

void FileChecker::checkDeclaration(SymbolId id) {
  const Decl& decl = file_.tree.decls[file_.program.symbols[id].decl];
  declarations_.typeOf(id);
  checkDecorators(file_, decl.decorators, "a declaration", {});
  std::visit(support::Overload{
                 [&](const ArtifactDecl& artifact) {
                   expressions_.check({names_.fileScope()}, artifact.record, file_.standard.type("ArtifactSchema"));
                 },
                 [&](const SecretDecl& secret) { checkSecret(secret.record); },
                 [&](const ExistingDecl& existing) { checkResource(id, existing.record); },
                 [&](const ResourceDecl& resource) { checkResource(id, resource.record); },
                 [](const auto&) {},
             },
             decl.node);
}

void FileChecker::checkResource(SymbolId id, ExprId record) {
  const TypeId kind = declarations_.typeOf(id);
  const Scope& scope = names_.fileScope();
  if (!record) {
    expressions_.records.absent(scope, file_.program.symbols[id].span, kind);
  } else if (file_.isError(kind)) {
    expressions_.check({scope}, record, kind);
  } else {
    expressions_.records.declaration(scope, record, kind);
  }
}

void FileChecker::checkSecret(ExprId recordId) {
  using namespace vocabulary::prelude;
  const auto* record = recordId ? std::get_if<RecordExpr>(&file_.expr(recordId).node) : nullptr;
  if (record == nullptr) return;
  bool hasKeys = false;
  bool hasName = false;
  bool hasGroup = false;
  bool hasVariable = false;
  bool hasVault = false;
  std::string found;
  for (const auto& item : record->items) {
    const std::string_view key = item.key.text;
    hasKeys |= is(key, ClusterSecret::Keys);
    hasName |= is(key, ClusterSecret::Name);
    hasGroup |= is(key, GroupSecret::Group);
    hasVariable |= is(key, GroupSecret::Variable);
    hasVault |= is(key, VaultSecret::Vault);
    if (!found.empty()) found += ", ";
    found += "`" + std::string(key) + "`";
  }
  const bool ofGroup = hasGroup && !hasVault && !hasKeys;
  const bool ofVault = hasVault && !hasGroup && !hasKeys;
  const bool ofCluster = !hasGroup && !hasVault && !hasVariable;
  if ((!ofGroup && !ofVault && !ofCluster) || (hasGroup && hasName)) {
    file_.diags.report(file_.expr(recordId).span, diag::secretForm, diag::Phrase(found.empty() ? "nothing" : found));
    return;
  }
  const std::string_view form = ofGroup ? "GroupSecret" : ofVault ? "VaultSecret" : "ClusterSecret";
  expressions_.check({names_.fileScope()}, recordId, file_.standard.type(form));
}

}  // namespace mlpc::sema
