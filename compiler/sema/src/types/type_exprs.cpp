// Types as written.

#include <algorithm>
#include <array>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

namespace {

struct BasicName {
  std::string_view name;
  TypeKind kind;
};

/// Always these types.
constexpr std::array<BasicName, 11> kBasicNames{{
    {"string", TypeKind::String},
    {"int", TypeKind::Int},
    {"float", TypeKind::Float},
    {"bool", TypeKind::Bool},
    {"list", TypeKind::List},
    {"map", TypeKind::Map},
    {"Quantity", TypeKind::Quantity},
    {"Duration", TypeKind::Duration},
    {"secret", TypeKind::Secret},
    {"FinalStatus", TypeKind::FinalStatus},
    {"TaskConfig", TypeKind::TaskConfig},
}};

/// Types that schemas are made of; a declaration of the same name wins.
constexpr std::array<BasicName, 9> kSchemaNames{{
    {"SecretKey", TypeKind::SecretKey},
    {"ConfigKey", TypeKind::ConfigKey},
    {"FieldPath", TypeKind::FieldPath},
    {"Task", TypeKind::Task},
    {"Code", TypeKind::Code},
    {"type", TypeKind::Type},
    {"Type", TypeKind::Type},
    {"json", TypeKind::Json},
    {"Json", TypeKind::Json},
}};

std::string_view describeKind(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Import: return "a module";
    case SymbolKind::Const: return "a constant";
    case SymbolKind::Secret: return "a secret";
    case SymbolKind::Existing:
    case SymbolKind::Resource: return "a resource";
    case SymbolKind::Component: return "a component";
    case SymbolKind::Pipeline: return "a pipeline";
    case SymbolKind::TrainJob: return "a trainjob";
    case SymbolKind::Workflow: return "a workflow";
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return "a template";
    default: return "a value";
  }
}

}  // namespace

TypeId Checker::namedBasic(std::string_view name) {
  for (const auto& known : kBasicNames) {
    if (known.name == name) return basic(known.kind);
  }
  return {};
}

TypeId Checker::resolveType(ModuleId module, syntax::TypeId typeId, const Scope& scope) {
  if (!typeId) return error();
  // A type may name the next one, and so on: each is found by recursion.
  constexpr int kMostTypes = 500;
  if (typeDepth_ >= kMostTypes) {
    diags.report(tree(module).types[typeId].span, diag::tooDeep);
    return error();
  }
  ++typeDepth_;
  const TypeId result = resolveTypeExpr(module, typeId, scope);
  --typeDepth_;
  return result;
}

TypeId Checker::resolveTypeExpr(ModuleId module, syntax::TypeId typeId, const Scope& scope) {
  // A copy where the tree may grow below: declarations of the standard library are parsed when they are named.
  const At at{module, scope};
  const syntax::TypeExpr& written = tree(module).types[typeId];
  const source::Span span = written.span;
  if (const auto* named = std::get_if<syntax::NamedType>(&written.node)) {
    const auto copy = *named;
    return resolveNamedType(at, span, copy);
  }
  if (const auto* record = std::get_if<syntax::RecordType>(&written.node)) {
    const auto copy = *record;
    return resolveRecordType(at, copy, {});
  }
  if (const auto* optional = std::get_if<syntax::OptionalType>(&written.node)) {
    return program.types.optional(resolveType(module, optional->inner, scope));
  }
  if (const auto* runtime = std::get_if<syntax::RuntimeType>(&written.node)) {
    return program.types.runtime(resolveType(module, runtime->inner, scope));
  }
  if (const auto* alternatives = std::get_if<syntax::UnionType>(&written.node)) {
    const auto copy = alternatives->members;
    std::vector<TypeId> members;
    for (const syntax::TypeId member : copy) members.push_back(resolveType(module, member, scope));
    return program.types.unionOf(std::move(members));
  }
  if (const auto* literal = std::get_if<syntax::LiteralType>(&written.node)) {
    const ExprId value = literal->value;
    const TypeId own = checkExpr(module, value, scope, {});
    if (isError(own)) return own;
    const auto constant = constantOf(program, module, value);
    return constant ? program.types.literal(*constant) : error();
  }
  return error();
}

TypeId Checker::typeOfSymbolAsType(SymbolId symbol, source::Span span, std::string_view name) {
  const SymbolKind kind = program.symbols[symbol].kind;
  if (kind == SymbolKind::TypeName || kind == SymbolKind::Artifact) return typeOf(symbol);
  if (!isError(program.symbols[symbol].type)) {
    diags.report(span, diag::notAType, name, diag::Phrase(describeKind(kind)))
        .note(program.symbols[symbol].span, diag::declaredHere, program.symbols[symbol].name);
  }
  return error();
}

TypeId Checker::resolveNamedType(At at, source::Span span, const syntax::NamedType& named) {
  const syntax::Name& first = named.path.front();
  if (named.path.size() == 1) {
    if (const TypeId known = namedBasic(first.text)) {
      const TypeKind k = kind(known);
      if (k != TypeKind::List && k != TypeKind::Map) {
        if (!named.arguments.empty())
          diags.report(span, diag::typeArguments, first.text, diag::Phrase("no type in brackets"));
        return known;
      }
      if (named.arguments.empty()) return known;
      if (named.arguments.size() > 1) {
        diags.report(span, diag::typeArguments, first.text, diag::Phrase("one type in brackets"));
        return error();
      }
      const TypeId element = resolveType(at.module, named.arguments.front(), at.scope);
      return k == TypeKind::List ? program.types.list(element) : program.types.map(element);
    }
  }
  std::string dotted;
  for (const auto& word : named.path) {
    if (!dotted.empty()) dotted += '.';
    dotted += word.text;
  }
  if (!named.arguments.empty()) {
    diags.report(span, diag::typeArguments, dotted, diag::Phrase("no type in brackets"));
    return error();
  }
  SymbolId symbol = lookup(at.scope, first.text);
  if (named.path.size() == 1) {
    // An input may be called like a type: `string: string`.
    if (symbol && at.scope.parent() != nullptr && program.symbols[symbol].kind != SymbolKind::TypeName &&
        program.symbols[symbol].kind != SymbolKind::Artifact) {
      if (const SymbolId outer = lookup(fileScope(at.module), first.text)) symbol = outer;
    }
    if (symbol) return typeOfSymbolAsType(symbol, span, first.text);
    for (const auto& known : kSchemaNames) {
      if (known.name == first.text) return basic(known.kind);
    }
    for (const std::string_view which : {"Pvc", "EmptyDir", "Ephemeral"}) {
      if (which == first.text) return program.types.volumeSource(which);
    }
    if (first.text == "Pipeline" || first.text == "Component") {
      return program.types.callable(first.text);
    }
    if (isStandard(at.module)) {
      if (first.text == "any") return {};
      if (first.text == "AnyKind") {
        return standard.type("AnyKind");
      }
    }
    if (mayBeLost(program, file, span)) return error();
    auto report = diags.report(span, diag::unknownType, first.text);
    std::vector<std::string> names;
    for (const auto& known : kBasicNames) names.emplace_back(known.name);
    at.scope.collectNames(names);
    for (std::string& name : namesIn(prelude())) names.push_back(std::move(name));
    std::erase_if(names, [&](const std::string& name) {
      const SymbolId other = at.scope.find(name);
      return other && program.symbols[other].kind != SymbolKind::TypeName &&
             program.symbols[other].kind != SymbolKind::Artifact;
    });
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kForeign{{
        {"str", "string"},
        {"String", "string"},
        {"integer", "int"},
        {"Integer", "int"},
        {"number", "float"},
        {"double", "float"},
        {"boolean", "bool"},
        {"dict", "map"},
        {"object", "map"},
        {"array", "list"},
    }};
    std::optional<std::string> near;
    for (const auto& [theirs, ours] : kForeign) {
      if (theirs == first.text) near = std::string(ours);
    }
    if (!near) near = support::closest(first.text, names);
    if (near) report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{span, *near}});
    return error();
  }
  // A resource may be called like a namespace (`existing azure: ado.Connection`), which hides only values.
  if (symbol && program.symbols[symbol].kind != SymbolKind::Import) {
    if (const SymbolId implicit = standard.global().find(first.text)) symbol = implicit;
  }
  for (size_t i = 0; i < named.path.size(); ++i) {
    if (!symbol) {
      if (i == 0) {
        reportUnknownName(at.scope, first);
      } else {
        diags.report(named.path[i].span, diag::unknownInModule, named.path[i - 1].text, named.path[i].text);
      }
      return error();
    }
    if (i + 1 == named.path.size()) return typeOfSymbolAsType(symbol, named.path[i].span, dotted);
    if (isError(program.symbols[symbol].type)) return error();
    if (program.symbols[symbol].kind != SymbolKind::Import) {
      diags.report(named.path[i].span, diag::notAType, named.path[i].text,
                   diag::Phrase(describeKind(program.symbols[symbol].kind)));
      return error();
    }
    const ModuleId target = targetOf(symbol);
    symbol = lookupInModule(target, named.path[i + 1].text);
    if (!symbol && target) {
      auto report =
          diags.report(named.path[i + 1].span, diag::unknownInModule, named.path[i].text, named.path[i + 1].text);
      const std::vector<std::string> names = namesIn(target);
      if (const std::string other = otherModuleOf(named.path[i + 1].text); !other.empty()) {
        const source::Span path = source::cover(named.path[i].span, named.path[i + 1].span);
        report.note({}, diag::didYouMean, other).fix("write `" + other + "`", false, {{path, other}});
      } else if (auto near = support::closest(named.path[i + 1].text, names)) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{named.path[i + 1].span, *near}});
      }
      return error();
    }
  }
  return error();
}

TypeId Checker::resolveRecordType(At at, const syntax::RecordType& record, TypeId into) {
  std::vector<Field> fields;
  auto add = [&](Field field) {
    for (Field& known : fields) {
      if (known.name == field.name) {
        known = std::move(field);
        return;
      }
    }
    fields.push_back(std::move(field));
  };
  size_t nextSpread = 0;
  std::vector<std::string_view> written;
  for (size_t i = 0; i <= record.fields.size(); ++i) {
    for (; nextSpread < record.spreads.size() && record.spreads[nextSpread].before <= i; ++nextSpread) {
      const TypeId spread = bareType(program.types, resolveType(at.module, record.spreads[nextSpread].type, at.scope));
      if (isError(spread)) continue;
      if (kind(spread) != TypeKind::Record) {
        diags.report(tree(at.module).types[record.spreads[nextSpread].type].span, diag::badSpread,
                     diag::Phrase("a record type"), diag::TypeName(program.types.name(spread)));
        continue;
      }
      for (const Field& field : type(spread).fields) add(field);
    }
    if (i == record.fields.size()) break;
    const syntax::Parameter& parameter = record.fields[i];
    if (std::find(written.begin(), written.end(), parameter.name.text) != written.end()) {
      diags.report(parameter.name.span, diag::duplicateField, parameter.name.text);
      continue;
    }
    written.push_back(parameter.name.text);
    add(fieldOf(at.module, parameter, at.scope));
  }
  if (!into) into = program.types.add(Type{TypeKind::Record});
  program.types.setFields(into, std::move(fields));
  return into;
}

TypeId Checker::typeFromExpr(ModuleId module, ExprId exprId, const Scope& scope) {
  const At at{module, scope};
  const syntax::Expr& e = expr(module, exprId);
  ExprInfo& own = info(module, exprId);
  own.type = basic(TypeKind::Type);
  if (std::holds_alternative<syntax::ErrorExpr>(e.node)) return error();
  syntax::NamedType named;
  ExprId current = exprId;
  TypeId argument;
  bool hasArgument = false;
  if (const auto* index = std::get_if<syntax::IndexExpr>(&e.node)) {
    hasArgument = true;
    argument = typeFromExpr(module, index->index, scope);
    current = index->base;
  }
  while (const auto* member = std::get_if<syntax::MemberExpr>(&expr(module, current).node)) {
    named.path.insert(named.path.begin(), member->member);
    current = member->base;
  }
  const auto* name = std::get_if<syntax::NameExpr>(&expr(module, current).node);
  if (name == nullptr) {
    diags.report(e.span, diag::notAType, sourceOf(at, exprId), diag::Phrase("a value"));
    return error();
  }
  named.path.insert(named.path.begin(), name->name);
  const TypeId base = resolveNamedType(at, e.span, named);
  if (!hasArgument || isError(base)) return base;
  if (base == basic(TypeKind::List)) return program.types.list(argument);
  if (base == basic(TypeKind::Map)) return program.types.map(argument);
  diags.report(e.span, diag::typeArguments, name->name.text, diag::Phrase("no type in brackets"));
  return error();
}

std::string Checker::otherModuleOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kModules{
      {{"azure", "azure"}, {"azure.ml", "azureml"}, {"azure.devops", "ado"}, {"k8s", "k8s"}, {"trainer", "trainer"}}};
  for (const auto& [module, visible] : kModules) {
    const ModuleId id = standard.module(std::string(module));
    if (!id) continue;
    const auto& names = standard.names(id);
    if (std::find(names.begin(), names.end(), name) != names.end())
      return std::string(visible) + "." + std::string(name);
  }
  return {};
}

}  // namespace mlpc::sema
