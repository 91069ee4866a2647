#include <algorithm>

#include "methods.h"
#include "mlpc/sema/type_rules.h"
#include "queries/references.h"

// From a name to what it means, and to where else it is written.
namespace mlpc::lsp::methods {
namespace {

/// The file of an import at a byte; null if there is none.
Json importedFile(Session& session, const View& view, uint32_t offset) {
  for (const syntax::DeclId id : view.tree().order) {
    const auto* import = std::get_if<syntax::ImportDecl>(&view.tree().decls[id].node);
    if (import == nullptr || import->targetSpan.begin > offset || import->targetSpan.end < offset) continue;
    const auto found = view.file().scope().find(view.tree().decls[id].name.text);
    if (found == view.file().scope().end()) return nullptr;
    const sema::ModuleId target = view.program().symbols[found->second].target;
    if (!target) return nullptr;
    const sema::Module& module = view.program().module(target);
    if (!module.tree) return nullptr;
    return session.location(*view.snapshot, {module.tree->file, 0, 0});
  }
  return nullptr;
}

}  // namespace

Json definition(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  if (Json file = importedFile(session, place.view, place.offset); !file.is_null()) return file;
  const auto name = occurrenceAt(place.view, place.offset);
  return name ? session.location(*place.view.snapshot, name->declared) : nullptr;
}

Json typeDefinition(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  const auto name = occurrenceAt(place.view, place.offset);
  if (!name) return nullptr;
  const sema::Program& program = place.view.program();
  sema::TypeId type = name->field != nullptr ? name->field->type : sema::TypeId();
  if (name->symbol) {
    const sema::Symbol& symbol = program.symbols[name->symbol];
    // The component that a task runs.
    if (symbol.callee) return session.location(*place.view.snapshot, program.symbols[symbol.callee].span);
    type = symbol.type;
  }
  type = sema::bareType(program.types, type);
  while (type && program.types[type].kind == sema::TypeKind::List) type = program.types[type].element;
  if (!type || !program.types[type].symbol) return nullptr;
  return session.location(*place.view.snapshot, program.symbols[program.types[type].symbol].span);
}

Json references(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  const auto name = occurrenceAt(place.view, place.offset);
  if (!name) return nullptr;
  session.update();
  const Json::json_pointer wanted("/context/includeDeclaration");
  const bool declaration = !params.contains(wanted) || params.at(wanted) == true;
  Json locations = Json::array();
  for (const Reference& found : referencesTo(session, placeOf(session, place.view, name->declared))) {
    if (!declaration && found.occurrence.declares()) continue;
    Json location = session.location(*found.view.snapshot, found.occurrence.at);
    if (!location.is_null()) locations.push_back(std::move(location));
  }
  return locations;
}

Json documentHighlight(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  const auto name = occurrenceAt(place.view, place.offset);
  if (!name) return nullptr;
  Json highlights = Json::array();
  constexpr int kRead = 2;
  constexpr int kWrite = 3;
  for (const Occurrence& other : occurrencesIn(place.view)) {
    if (other.declared != name->declared) continue;
    highlights.push_back(
        {{"range", session.range(*place.view.snapshot, other.at)}, {"kind", other.declares() ? kWrite : kRead}});
  }
  return highlights;
}

}  // namespace mlpc::lsp::methods
