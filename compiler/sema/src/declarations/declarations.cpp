// The types and signatures of declarations.

#include "declarations/declarations.h"

#include <unordered_set>

#include "code/python_signature.h"
#include "declarations/decorators.h"
#include "expressions/assignment.h"
#include "expressions/expression_checker.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/vocabulary/kinds.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;  // the node types

namespace {

std::string qualifiedName(const FileContext& file, std::string_view name) {
  const Module& module = file.program.module(file.module);
  const bool bare = !module.standard || module.standard == vocabulary::Module::Prelude;
  return bare ? std::string(name) : module.name + "." + std::string(name);
}

/// `azureml.Workspace`, whatever the alias of the module.
std::string canonicalName(const FileContext& file, std::string_view name) {
  const auto module = file.program.module(file.module).standard;
  return (module ? std::string(shortName(*module)) + "." : std::string()) + std::string(name);
}

/// What a component without a body is.
std::optional<Builtin> builtinOf(const FileContext& file, std::string_view name) {
  const auto module = file.program.module(file.module).standard;
  const bool bare = module == vocabulary::Module::Prelude || module == vocabulary::Module::AzureDevops;
  return vocabulary::find<Builtin>(bare ? std::string(name) : canonicalName(file, name));
}

/// Whether the type of such a symbol is set by whoever adds it, together with its statement or signature.
bool hasItsType(const Symbol& symbol) {
  if (!symbol.decl) return true;
  switch (symbol.kind) {
    case SymbolKind::Import:
    case SymbolKind::Parameter:
    case SymbolKind::Output:
    case SymbolKind::Let:
    case SymbolKind::LoopVariable:
    case SymbolKind::Stage:
    case SymbolKind::Job: return true;
    default: return false;
  }
}

}  // namespace

bool Declarations::resolvesHere(SymbolId id) const {
  return file_.interface != nullptr && file_.program.symbols[id].module == file_.module;
}

TypeId Declarations::kindOf(const std::vector<Name>& path) {
  if (path.empty()) return file_.error();
  const source::Span span = source::cover(path.front().span, path.back().span);
  const TypeId kind = types_.resolve(NamedType{path, {}}, span, names_.fileScope());
  if (file_.isError(kind)) return kind;
  if (file_.kind(kind) != TypeKind::Record || !file_.type(kind).isKind) {
    file_.diags.report(span, diag::notAKind, file_.program.sources.text(span));
    return file_.error();
  }
  return kind;
}

TypeId Declarations::recordOf(SymbolId id, const RecordType& written) {
  const Symbol symbol = file_.program.symbols[id];
  Type made{TypeKind::Record};
  made.symbol = id;
  made.text = qualifiedName(file_, symbol.name);
  made.isKind = file_.isStandard() && findDecorator(file_.tree.decls[symbol.decl], DecoratorName::Kind) != nullptr;
  if (made.isKind) made.resource = vocabulary::find<Kind>(canonicalName(file_, symbol.name));
  const TypeId result = file_.types.add(std::move(made));
  file_.program.symbols.edit(id).type = result;  // its fields may refer to it
  return types_.resolve(written, names_.fileScope(), result);
}

TypeId Declarations::computeType(SymbolId id) {
  const Symbol symbol = file_.program.symbols[id];
  const Decl& decl = file_.tree.decls[symbol.decl];
  const Scope& scope = names_.fileScope();
  switch (symbol.kind) {
    case SymbolKind::Const: {
      const auto& node = std::get<ConstDecl>(decl.node);
      const TypeId declared = node.type ? types_.resolve(node.type, scope) : TypeId();
      const TypeId own = expressions_.check({scope}, node.value, declared);
      if (!file_.isError(own) && isTooLarge(file_, node.value)) return file_.error();
      if (declared) return declared;
      const TypeKind kind = file_.kind(own);
      if (kind == TypeKind::Task || kind == TypeKind::Void) return file_.error();
      return plainType(file_.types, own);
    }
    case SymbolKind::TypeName: {
      const syntax::TypeId written = std::get<TypeDecl>(decl.node).type;
      const auto* record = written ? std::get_if<RecordType>(&file_.tree.types[written].node) : nullptr;
      return record != nullptr ? recordOf(id, *record) : types_.resolve(written, scope);
    }
    case SymbolKind::Artifact: return file_.types.artifact(id, symbol.name);
    case SymbolKind::Secret: return file_.basic(TypeKind::Secret);
    case SymbolKind::Existing: return kindOf(std::get<ExistingDecl>(decl.node).kind);
    case SymbolKind::Resource: return kindOf(std::get<ResourceDecl>(decl.node).kind);
    case SymbolKind::Component: return file_.types.callable("Component");
    case SymbolKind::Pipeline: return file_.types.callable("Pipeline");
    case SymbolKind::TrainJob: return file_.types.callable("TrainJob");
    case SymbolKind::Workflow: return file_.types.callable("Workflow");
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return file_.types.callable("Template");
    default: return symbol.type ? symbol.type : file_.error();
  }
}

TypeId Declarations::typeOf(SymbolId id) {
  if (!id) return file_.error();
  const Symbol& known = file_.program.symbols[id];
  if (known.module && known.module != file_.module) return file_.others.typeOf(id);
  // What the head declares is known by the time bodies are checked.
  if (!resolvesHere(id) || hasItsType(known)) return known.type ? known.type : file_.error();
  const Progress progress = typeProgress_[id.index()];
  if (progress == Progress::Done) return known.type;
  if (progress == Progress::Working) {
    if (known.kind == SymbolKind::TypeName) {
      if (known.type) return known.type;  // a record whose fields are being added
      file_.diags.report(known.span, diag::endlessType, known.name);
    } else {
      file_.diags.report(known.span, diag::definedByItself, known.name);
    }
    return file_.error();
  }
  typeProgress_[id.index()] = Progress::Working;
  const TypeId result = computeType(id);
  typeProgress_[id.index()] = Progress::Done;
  file_.program.symbols.edit(id).type = result;
  return result;
}

Field Declarations::fieldOf(const Parameter& parameter, const Scope& scope) {
  Field field;
  field.name = parameter.name.text;
  field.type = types_.resolve(parameter.type, scope);
  field.doc = parameter.doc;
  field.span = parameter.name.span;
  field.optional = parameter.defaultValue.valid() || (field.type && file_.kind(field.type) == TypeKind::Optional);
  field.defaultModule = file_.module;
  field.defaultValue = parameter.defaultValue;
  applyDecorators(file_, parameter.decorators, field);
  if (!file_.isStandard()) checkDecorators(file_, parameter.decorators, "this", field.type);
  if (field.defaultValue) defaults_.push_back(field);
  return field;
}

void Declarations::checkDefaults() {
  // What they refer to may itself have defaults.
  for (size_t i = 0; i < defaults_.size(); ++i) {
    const Field field = defaults_[i];
    expressions_.check({names_.fileScope()}, field.defaultValue, field.type);
    checkConstraints(file_, field.defaultValue, field);
  }
  defaults_.clear();
}

const Signature& Declarations::signatureOf(SymbolId id) {
  if (const ModuleId module = file_.program.symbols[id].module; module && module != file_.module)
    return file_.others.signatureOf(id);
  if (!resolvesHere(id)) {
    static const Signature kNone;
    const Signature* known = file_.program.signature(id);
    return known != nullptr ? *known : kNone;
  }
  Signature& signature = file_.tables.signatures[id.index()];
  Progress& progress = signatureProgress_[id.index()];
  if (progress != Progress::None) return signature;
  progress = Progress::Working;
  fillSignature(id, signature);
  signatureProgress_[id.index()] = Progress::Done;
  return signature;
}

const Signature* Declarations::outputsOf(SymbolId let) {
  if (!let) return nullptr;
  if (const Signature* own = file_.program.signature(let)) return own;
  const Symbol symbol = file_.program.symbols[let];
  if (!symbol.callee) return nullptr;
  if (symbol.stmt) {
    // `importer[Dataset](…)`: the type in brackets is that of the output.
    const auto* statement = std::get_if<LetStmt>(&file_.program.module(symbol.module).tree->stmts[symbol.stmt].node);
    const auto* call =
        statement == nullptr ? nullptr : std::get_if<CallUse>(&file_.program.info(symbol.module, statement->value).use);
    if (call != nullptr && call->typeArgument) {
      Signature made = signatureOf(symbol.callee);
      if (made.unnamedOutput) made.outputs[0].type = typeOf(call->typeArgument);
      return &(file_.tables.signatures[let.index()] = std::move(made));
    }
  }
  return &signatureOf(symbol.callee);
}

void Declarations::addParameters(const std::vector<Parameter>& parameters, Signature& signature) {
  // Two of one name are reported with the body.
  std::unordered_set<std::string_view> known;
  for (const auto& parameter : parameters) {
    if (!known.insert(parameter.name.text).second) continue;
    Field field = fieldOf(parameter, names_.fileScope());
    // The back end fills this one in from the task's settings.
    if (file_.kind(field.type) == TypeKind::TaskConfig) field.optional = true;
    for (const auto& d : parameter.decorators) {
      if (!file_.isStandard()) continue;
      if (nameOf(d) == DecoratorName::Positional) ++signature.positional;
      if (nameOf(d) == DecoratorName::Variadic) signature.variadic = true;
    }
    signature.parameters.push_back(std::move(field));
  }
}

void Declarations::addOutputs(const Outputs& outputs, Signature& signature) {
  if (outputs.single) {
    Field field;
    field.name = "Output";
    field.type = types_.resolve(outputs.single, names_.fileScope());
    field.span = outputs.span;
    signature.outputs.push_back(std::move(field));
    signature.unnamedOutput = true;
  }
  std::unordered_set<std::string_view> known;
  for (const auto& parameter : outputs.named) {
    if (known.insert(parameter.name.text).second) signature.outputs.push_back(fieldOf(parameter, names_.fileScope()));
  }
}

void Declarations::describeStandard(const Decl& decl, const ComponentDecl& component, Signature& signature) {
  if (findDecorator(decl, DecoratorName::Builtin) != nullptr) signature.builtin = builtinOf(file_, decl.name.text);
  if (const Decorator* where = findDecorator(decl, DecoratorName::Where))
    signature.place = vocabulary::find<vocabulary::CallPlace>(textArgument(file_.tree, *where));
  const ExprId task = settingValue(file_.tree, component.body, vocabulary::prelude::ComponentSettings::Task);
  if (const auto name = task ? file_.constant(task) : std::nullopt)
    signature.azureTask = file_.tables.keep(name->toText());
}

void Declarations::fillSignature(SymbolId id, Signature& signature) {
  const Symbol symbol = file_.program.symbols[id];
  if (!symbol.decl) return;
  const Decl& decl = file_.tree.decls[symbol.decl];
  std::visit(
      support::Overload{
          [&](const ComponentDecl& component) {
            if (file_.isStandard()) describeStandard(decl, component, signature);
            const bool fromCode = !component.hasParameters && !signature.builtin && !component.outputs.span.valid();
            if (fromCode && signatureFromCode(file_, names_, id, signature)) return;
            addParameters(component.parameters, signature);
            addOutputs(component.outputs, signature);
            signature.function = signature.builtin.has_value() && signature.unnamedOutput &&
                                 file_.kind(bareType(file_.types, signature.outputs[0].type)) != TypeKind::Artifact;
          },
          [&](const PipelineDecl& pipeline) {
            addParameters(pipeline.parameters, signature);
            addOutputs(pipeline.outputs, signature);
          },
          [&](const TrainJobDecl& job) {
            addParameters(job.parameters, signature);
            Field name;
            name.name = vocabulary::name(vocabulary::ResourceField::Name);
            name.type = file_.basic(TypeKind::String);
            name.doc = "The name of the TrainJob that was created.";
            name.span = symbol.span;
            signature.outputs.push_back(std::move(name));
          },
          [&](const WorkflowDecl& workflow) { addParameters(workflow.parameters, signature); },
          [&](const TemplateDecl& made) { addParameters(made.parameters, signature); },
          [](const auto&) {},
      },
      decl.node);
}

}  // namespace mlpc::sema
