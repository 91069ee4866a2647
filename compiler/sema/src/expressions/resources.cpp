// What is read from declarations: keys of secrets and config maps, attributes of resources, variables of groups;
// indexes.

#include <algorithm>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/sema/constants.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

ExprId recordOf(const DeclNode& node) {
  if (const auto* secret = std::get_if<SecretDecl>(&node)) return secret->record;
  if (const auto* existing = std::get_if<ExistingDecl>(&node)) return existing->record;
  if (const auto* resource = std::get_if<ResourceDecl>(&node)) return resource->record;
  return {};
}

}  // namespace

TypeId Checker::keyOf(At at, ExprId id, SymbolId symbolId, std::string_view key, source::Span span) {
  const Symbol symbol = program.symbols[symbolId];
  const Tree& own = tree(symbol.module);
  const ExprId record = recordOf(own.decls[symbol.decl].node);
  if (fieldValue(own, record, "group") || fieldValue(own, record, "vault")) {
    diags.report(span, diag::secretHasNoKeys, symbol.name).note(symbol.span, diag::declaredHere, symbol.name);
    return error();
  }
  info(at.module, id).use = KeyUse{symbolId, key};
  info(at.module, id).phase = Phase::Compile;
  const ExprId keys = fieldValue(own, record, "keys");
  const auto declared = keys ? constantOf(program, symbol.module, keys) : std::nullopt;
  const auto* list = declared ? declared->as<support::Constant::List>() : nullptr;
  if (list == nullptr && (keys || hasSpread(own, record))) return basic(TypeKind::SecretKey);
  std::vector<std::string> names;
  if (list != nullptr) {
    for (const auto& one : *list) names.push_back(one.toText());
  }
  if (std::find(names.begin(), names.end(), key) == names.end()) {
    if (isBroken(program, symbol.module, symbol.decl)) return error();
    auto report = diags.report(span, diag::unknownSecretKey, symbol.name, key);
    if (auto near = support::closest(key, names)) report.note({}, diag::didYouMean, *near);
    report.note(keys ? own.exprs[keys].span : symbol.span, diag::declaredHere, symbol.name);
  }
  return basic(TypeKind::SecretKey);
}

TypeId Checker::resourceMember(At at, ExprId id, SymbolId symbolId, std::string_view name, source::Span span,
                               bool asKey) {
  const Symbol symbol = program.symbols[symbolId];
  const TypeId own = typeOf(symbolId);
  if (isError(own)) return own;
  const Type& kindType = type(own);
  const Tree& its = tree(symbol.module);
  const ExprId record = recordOf(its.decls[symbol.decl].node);
  const auto field =
      std::find_if(kindType.fields.begin(), kindType.fields.end(), [&](const Field& f) { return f.name == name; });
  const bool isField = !asKey && field != kindType.fields.end();
  ExprInfo& result = info(at.module, id);

  auto namesIn = [&](std::string_view of) -> std::optional<std::vector<std::string>> {
    std::vector<std::string> names;
    const ExprId value = fieldValue(its, record, of);
    if (!value) return hasSpread(its, record) ? std::nullopt : std::optional(names);
    const auto constant = constantOf(program, symbol.module, value);
    if (!constant) return std::nullopt;
    if (const auto* list = constant->as<support::Constant::List>()) {
      for (const auto& one : *list) names.push_back(one.toText());
    } else if (const auto* map = constant->as<support::Constant::Record>()) {
      for (const auto& one : *map) names.push_back(one.name);
    }
    return names;
  };
  auto holds = [&](const std::optional<std::vector<std::string>>& names) {
    return !names || std::find(names->begin(), names->end(), name) != names->end();
  };

  if (!isField && kindType.text == "k8s.ConfigMap") {
    result.use = KeyUse{symbolId, name};
    result.phase = Phase::Compile;
    auto keys = namesIn("keys");
    auto data = namesIn("data");
    if (!holds(keys) && !holds(data)) {
      if (isBroken(program, symbol.module, symbol.decl)) return error();
      keys->insert(keys->end(), data->begin(), data->end());
      auto report = diags.report(span, diag::unknownConfigKey, symbol.name, name);
      if (auto near = support::closest(name, *keys)) report.note({}, diag::didYouMean, *near);
      report.note(symbol.span, diag::declaredHere, symbol.name);
    }
    return basic(TypeKind::ConfigKey);
  }
  if (!isField && kindType.text == "azure.devops.VariableGroup") {
    result.use = AttributeUse{symbolId, name};
    result.phase = Phase::Run;
    auto variables = namesIn("variables");
    auto secrets = namesIn("secrets");
    if (secrets && holds(secrets)) return basic(TypeKind::Secret);
    if (!holds(variables)) {
      if (isBroken(program, symbol.module, symbol.decl)) return error();
      auto report = diags.report(span, diag::unknownVariable, symbol.name, name);
      if (secrets) variables->insert(variables->end(), secrets->begin(), secrets->end());
      if (auto near = support::closest(name, *variables)) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{span, *near}});
      }
      report.note(symbol.span, diag::declaredHere, symbol.name);
      return error();
    }
    return basic(TypeKind::String);
  }
  if (field == kindType.fields.end()) return recordMember(at, id, own, name, span);  // which complains
  result.use = AttributeUse{symbolId, name};
  result.phase = field->attribute ? Phase::Run : Phase::Compile;
  const ExprId value = fieldValue(its, record, name);
  const TypeId fieldType = field->type ? field->type : basic(TypeKind::Json);
  // What the declaration sets is there, and a name that is left out is made from the identifier.
  return value || name == "name" ? bareType(program.types, fieldType) : fieldType;
}

TypeId Checker::inferIndex(At at, ExprId id, const IndexExpr& index) {
  TypeId base = inferBase(at, index.base);
  if (isError(base)) return base;
  const auto* found = symbolUse(at.module, index.base);
  const SymbolId used = found != nullptr ? found->symbol : SymbolId();
  if (used && kind(base) == TypeKind::Task && program.symbols[used].kind == SymbolKind::Let) {
    base = useTask(at, index.base, used, {}, false);
    info(at.module, index.base).type = base;
    if (isError(base)) return base;
  }
  const TypeId indexType = checkExpr(at.module, index.index, at.scope, {});
  if (isError(indexType)) return indexType;
  late(at, id, index.base);
  late(at, id, index.index);
  const source::Span span = expr(at.module, index.index).span;

  // A key that is written down, as a text that lives as long as the program.
  std::optional<std::string_view> key;
  if (kind(plainType(program.types, indexType)) == TypeKind::String) {
    const auto* string = std::get_if<StringExpr>(&expr(at.module, index.index).node);
    if (string != nullptr && string->parts.size() == 1 && std::holds_alternative<TextPart>(string->parts[0])) {
      key = std::get<TextPart>(string->parts[0]).text;
    } else if (auto value = constantOf(program, at.module, index.index)) {
      key = tablesOf(at.module).keep(value->toText());
    }
  }
  auto needKey = [&]() {
    if (key) return true;
    if (kind(plainType(program.types, indexType)) == TypeKind::String) {
      diags.report(span, diag::knownLate, sourceOf(at, index.index));
    } else {
      diags.report(span, diag::badIndex, diag::TypeName(program.types.name(base)),
                   diag::TypeName(program.types.name(indexType)));
    }
    return false;
  };

  if (used) {
    switch (program.symbols[used].kind) {
      case SymbolKind::Secret: return needKey() ? keyOf(at, id, used, *key, span) : error();
      case SymbolKind::Existing:
      case SymbolKind::Resource: return needKey() ? resourceMember(at, id, used, *key, span, true) : error();
      case SymbolKind::Namespace: return needKey() ? propertyOf(at, id, used, *key, span) : error();
      default: break;
    }
  }
  if (const auto* port = std::get_if<PortUse>(&info(at.module, index.base).use);
      port != nullptr && port->attribute == "metadata") {
    const PortUse copy = *port;
    if (!needKey()) return error();
    info(at.module, id).use = PortUse{copy.port, copy.attribute, *key};
    return basic(TypeKind::String);
  }
  const Type& t = type(base);
  if (t.kind == TypeKind::Secret || (t.kind == TypeKind::Record && t.text == "k8s.ConfigMap")) {
    if (!needKey()) return error();
    info(at.module, id).use = FieldUse{*key};
    info(at.module, id).phase = Phase::Compile;
    return basic(t.kind == TypeKind::Secret ? TypeKind::SecretKey : TypeKind::ConfigKey);
  }
  const bool runTime = place(at) == Place::Pipeline && info(at.module, id).phase == Phase::Run;
  switch (t.kind) {
    case TypeKind::Record: return needKey() ? recordMember(at, id, base, *key, span) : error();
    case TypeKind::List:
    case TypeKind::Map: {
      const TypeKind wanted = t.kind == TypeKind::List ? TypeKind::Int : TypeKind::String;
      if (kind(plainType(program.types, indexType)) != wanted) break;
      if (!t.element) {
        diags.report(expr(at.module, index.base).span, diag::untypedField, diag::TypeName(program.types.name(base)));
        return error();
      }
      if (runTime) {
        diags.report(expr(at.module, id).span, diag::computedLate, "[ ]");
        return error();
      }
      if (key && t.kind == TypeKind::Map) info(at.module, id).use = FieldUse{*key};
      const TypeId element = t.element;
      if (const auto error = failureOf(program, at.module, id)) {
        if (error->failure == ir::eval::Failure::MissingField) {
          diags.report(span, diag::unknownMember, diag::TypeName(program.types.name(base)), *key);
        } else {
          reportFailure(diags, *error, span, "[ ]");
        }
        return this->error();
      }
      return element;
    }
    case TypeKind::Json:
      diags.report(expr(at.module, index.base).span, diag::untypedField, diag::TypeName(program.types.name(base)));
      return error();
    case TypeKind::Optional:
      diags
          .report(expr(at.module, index.base).span, diag::maybeAbsent, diag::TypeName(program.types.name(t.element)),
                  diag::TypeName(program.types.name(base)))
          .note({}, diag::giveADefault);
      return error();
    default: break;
  }
  diags.report(span, diag::badIndex, diag::TypeName(program.types.name(base)),
               diag::TypeName(program.types.name(indexType)));
  return error();
}

}  // namespace mlpc::sema
