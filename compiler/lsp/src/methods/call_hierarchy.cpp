#include <map>

#include "methods.h"
#include "queries/describe.h"
#include "queries/references.h"

// Which pipelines and workflows run what.
namespace mlpc::lsp::methods {
namespace {

bool isCallable(sema::SymbolKind kind) {
  using sema::SymbolKind;
  return kind == SymbolKind::Component || kind == SymbolKind::Pipeline || kind == SymbolKind::TrainJob ||
         kind == SymbolKind::Workflow || kind == SymbolKind::StepsTemplate || kind == SymbolKind::JobTemplate ||
         kind == SymbolKind::StageTemplate;
}

/// The item of a declaration, from which the follow-up requests find it again.
Json item(Session& session, const View& view, sema::SymbolId id) {
  const sema::Symbol& symbol = view.program().symbols[id];
  const Json at = session.location(*view.snapshot, symbol.span);
  if (at.is_null()) return nullptr;
  const sema::Module& module = view.program().module(symbol.module);
  Json whole = at.at("range");
  if (module.parsed && symbol.decl) whole = session.range(*view.snapshot, module.tree->decls[symbol.decl].span);
  constexpr int kFunction = 12;
  return {{"name", symbol.name}, {"kind", kFunction}, {"detail", kindName(view.program(), symbol)},
          {"uri", at.at("uri")}, {"range", whole},    {"selectionRange", at.at("range")}};
}

struct Found {
  View view;
  sema::SymbolId symbol;
};

Found find(Session& session, const Json& params) {
  session.update();
  const Json& item = params.at("item");
  const View view = session.view({{"uri", item.at("uri")}});
  if (!view) return {};
  const uint32_t at = session.positions.offset(view.source(), item.at("selectionRange").at("start"));
  const auto name = occurrenceAt(view, at);
  return name ? Found{view, name->symbol} : Found{};
}

/// The declaration at the top of a file around a byte; invalid if there is none, or it cannot call anything.
sema::SymbolId callerAt(const View& view, uint32_t at) {
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    if (at < decl.span.begin || at > decl.span.end) continue;
    const auto found = view.file().scope().find(decl.name.text);
    if (found != view.file().scope().end() && isCallable(view.program().symbols[found->second].kind))
      return found->second;
  }
  return {};
}

}  // namespace

Json prepareCallHierarchy(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  const auto name = occurrenceAt(place.view, place.offset);
  if (!name || !name->symbol) return nullptr;
  sema::SymbolId symbol = name->symbol;
  if (const sema::SymbolId callee = place.view.program().symbols[symbol].callee) symbol = callee;
  if (!isCallable(place.view.program().symbols[symbol].kind)) return nullptr;
  Json one = item(session, place.view, symbol);
  return one.is_null() ? Json() : Json::array({std::move(one)});
}

Json incomingCalls(Session& session, const Json& params) {
  const Found called = find(session, params);
  if (!called.symbol) return nullptr;
  const source::Span declared = called.view.program().symbols[called.symbol].span;
  std::map<std::string, Json> callers;  // by the place of their name
  for (const Reference& reference : referencesTo(session, placeOf(session, called.view, declared))) {
    if (reference.occurrence.declares()) continue;
    const sema::SymbolId caller = callerAt(reference.view, reference.occurrence.at.begin);
    if (!caller) continue;
    Json from = item(session, reference.view, caller);
    if (from.is_null()) continue;
    const std::string key = from.at("uri").get<std::string>() + from.at("selectionRange").dump();
    Json& call = callers.try_emplace(key, Json{{"from", std::move(from)}, {"fromRanges", Json::array()}}).first->second;
    call["fromRanges"].push_back(session.range(*reference.view.snapshot, reference.occurrence.at));
  }
  Json calls = Json::array();
  for (auto& [key, call] : callers) calls.push_back(std::move(call));
  return calls;
}

Json outgoingCalls(Session& session, const Json& params) {
  const Found caller = find(session, params);
  if (!caller.symbol) return nullptr;
  const View& view = caller.view;
  const sema::Symbol& symbol = view.program().symbols[caller.symbol];
  if (!symbol.decl || symbol.module != view.module) return nullptr;
  const source::Span whole = view.tree().decls[symbol.decl].span;
  std::map<uint32_t, Json> called;  // by symbol
  for (const Occurrence& one : occurrencesIn(view)) {
    const bool inside = one.at.begin >= whole.begin && one.at.end <= whole.end;
    if (!inside || one.declares() || !one.symbol || !isCallable(view.program().symbols[one.symbol].kind)) continue;
    auto known = called.find(one.symbol.index());
    if (known == called.end()) {
      Json to = item(session, view, one.symbol);
      if (to.is_null()) continue;
      known = called.emplace(one.symbol.index(), Json{{"to", std::move(to)}, {"fromRanges", Json::array()}}).first;
    }
    known->second["fromRanges"].push_back(session.range(*view.snapshot, one.at));
  }
  Json calls = Json::array();
  for (auto& [id, call] : called) calls.push_back(std::move(call));
  return calls;
}

}  // namespace mlpc::lsp::methods
