#include "queries/members.h"

#include "mlpc/schema/schema.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/members.h"
#include "mlpc/sema/type_rules.h"
#include "queries/occurrences.h"

namespace mlpc::lsp {
namespace {

using sema::Field;
using sema::SymbolId;
using sema::SymbolKind;

class Finder {
 public:
  explicit Finder(const Cursor& cursor) : cursor_(cursor), view_(cursor.view()), program_(view_.program()) {}

  std::vector<Member> run() {
    const std::vector<syntax::Name> path = cursor_.path();
    if (path.empty()) return {};
    // As far as the path goes through modules and declarations, then through the fields of values.
    SymbolId symbol = cursor_.lookup(path.front().text);
    if (!symbol) return spaceOrModule(path);
    sema::TypeId type;
    for (size_t i = 1; i < path.size(); ++i) {
      const std::vector<Member> members = symbol ? ofSymbol(symbol) : ofType(type);
      symbol = {};
      type = {};
      for (const Member& member : members) {
        if (member.name != path[i].text) continue;
        symbol = member.symbol;
        if (member.field != nullptr) type = member.field->type;
      }
      if (!symbol && !type) return spaceOrModule(path);
    }
    return symbol ? ofSymbol(symbol) : ofType(type);
  }

 private:
  std::vector<Member> ofSymbol(SymbolId id) {
    const sema::Symbol& symbol = program_.symbols[id];
    switch (symbol.kind) {
      case SymbolKind::Import: return ofModule(symbol.target);
      case SymbolKind::Stage:
      case SymbolKind::Job: return inItem(id);
      case SymbolKind::Secret: return named(keysOf(view_, id), "key");
      case SymbolKind::Let: return ofLet(id);
      case SymbolKind::Parameter:
      case SymbolKind::Output: return ofPort(symbol);
      default: return ofType(symbol.type);
    }
  }

  std::vector<Member> ofModule(sema::ModuleId module) {
    std::vector<Member> members;
    if (!module) return members;
    sema::SchemaSet& standard = schema::standard();
    if (program_.module(module).standard) {
      for (const std::string_view name : standard.names(module)) {
        if (const SymbolId id = standard.lookup(module, name)) members.push_back({std::string(name), id, nullptr, {}});
      }
      return members;
    }
    for (const auto& [name, id] : program_.module(module).scope()) {
      if (program_.symbols[id].kind != SymbolKind::Import) members.push_back({std::string(name), id, nullptr, {}});
    }
    return members;
  }

  std::vector<Member> inItem(SymbolId id) {
    std::vector<Member> members;
    sema::forEachMembers(program_, id, [&](const auto& table) {
      for (const auto& [name, member] : table) members.push_back({std::string(name), member, nullptr, {}});
      return false;
    });
    return members;
  }

  std::vector<Member> ofLet(SymbolId id) {
    const sema::Symbol& symbol = program_.symbols[id];
    const sema::Signature* signature = program_.signature(id);
    if (signature == nullptr && symbol.callee) signature = program_.signature(symbol.callee);
    if (signature == nullptr) return ofType(symbol.type);
    std::vector<Member> members;
    if (!signature->unnamedOutput) {
      for (const Field& output : signature->outputs) members.push_back({std::string(output.name), {}, &output, {}});
    }
    const bool pipeline =
        cursor_.declaration() != nullptr && std::holds_alternative<syntax::PipelineDecl>(cursor_.declaration()->node);
    if (pipeline) members.push_back({"final_status", {}, nullptr, "FinalStatus"});
    return members;
  }

  std::vector<Member> ofPort(const sema::Symbol& symbol) {
    const bool component = symbol.owner && program_.symbols[symbol.owner].kind == SymbolKind::Component;
    const sema::TypeId type = sema::bareType(program_.types, symbol.type);
    const bool artifact = type && program_.types[type].kind == sema::TypeKind::Artifact;
    if (component && artifact) return named({"path", "uri", "name", "metadata"}, "");
    if (component && symbol.kind == SymbolKind::Output) return named({"path"}, "");
    return ofType(symbol.type);
  }

  std::vector<Member> ofType(sema::TypeId type) {
    std::vector<Member> members;
    const sema::TypeId record = recordOf(program_.types, type);
    if (!record) return members;
    for (const Field& field : program_.types[record].fields)
      members.push_back({std::string(field.name), {}, &field, {}});
    return members;
  }

  /// `run.|`, or a module of the standard library that needs no import.
  std::vector<Member> spaceOrModule(const std::vector<syntax::Name>& path) {
    std::string dotted;
    for (const syntax::Name& name : path) dotted += (dotted.empty() ? "" : ".") + std::string(name.text);
    if (const auto space = vocabulary::find<vocabulary::Space>(dotted)) {
      const syntax::Decl* around = cursor_.declaration();
      const bool pipeline = around != nullptr && std::holds_alternative<syntax::PipelineDecl>(around->node);
      std::vector<std::string> names;
      for (const vocabulary::Property one : sema::propertiesOf(*space, !pipeline)) names.emplace_back(name(one));
      return named(names, "string");
    }
    return ofModule(schema::standard().module(dotted));
  }

  static std::vector<Member> named(const std::vector<std::string>& names, const std::string& detail) {
    std::vector<Member> members;
    for (const std::string& name : names) members.push_back({name, {}, nullptr, detail});
    return members;
  }

  const Cursor& cursor_;
  const View& view_;
  const sema::Program& program_;
};

}  // namespace

std::vector<Member> membersAt(const Cursor& cursor) { return Finder(cursor).run(); }

std::vector<std::string> keysOf(const View& view, SymbolId secret) {
  std::vector<std::string> keys;
  const sema::Symbol& symbol = view.program().symbols[secret];
  const sema::Module& module = view.program().module(symbol.module);
  if (!symbol.decl || !module.tree) return keys;
  const auto* declared = std::get_if<syntax::SecretDecl>(&module.tree->decls[symbol.decl].node);
  if (declared == nullptr) return keys;
  const syntax::ExprId list = syntax::fieldValue(*module.tree, declared->record, "keys");
  const auto value = list ? sema::constantOf(view.program(), symbol.module, list) : std::nullopt;
  const auto* items = value ? value->as<support::Constant::List>() : nullptr;
  if (items == nullptr) return keys;
  for (const support::Constant& item : *items) {
    if (const auto* key = item.as<std::string>()) keys.push_back(*key);
  }
  return keys;
}

}  // namespace mlpc::lsp
