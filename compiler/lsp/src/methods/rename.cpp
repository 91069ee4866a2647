#include <algorithm>

#include "methods.h"
#include "mlpc/support/characters.h"
#include "mlpc/syntax/keywords.h"
#include "queries/embedded_names.h"
#include "queries/references.h"

namespace mlpc::lsp::methods {
namespace {

/// Throws if the name at the place cannot have another one.
Occurrence renameable(const Place& place) {
  const auto name = place ? occurrenceAt(place.view, place.offset) : std::nullopt;
  if (!name) throw RequestError(RequestError::kRequestFailed, "there is no name here that can be changed");
  if (source::isStandardFile(name->declared.file))
    throw RequestError(RequestError::kRequestFailed, "the standard library declares this name");
  if (name->symbol) {
    const sema::Symbol& symbol = place.view.program().symbols[name->symbol];
    if (symbol.kind == sema::SymbolKind::Namespace)
      throw RequestError(RequestError::kRequestFailed, "the language defines this name");
  }
  return *name;
}

std::string textOf(const Reference& reference, const std::string& from, const std::string& to) {
  switch (reference.occurrence.spelling) {
    case Spelling::ShorthandKey: return to + ": " + from;
    case Spelling::ShorthandValue: return from + ": " + to;
    case Spelling::Plain:
    case Spelling::Embedded: return to;
  }
  return to;
}

/// The new name must mean nothing else in the scopes in which the old one is used.
void refuseCollision(const std::vector<Reference>& references, const std::string& to) {
  for (const Reference& reference : references) {
    const View& view = reference.view;
    if (reference.occurrence.spelling == Spelling::Embedded && codeMentions(view, reference.occurrence.at, to))
      throw RequestError(RequestError::kRequestFailed, "the code already has a `" + to + "`");
    const sema::SymbolId renamed = reference.occurrence.symbol;
    if (!renamed) continue;
    const sema::Symbol& symbol = view.program().symbols[renamed];
    view.file().forEachSymbol([&](sema::SymbolId id) {
      const sema::Symbol& other = view.program().symbols[id];
      if (id == renamed || other.name != to || other.module != symbol.module) return;
      const bool together = other.owner == symbol.owner || !other.owner || !symbol.owner;
      if (together) throw RequestError(RequestError::kRequestFailed, "`" + to + "` is already declared there");
    });
  }
}

}  // namespace

Json prepareRename(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place || !occurrenceAt(place.view, place.offset)) return nullptr;
  const Occurrence name = renameable(place);
  const std::string_view text = place.view.source().text();
  return {{"range", session.range(*place.view.snapshot, name.at)},
          {"placeholder", text.substr(name.at.begin, name.at.end - name.at.begin)}};
}

Json rename(Session& session, const Json& params) {
  const Place place = session.place(params);
  const Occurrence name = renameable(place);
  const auto to = params.at("newName").get<std::string>();
  if (!support::isWord(to) || syntax::isReservedWord(to))
    throw RequestError(RequestError::kRequestFailed, "`" + to + "` cannot be a name");
  session.update();
  const std::string_view text = place.view.source().text();
  std::string from(text.substr(name.at.begin, name.at.end - name.at.begin));
  if (from.starts_with('"')) throw RequestError(RequestError::kRequestFailed, "a quoted key cannot be renamed");
  const auto all = referencesTo(session, placeOf(session, place.view, name.declared));
  refuseCollision(all, to);
  std::map<std::string, Json> changes;
  for (const Reference& reference : all) {
    const source::SourceFile& file = reference.view.source();
    const source::Span at = reference.occurrence.at;
    // An alias that stands for the last word of what it imports, or a quoted key.
    if (file.text().substr(at.begin, at.end - at.begin) != from) continue;
    changes.try_emplace(session.documents.uriOf(file.path()), Json::array())
        .first->second.push_back(
            {{"range", session.positions.range(file, at)}, {"newText", textOf(reference, from, to)}});
  }
  if (!session.can("/workspace/workspaceEdit/documentChanges")) return {{"changes", changes}};
  Json documents = Json::array();
  for (auto& [uri, edits] : changes) {
    const auto* document = session.documents.find(session.documents.pathOf(uri));
    documents.push_back(
        {{"textDocument", {{"uri", uri}, {"version", document != nullptr ? Json(document->version) : Json()}}},
         {"edits", std::move(edits)}});
  }
  return {{"documentChanges", std::move(documents)}};
}

}  // namespace mlpc::lsp::methods
