// Types as written.

#include "types/type_resolver.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "declarations/declarations.h"
#include "expressions/expression_checker.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"

namespace mlpc::sema {

namespace {

struct BasicName {
  std::string_view name;
  TypeKind kind;
};

/// These always mean these types.
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

/// Types used in schemas; a declaration of the same name wins.
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

/// What these types are called elsewhere.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kForeignNames{{
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

std::optional<TypeKind> kindNamed(const auto& names, std::string_view name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const BasicName& known) { return known.name == name; });
  return found == names.end() ? std::nullopt : std::optional(found->kind);
}

bool namesType(SymbolKind kind) { return kind == SymbolKind::TypeName || kind == SymbolKind::Artifact; }

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

TypeId TypeResolver::resolve(syntax::TypeId id, const Scope& scope) {
  if (!id) return file_.error();
  // A type may refer to the next one, and so on: each is resolved by recursion, and so is whatever asks about its
  // parts.
  constexpr size_t kMostTypes = 500;
  if (depth_ >= kMostTypes) {
    file_.diags.report(file_.tree.types[id].span, diag::tooDeep);
    return file_.error();
  }
  ++depth_;
  const TypeId result = written(id, scope);
  --depth_;
  if (file_.types.depthOf(result) <= kMostTypes) return result;
  file_.diags.report(file_.tree.types[id].span, diag::tooDeep);
  return file_.error();
}

TypeId TypeResolver::written(syntax::TypeId id, const Scope& scope) {
  const syntax::TypeExpr& type = file_.tree.types[id];
  if (const auto* named = std::get_if<syntax::NamedType>(&type.node)) return resolve(*named, type.span, scope);
  if (const auto* record = std::get_if<syntax::RecordType>(&type.node)) return resolve(*record, scope, {});
  if (const auto* optional = std::get_if<syntax::OptionalType>(&type.node))
    return file_.types.optional(resolve(optional->inner, scope));
  if (const auto* runtime = std::get_if<syntax::RuntimeType>(&type.node))
    return file_.types.runtime(resolve(runtime->inner, scope));
  if (const auto* alternatives = std::get_if<syntax::UnionType>(&type.node)) {
    std::vector<TypeId> members;
    for (const syntax::TypeId member : alternatives->members) members.push_back(resolve(member, scope));
    return file_.types.unionOf(std::move(members));
  }
  if (const auto* literal = std::get_if<syntax::LiteralType>(&type.node)) {
    const syntax::ExprId value = literal->value;
    const TypeId own = expressions_.check({scope}, value, {});
    if (file_.isError(own)) return own;
    const auto constant = file_.constant(value);
    return constant ? file_.types.literal(*constant) : file_.error();
  }
  return file_.error();
}

TypeId TypeResolver::typeOfSymbol(SymbolId id, source::Span span, std::string_view name) {
  const Symbol& symbol = file_.program.symbols[id];
  if (namesType(symbol.kind)) return declarations_.typeOf(id);
  if (!file_.isError(symbol.type)) {
    file_.diags.report(span, diag::notAType, name, diag::Phrase(describeKind(symbol.kind)))
        .note(symbol.span, diag::declaredHere, symbol.name);
  }
  return file_.error();
}

TypeId TypeResolver::resolve(const syntax::NamedType& named, source::Span span, const Scope& scope) {
  const std::string_view first = named.path.front().text;
  const bool single = named.path.size() == 1;
  const auto refuseArguments = [&](std::string_view name, std::string_view wanted) {
    file_.diags.report(span, diag::typeArguments, name, diag::Phrase(wanted));
  };
  if (const auto known = single ? kindNamed(kBasicNames, first) : std::nullopt) {
    if (*known != TypeKind::List && *known != TypeKind::Map) {
      if (!named.arguments.empty()) refuseArguments(first, "no type in brackets");
      return file_.basic(*known);
    }
    if (named.arguments.empty()) return file_.basic(*known);
    if (named.arguments.size() > 1) {
      refuseArguments(first, "one type in brackets");
      return file_.error();
    }
    const TypeId element = resolve(named.arguments.front(), scope);
    return *known == TypeKind::List ? file_.types.list(element) : file_.types.map(element);
  }
  std::string dotted;
  for (const auto& word : named.path) {
    if (!dotted.empty()) dotted += '.';
    dotted += word.text;
  }
  if (!named.arguments.empty()) {
    refuseArguments(dotted, "no type in brackets");
    return file_.error();
  }
  if (!single) return path(named, dotted, scope);
  SymbolId symbol = names_.lookup(scope, first);
  // An input may have the name of a type: `string: string`.
  if (symbol && scope.parent() != nullptr && !namesType(file_.program.symbols[symbol].kind)) {
    if (const SymbolId outer = names_.lookup(names_.fileScope(), first)) symbol = outer;
  }
  if (symbol) return typeOfSymbol(symbol, span, first);
  if (const auto known = kindNamed(kSchemaNames, first)) return file_.basic(*known);
  for (const std::string_view which : {"Pvc", "EmptyDir", "Ephemeral"}) {
    if (which == first) return file_.types.volumeSource(which);
  }
  if (first == "Pipeline" || first == "Component") return file_.types.callable(first);
  if (file_.isStandard() && first == "any") return {};
  if (file_.isStandard() && first == "AnyKind") return file_.standard.type("AnyKind");
  return reportUnknown(first, span, scope);
}

TypeId TypeResolver::reportUnknown(std::string_view name, source::Span span, const Scope& scope) {
  if (names_.mayBeLost(span)) return file_.error();
  auto report = file_.diags.report(span, diag::unknownType, name);
  const auto foreign = std::find_if(kForeignNames.begin(), kForeignNames.end(),
                                    [&](const auto& theirs) { return theirs.first == name; });
  std::optional<std::string> near;
  if (foreign != kForeignNames.end()) {
    near = std::string(foreign->second);
  } else if (file_.maySearch()) {
    std::vector<std::string> names;
    for (const auto& known : kBasicNames) names.emplace_back(known.name);
    scope.collectNames(names);
    for (std::string& known : names_.namesIn(names_.prelude())) names.push_back(std::move(known));
    std::erase_if(names, [&](const std::string& known) {
      const SymbolId other = scope.find(known);
      return other && !namesType(file_.program.symbols[other].kind);
    });
    near = support::closest(name, names);
  }
  if (near) report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{span, *near}});
  return file_.error();
}

TypeId TypeResolver::path(const syntax::NamedType& named, const std::string& dotted, const Scope& scope) {
  const std::vector<syntax::Name>& path = named.path;
  SymbolId symbol = names_.lookup(scope, path.front().text);
  // A resource may have the name of a namespace (`existing azure: ado.Connection`), which hides only values.
  if (symbol && file_.program.symbols[symbol].kind != SymbolKind::Import) {
    if (const SymbolId implicit = file_.standard.global().find(path.front().text)) symbol = implicit;
  }
  if (!symbol) {
    names_.reportUnknown(scope, path.front());
    return file_.error();
  }
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const Symbol& import = file_.program.symbols[symbol];
    if (file_.isError(import.type)) return file_.error();
    if (import.kind != SymbolKind::Import) {
      // Of a type, it is what follows that was mistaken for one.
      const bool isType = import.kind == SymbolKind::TypeName || import.kind == SymbolKind::Artifact;
      const syntax::Name& mistaken = isType ? path[i + 1] : path[i];
      file_.diags.report(mistaken.span, diag::notAType, mistaken.text,
                         diag::Phrase(isType ? "a member of a type" : describeKind(import.kind)));
      return file_.error();
    }
    const syntax::Name& next = path[i + 1];
    const ModuleId target = names_.targetOf(symbol);
    symbol = names_.lookupIn(target, next.text);
    if (symbol) continue;
    auto report = file_.diags.report(next.span, diag::unknownInModule, path[i].text, next.text);
    if (!target) return file_.error();
    if (const std::string other = otherModuleOf(file_.standard, next.text); !other.empty()) {
      const source::Span both = source::cover(path[i].span, next.span);
      report.note({}, diag::didYouMean, other).fix("write `" + other + "`", false, {{both, other}});
    } else if (auto near = file_.maySearch() ? support::closest(next.text, names_.namesIn(target)) : std::nullopt) {
      report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{next.span, *near}});
    }
    return file_.error();
  }
  return typeOfSymbol(symbol, path.back().span, dotted);
}

TypeId TypeResolver::resolve(const syntax::RecordType& record, const Scope& scope, TypeId into) {
  std::vector<Field> fields;
  std::unordered_map<std::string_view, size_t> indices;
  auto add = [&](Field field) {
    const auto [known, isNew] = indices.try_emplace(field.name, fields.size());
    if (isNew) {
      fields.push_back(std::move(field));
    } else {
      fields[known->second] = std::move(field);
    }
  };
  size_t nextSpread = 0;
  std::unordered_set<std::string_view> seen;
  for (size_t i = 0; i <= record.fields.size(); ++i) {
    for (; nextSpread < record.spreads.size() && record.spreads[nextSpread].before <= i; ++nextSpread) {
      const TypeId spread = bareType(file_.types, resolve(record.spreads[nextSpread].type, scope));
      if (file_.isError(spread)) continue;
      if (file_.kind(spread) != TypeKind::Record) {
        file_.diags.report(file_.tree.types[record.spreads[nextSpread].type].span, diag::badSpread,
                           diag::Phrase("a record type"), file_.nameOf(spread));
        continue;
      }
      const std::vector<Field>& spreadFields = file_.type(spread).fields;
      if (!file_.maySpread(spreadFields.size(), file_.tree.types[record.spreads[nextSpread].type].span)) continue;
      for (const Field& field : spreadFields) add(field);
    }
    if (i == record.fields.size()) break;
    const syntax::Parameter& parameter = record.fields[i];
    if (!seen.insert(parameter.name.text).second) {
      file_.diags.report(parameter.name.span, diag::duplicateField, parameter.name.text);
      continue;
    }
    add(declarations_.fieldOf(parameter, scope));
  }
  if (!into) into = file_.types.add(Type{TypeKind::Record});
  file_.types.setFields(into, std::move(fields));
  return into;
}

TypeId TypeResolver::fromExpr(syntax::ExprId exprId, const Scope& scope) {
  const syntax::Expr& e = file_.expr(exprId);
  ExprInfo& own = file_.info(exprId);
  own.type = file_.basic(TypeKind::Type);
  if (std::holds_alternative<syntax::ErrorExpr>(e.node)) return file_.error();
  syntax::NamedType named;
  syntax::ExprId current = exprId;
  TypeId argument;
  bool hasArgument = false;
  if (const auto* index = std::get_if<syntax::IndexExpr>(&e.node)) {
    hasArgument = true;
    argument = fromExpr(index->index, scope);
    current = index->base;
  }
  while (const auto* member = std::get_if<syntax::MemberExpr>(&file_.expr(current).node)) {
    named.path.insert(named.path.begin(), member->member);
    current = member->base;
  }
  const auto* name = std::get_if<syntax::NameExpr>(&file_.expr(current).node);
  if (name == nullptr) {
    file_.diags.report(e.span, diag::notAType, file_.sourceOf(exprId), diag::Phrase("a value"));
    return file_.error();
  }
  named.path.insert(named.path.begin(), name->name);
  const TypeId base = resolve(named, e.span, scope);
  if (!hasArgument || file_.isError(base)) return base;
  if (base == file_.basic(TypeKind::List)) return file_.types.list(argument);
  if (base == file_.basic(TypeKind::Map)) return file_.types.map(argument);
  file_.diags.report(e.span, diag::typeArguments, name->name.text, diag::Phrase("no type in brackets"));
  return file_.error();
}

}  // namespace mlpc::sema
