// What stands at the top of a file: its types, signatures and records.

#include <algorithm>
#include <unordered_map>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;  // the node types

std::string Checker::qualifiedName(SymbolId id) const {
  const Symbol& symbol = program.symbols[id];
  if (!symbol.module || !isStandard(symbol.module)) return std::string(symbol.name);
  const std::string& module = program.module(symbol.module).name;
  return module == "prelude" ? std::string(symbol.name) : module + "." + std::string(symbol.name);
}

TypeId Checker::kindOf(SymbolId id, const std::vector<Name>& path) {
  const ModuleId module = program.symbols[id].module;
  if (path.empty()) return error();
  NamedType named{path, {}};
  const source::Span span = source::cover(path.front().span, path.back().span);
  const TypeId kindType = resolveNamedType({module, fileScope(module)}, span, named);
  if (isError(kindType)) return kindType;
  if (kind(kindType) != TypeKind::Record || !type(kindType).isKind) {
    diags.report(span, diag::notAKind, program.sources.text(span));
    return error();
  }
  return kindType;
}

TypeId Checker::computeType(SymbolId id) {
  const Symbol symbol = program.symbols[id];
  const Decl& decl = tree(symbol.module).decls[symbol.decl];
  const Scope& scope = fileScope(symbol.module);
  switch (symbol.kind) {
    case SymbolKind::Const: {
      const auto node = std::get<ConstDecl>(decl.node);
      const TypeId declared = node.type ? resolveType(symbol.module, node.type, scope) : TypeId();
      const bool early = std::exchange(state_->compileTime, false);
      const TypeId own = checkExpr(symbol.module, node.value, scope, declared);
      state_->compileTime = early;
      if (!isError(own) && isTooLarge(program, diags, symbol.module, node.value)) return error();
      if (declared) return declared;
      const TypeKind k = kind(own);
      if (k == TypeKind::Task || k == TypeKind::Void) return error();
      return plainType(program.types, own);
    }
    case SymbolKind::TypeName: {
      const syntax::TypeId written = std::get<TypeDecl>(decl.node).type;
      const auto* record = written ? std::get_if<RecordType>(&tree(symbol.module).types[written].node) : nullptr;
      if (record == nullptr) return resolveType(symbol.module, written, scope);
      const auto copy = *record;
      Type made{TypeKind::Record};
      made.symbol = id;
      made.text = qualifiedName(id);
      made.isKind = isStandard(symbol.module) && decorator(symbol.module, symbol.decl, "kind") != nullptr;
      const TypeId result = program.types.add(std::move(made));
      program.symbols.edit(id).type = result;  // its fields may name it
      return resolveRecordType({symbol.module, scope}, copy, result);
    }
    case SymbolKind::Artifact: return program.types.artifact(id, symbol.name);
    case SymbolKind::Secret: return basic(TypeKind::Secret);
    case SymbolKind::Existing: {
      const auto path = std::get<ExistingDecl>(decl.node).kind;
      return kindOf(id, path);
    }
    case SymbolKind::Resource: {
      const auto path = std::get<ResourceDecl>(decl.node).kind;
      return kindOf(id, path);
    }
    case SymbolKind::Component: return program.types.callable("Component");
    case SymbolKind::Pipeline: return program.types.callable("Pipeline");
    case SymbolKind::TrainJob: return program.types.callable("TrainJob");
    case SymbolKind::Workflow: return program.types.callable("Workflow");
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return program.types.callable("Template");
    default: return symbol.type ? symbol.type : error();
  }
}

TypeId Checker::typeOf(SymbolId id) {
  if (!id) return error();
  const Symbol& known = program.symbols[id];
  // What is not being resolved in this step has been.
  const bool resolving = program.isStandard() || (interface != nullptr && known.module == file);
  if (!resolving) return known.type ? known.type : error();
  if (!known.decl || known.kind == SymbolKind::Import) return known.type ? known.type : error();
  switch (known.kind) {
    case SymbolKind::Parameter:
    case SymbolKind::Output:
    case SymbolKind::Let:
    case SymbolKind::LoopVariable:
    case SymbolKind::Stage:
    case SymbolKind::Job: return known.type ? known.type : error();
    default: break;
  }
  const Progress progress = state_->typeProgress[id.index()];
  if (progress == Progress::Done) return program.symbols[id].type;
  if (progress == Progress::Working) {
    if (known.kind == SymbolKind::TypeName) {
      if (known.type) return known.type;  // a record that is being filled
      diags.report(known.span, diag::endlessType, known.name);
    } else {
      diags.report(known.span, diag::definedByItself, known.name);
    }
    return error();
  }
  state_->typeProgress[id.index()] = Progress::Working;
  const TypeId result = computeType(id);
  state_->typeProgress[id.index()] = Progress::Done;
  program.symbols.edit(id).type = result;
  return result;
}

Field Checker::fieldOf(ModuleId module, const Parameter& parameter, const Scope& scope) {
  Field field;
  field.name = parameter.name.text;
  field.type = resolveType(module, parameter.type, scope);
  field.doc = parameter.doc;
  field.span = parameter.name.span;
  field.optional = parameter.defaultValue.valid() || (field.type && kind(field.type) == TypeKind::Optional);
  field.defaultModule = module;
  field.defaultValue = parameter.defaultValue;
  applyDecorators(module, parameter.decorators, field);
  if (!isStandard(module)) checkFieldDecorators(module, parameter, field.type);
  if (field.defaultValue) state_->defaults.push_back({module, field});
  return field;
}

void Checker::drainDefaults() {
  if (state_->draining) return;
  state_->draining = true;
  const bool early = std::exchange(state_->compileTime, false);
  for (size_t i = 0; i < state_->defaults.size(); ++i) {
    const PendingDefault pending = state_->defaults[i];
    checkExpr(pending.module, pending.field.defaultValue, fileScope(pending.module), pending.field.type);
    checkConstraints(pending.module, pending.field.defaultValue, pending.field);
  }
  state_->defaults.clear();
  state_->compileTime = early;
  state_->draining = false;
}

const Signature& Checker::signatureOf(SymbolId id) {
  const bool resolving = program.isStandard() || (interface != nullptr && program.symbols[id].module == file);
  if (!resolving) {
    static const Signature kNone;
    const Signature* known = program.signature(id);
    return known != nullptr ? *known : kNone;
  }
  Signature& signature = tablesOf(program.symbols[id].module).signatures[id.index()];
  Progress& progress = state_->signatureProgress[id.index()];
  if (progress != Progress::None) return signature;
  progress = Progress::Working;
  fillSignature(id, signature);
  state_->signatureProgress[id.index()] = Progress::Done;
  return signature;
}

void Checker::fillSignature(SymbolId id, Signature& signature) {
  const Symbol symbol = program.symbols[id];
  if (!symbol.decl) return;
  const DeclNode& node = tree(symbol.module).decls[symbol.decl].node;
  const Scope& scope = fileScope(symbol.module);
  using Places = std::unordered_map<std::string_view, source::Span>;
  const auto isNew = [&](const Name& name, Places& known) {
    const auto [same, added] = known.emplace(name.text, name.span);
    if (!added) {
      diags.report(name.span, diag::duplicateDeclaration, name.text).note(same->second, diag::declaredHere, name.text);
    }
    return added;
  };
  auto addParameters = [&](const std::vector<Parameter>& parameters) {
    Places known;
    for (const auto& parameter : parameters) {
      if (!isNew(parameter.name, known)) continue;
      Field field = fieldOf(symbol.module, parameter, scope);
      // The back end fills this one in from the task's settings.
      if (kind(field.type) == TypeKind::TaskConfig) field.optional = true;
      for (const auto& d : parameter.decorators) {
        if (d.path.size() == 1 && d.path[0].text == "positional" && isStandard(symbol.module)) ++signature.positional;
        if (d.path.size() == 1 && d.path[0].text == "variadic" && isStandard(symbol.module)) signature.variadic = true;
      }
      signature.parameters.push_back(std::move(field));
    }
  };
  auto addOutputs = [&](const Outputs& outputs) {
    if (outputs.single) {
      Field field;
      field.name = "Output";
      field.type = resolveType(symbol.module, outputs.single, scope);
      field.span = outputs.span;
      signature.outputs.push_back(std::move(field));
      signature.unnamedOutput = true;
    }
    Places known;
    for (const auto& parameter : outputs.named) {
      if (!isNew(parameter.name, known)) continue;
      signature.outputs.push_back(fieldOf(symbol.module, parameter, scope));
    }
  };
  std::visit(support::Overload{
                 [&](const ComponentDecl& component) {
                   if (isStandard(symbol.module) && decorator(symbol.module, symbol.decl, "builtin") != nullptr)
                     signature.builtin = true;
                   const bool fromCode =
                       !component.hasParameters && !signature.builtin && !component.outputs.span.valid();
                   if (fromCode && signatureFromCode(symbol.module, id, signature)) return;
                   addParameters(component.parameters);
                   addOutputs(component.outputs);
                   signature.function = signature.builtin && signature.unnamedOutput &&
                                        kind(bareType(program.types, signature.outputs[0].type)) != TypeKind::Artifact;
                 },
                 [&](const PipelineDecl& pipeline) {
                   addParameters(pipeline.parameters);
                   addOutputs(pipeline.outputs);
                 },
                 [&](const TrainJobDecl& job) {
                   addParameters(job.parameters);
                   Field name;
                   name.name = "name";
                   name.type = basic(TypeKind::String);
                   name.doc = "The name of the TrainJob that was created.";
                   name.span = symbol.span;
                   signature.outputs.push_back(std::move(name));
                 },
                 [&](const WorkflowDecl& workflow) { addParameters(workflow.parameters); },
                 [&](const TemplateDecl& made) { addParameters(made.parameters); },
                 [](const auto&) {},
             },
             node);
}

void Checker::checkSecret(ModuleId module, ExprId recordId) {
  const Scope& scope = fileScope(module);
  const auto* record = recordId ? std::get_if<RecordExpr>(&expr(module, recordId).node) : nullptr;
  if (record == nullptr) return;
  bool hasKeys = false;
  bool hasName = false;
  bool hasGroup = false;
  bool hasVariable = false;
  bool hasVault = false;
  std::string found;
  for (const auto& item : record->items) {
    const std::string_view key = item.key.text;
    hasKeys |= key == "keys";
    hasName |= key == "name";
    hasGroup |= key == "group";
    hasVariable |= key == "variable";
    hasVault |= key == "vault";
    if (!found.empty()) found += ", ";
    found += "`" + std::string(key) + "`";
  }
  const bool ofGroup = hasGroup && !hasVault && !hasKeys;
  const bool ofVault = hasVault && !hasGroup && !hasKeys;
  const bool ofCluster = !hasGroup && !hasVault && !hasVariable;
  if ((!ofGroup && !ofVault && !ofCluster) || (hasGroup && hasName)) {
    diags.report(expr(module, recordId).span, diag::secretForm, diag::Phrase(found.empty() ? "nothing" : found));
    return;
  }
  checkExpr(module, recordId, scope, standardType(ofGroup ? "GroupSecret" : ofVault ? "VaultSecret" : "ClusterSecret"));
}

void Checker::checkDeclaration(SymbolId id, bool body) {
  const Symbol symbol = program.symbols[id];
  const Decl& decl = tree(symbol.module).decls[symbol.decl];
  if (body) {
    std::visit(support::Overload{
                   [&](const ComponentDecl&) { checkComponent(symbol.module, id); },
                   [&](const PipelineDecl&) { checkPipeline(symbol.module, id); },
                   [&](const TrainJobDecl&) { checkTrainJob(symbol.module, id); },
                   [&](const WorkflowDecl&) { checkWorkflow(symbol.module, id); },
                   [&](const TemplateDecl&) { checkTemplate(symbol.module, id); },
                   [](const auto&) {},
               },
               decl.node);
    return;
  }
  const Scope& scope = fileScope(symbol.module);
  const TypeId own = typeOf(id);
  checkDecorators(symbol.module, decl.decorators, "a declaration", {});
  auto checkKind = [&](ExprId record) {
    if (isError(own)) {
      if (record) checkExpr(symbol.module, record, scope, own);
      return;
    }
    if (record) checkRecord(symbol.module, record, scope, own);
    if (!record) checkItems({symbol.module, scope}, {}, own, symbol.span, {});
  };
  std::visit(support::Overload{
                 [&](const ArtifactDecl& artifact) {
                   checkExpr(symbol.module, artifact.record, scope, standardType("ArtifactSchema"));
                 },
                 [&](const SecretDecl& secret) { checkSecret(symbol.module, secret.record); },
                 [&](const ExistingDecl& existing) { checkKind(existing.record); },
                 [&](const ResourceDecl& resource) { checkKind(resource.record); },
                 [](const auto&) {},
             },
             decl.node);
}

std::vector<SymbolId> Checker::declarations() const {
  std::vector<SymbolId> symbols;
  const auto& scope = program.module(file).scope();
  for (const DeclId declId : tree(file).order) {
    const Decl& decl = tree(file).decls[declId];
    if (decl.name.empty() || std::holds_alternative<ImportDecl>(decl.node) ||
        std::holds_alternative<ErrorDecl>(decl.node))
      continue;
    const auto it = scope.find(decl.name.text);
    if (it != scope.end() && program.symbols[it->second].decl == declId) symbols.push_back(it->second);
  }
  return symbols;
}

void Checker::checkHead() {
  const Tree& own = tree(file);
  for (const DeclId id : own.order) {
    const Decl& decl = own.decls[id];
    if (std::holds_alternative<ImportDecl>(decl.node)) {
      declareImport(file, id);
    } else if (decl.name.empty()) {
      interface->nameless = true;
    } else if (const SymbolId symbol = declareDecl(file, id); symbol && std::holds_alternative<ErrorDecl>(decl.node)) {
      // It is there, and nothing more is known of it.
      program.symbols.edit(symbol).decl = {};
      program.symbols.edit(symbol).type = error();
    }
  }
  const std::vector<SymbolId> symbols = declarations();
  // Signatures before what stands in records: the order in the file does not matter.
  for (const SymbolId id : symbols) {
    if (access->cancelled()) return;
    typeOf(id);
    switch (program.symbols[id].kind) {
      case SymbolKind::Component:
      case SymbolKind::Pipeline:
      case SymbolKind::TrainJob:
      case SymbolKind::Workflow: signatureOf(id); break;
      case SymbolKind::StepsTemplate:
      case SymbolKind::JobTemplate:
      case SymbolKind::StageTemplate:
        signatureOf(id);
        announceTemplate(id);
        break;
      default: break;
    }
  }
  drainDefaults();
  for (const SymbolId id : symbols) {
    if (access->cancelled()) return;
    checkDeclaration(id, false);
    drainDefaults();
  }
}

void Checker::checkBodies() {
  for (const SymbolId id : declarations()) {
    if (access->cancelled()) return;
    checkDeclaration(id, true);
    drainDefaults();
  }
}

}  // namespace mlpc::sema
