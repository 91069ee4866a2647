// What is read from declarations: keys of secrets and config maps, attributes of resources, variables of groups.

#include <algorithm>

#include "declarations/declarations.h"
#include "expressions/references.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/sema/written.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/k8s.h"
#include "mlpc/vocabulary/kinds.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using vocabulary::ado::VariableGroup;
using vocabulary::k8s::ConfigMap;
using vocabulary::prelude::ClusterSecret;
using vocabulary::prelude::GroupSecret;
using vocabulary::prelude::VaultSecret;
using namespace syntax;

namespace {

ExprId recordOf(const DeclNode& node) {
  if (const auto* secret = std::get_if<SecretDecl>(&node)) return secret->record;
  if (const auto* existing = std::get_if<ExistingDecl>(&node)) return existing->record;
  if (const auto* resource = std::get_if<ResourceDecl>(&node)) return resource->record;
  return {};
}

}  // namespace

/// The record of a declaration, in this file or another.
struct DeclaredRecord {
  const Program& program;
  ModuleId module;
  const Tree& tree;
  ExprId record;

  DeclaredRecord(const Program& theProgram, const Symbol& symbol)
      : program(theProgram),
        module(symbol.module),
        tree(*theProgram.module(symbol.module).tree),
        record(recordOf(tree.decls[symbol.decl].node)) {}

  [[nodiscard]] ExprId field(vocabulary::FieldName name) const { return fieldValue(tree, record, name); }
  /// The items of a field that is a list, or the keys of one that is a record; empty if not known.
  [[nodiscard]] std::optional<std::vector<std::string>> names(vocabulary::FieldName name) const {
    std::vector<std::string> names;
    const ExprId value = field(name);
    if (!value) return hasSpread(tree, record) ? std::nullopt : std::optional(names);
    const auto constant = constantOf(program, module, value);
    if (!constant) return std::nullopt;
    if (const auto* list = constant->as<support::Constant::List>()) {
      for (const auto& one : *list) names.push_back(one.toText());
    } else if (const auto* map = constant->as<support::Constant::Record>()) {
      for (const auto& one : *map) names.push_back(one.name);
    }
    return names;
  }
};

const KnownNames& ReferenceChecker::namesOf(SymbolId symbol, const DeclaredRecord& declared,
                                            vocabulary::FieldName field) {
  KnownNames& names = declaredNames_[{symbol, field.text()}];
  // What is not known yet may be known later.
  if (names.known) return names;
  if (auto list = declared.names(field)) {
    names.known = true;
    names.set.insert(list->begin(), list->end());
    names.list = std::move(*list);
  }
  return names;
}

void ReferenceChecker::suggest(diag::Builder& report, const Name& key, std::initializer_list<const KnownNames*> among,
                               bool fix) {
  if (!file_.maySearch()) return;
  std::vector<std::string> names;
  for (const KnownNames* one : among) names.insert(names.end(), one->list.begin(), one->list.end());
  const auto near = support::closest(key.text, names);
  if (!near) return;
  report.note({}, diag::didYouMean, *near);
  if (fix) report.fix("write `" + *near + "`", false, {{key.span, *near}});
}

TypeId ReferenceChecker::keyOfSecret(ExprId id, SymbolId secret, const Name& key) {
  const Symbol symbol = file_.program.symbols[secret];
  const DeclaredRecord declared(file_.program, symbol);
  if (declared.field(GroupSecret::Group) || declared.field(VaultSecret::Vault)) {
    file_.diags.report(key.span, diag::secretHasNoKeys, symbol.name).note(symbol.span, diag::declaredHere, symbol.name);
    return file_.error();
  }
  file_.info(id).use = KeyUse{secret, key.text};
  file_.info(id).phase = Phase::Compile;
  const ExprId keys = declared.field(ClusterSecret::Keys);
  const KnownNames& names = namesOf(secret, declared, ClusterSecret::Keys);
  if (names.mayHold(key.text)) return file_.basic(TypeKind::SecretKey);
  if (isBroken(file_.program, secret)) return file_.error();
  auto report = file_.diags.report(key.span, diag::unknownSecretKey, symbol.name, key.text);
  suggest(report, key, {&names}, false);
  report.note(keys ? declared.tree.exprs[keys].span : symbol.span, diag::declaredHere, symbol.name);
  return file_.basic(TypeKind::SecretKey);
}

TypeId ReferenceChecker::keyOfConfigMap(SymbolId map, const Name& key) {
  const Symbol symbol = file_.program.symbols[map];
  const DeclaredRecord declared(file_.program, symbol);
  const KnownNames& keys = namesOf(map, declared, ClusterSecret::Keys);
  const KnownNames& data = namesOf(map, declared, ConfigMap::Data);
  if (keys.mayHold(key.text) || data.mayHold(key.text)) return file_.basic(TypeKind::ConfigKey);
  if (isBroken(file_.program, map)) return file_.error();
  auto report = file_.diags.report(key.span, diag::unknownConfigKey, symbol.name, key.text);
  suggest(report, key, {&keys, &data}, false);
  report.note(symbol.span, diag::declaredHere, symbol.name);
  return file_.basic(TypeKind::ConfigKey);
}

TypeId ReferenceChecker::variableOfGroup(SymbolId group, const Name& key) {
  const Symbol symbol = file_.program.symbols[group];
  const DeclaredRecord declared(file_.program, symbol);
  const KnownNames& variables = namesOf(group, declared, VariableGroup::Variables);
  const KnownNames& secrets = namesOf(group, declared, VariableGroup::Secrets);
  if (secrets.known && secrets.mayHold(key.text)) return file_.basic(TypeKind::Secret);
  if (variables.mayHold(key.text)) return file_.basic(TypeKind::String);
  if (isBroken(file_.program, group)) return file_.error();
  auto report = file_.diags.report(key.span, diag::unknownVariable, symbol.name, key.text);
  suggest(report, key, {&variables, &secrets}, true);
  report.note(symbol.span, diag::declaredHere, symbol.name);
  return file_.error();
}

TypeId ReferenceChecker::resourceMember(ExprId id, SymbolId resource, const Name& name, Access access) {
  const Symbol symbol = file_.program.symbols[resource];
  const TypeId own = declarations_.typeOf(resource);
  if (file_.isError(own)) return own;
  const Type& kind = file_.type(own);
  const auto field =
      std::find_if(kind.fields.begin(), kind.fields.end(), [&](const Field& f) { return f.name == name.text; });
  const bool isField = access == Access::Member && field != kind.fields.end();
  ExprInfo& result = file_.info(id);
  if (!isField && kind.resource == Kind::K8sConfigMap) {
    result.use = KeyUse{resource, name.text};
    result.phase = Phase::Compile;
    return keyOfConfigMap(resource, name);
  }
  if (!isField && kind.resource == Kind::AdoVariableGroup) {
    result.use = AttributeUse{resource, name.text};
    result.phase = Phase::Run;
    return variableOfGroup(resource, name);
  }
  if (field == kind.fields.end()) return recordMember(id, own, name);  // which reports it
  result.use = AttributeUse{resource, name.text};
  result.phase = field->attribute ? Phase::Run : Phase::Compile;
  const TypeId type = field->type ? field->type : file_.basic(TypeKind::Json);
  // What the declaration sets is known, and a missing name is derived from the identifier.
  const bool isThere = DeclaredRecord(file_.program, symbol).field(vocabulary::FieldName(name.text)) ||
                       is(name.text, vocabulary::ResourceField::Name);
  return isThere ? bareType(file_.types, type) : type;
}

}  // namespace mlpc::sema
