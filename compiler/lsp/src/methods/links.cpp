#include "methods.h"
#include "queries/occurrences.h"
#include "queries/settings.h"

// Links to files, and lenses above declarations.
namespace mlpc::lsp::methods {
namespace {

Json command(const std::string& title, const char* name, Json arguments) {
  return {{"title", title}, {"command", name}, {"arguments", std::move(arguments)}};
}

bool isEmitted(sema::SymbolKind kind) {
  return kind == sema::SymbolKind::Pipeline || kind == sema::SymbolKind::TrainJob ||
         kind == sema::SymbolKind::Workflow || kind == sema::SymbolKind::Resource;
}

}  // namespace

Json documentLink(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const workspace::Snapshot& snapshot = *view.snapshot;
  Json links = Json::array();
  const auto link = [&](source::Span span, const Json& target) {
    if (!target.is_null()) links.push_back({{"range", session.range(snapshot, span)}, {"target", target.at("uri")}});
  };
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    const auto* import = std::get_if<syntax::ImportDecl>(&decl.node);
    if (import == nullptr) continue;
    const auto found = view.file().scope().find(decl.name.text);
    if (found == view.file().scope().end()) continue;
    const sema::ModuleId target = view.program().symbols[found->second].target;
    if (target && view.program().module(target).tree)
      link(import->targetSpan, session.location(snapshot, {view.program().module(target).tree->file, 0, 0}));
  }
  for (const sema::FileTables* tables : sema::partsOf(view.file())) {
    if (tables == nullptr) continue;
    for (const sema::ReadText& read : tables->reads) {
      if (read.file.valid()) link(read.at, session.location(snapshot, {read.file, 0, 0}));
    }
  }
  return links;
}

Json codeLens(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  session.update();
  const auto uri = params.at("textDocument").at("uri").get<std::string>();
  // What others use of this file, found in one walk over the programs: places by where the name is declared.
  std::map<uint32_t, Json> uses;
  const std::string path = session.documents.canonical(view.source().path());
  std::set<std::pair<std::string, uint32_t>> seen;
  for (const auto& [root, program] : session.projects.programs()) {
    const auto here = program->modules.find(path);
    if (here == program->modules.end()) continue;
    const source::FileId declaring = program->snapshot->checked->module(here->second).tree->file;
    for (const auto& [file, module] : program->modules) {
      const View other{program->snapshot.get(), module};
      for (const Occurrence& one : occurrencesIn(other)) {
        if (one.declares() || one.declared.file != declaring || !seen.emplace(file, one.at.begin).second) continue;
        uses.try_emplace(one.declared.begin, Json::array())
            .first->second.push_back(session.location(*other.snapshot, one.at));
      }
    }
  }
  Json lenses = Json::array();
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    const auto found = view.file().scope().find(decl.name.text);
    if (decl.name.empty() || found == view.file().scope().end()) continue;
    const sema::SymbolKind kind = view.program().symbols[found->second].kind;
    if (kind == sema::SymbolKind::Import) continue;
    const Json range = session.range(*view.snapshot, decl.name.span);
    const auto add = [&](Json what) { lenses.push_back({{"range", range}, {"command", std::move(what)}}); };
    if (isEmitted(kind)) {
      add(command("Compile", "mlpc.showCompiled", {uri, decl.name.text}));
      if (kind == sema::SymbolKind::Pipeline || kind == sema::SymbolKind::Workflow)
        add(command("Graph", "mlpc.showGraph", {uri, decl.name.text}));
    }
    const auto used = uses.find(decl.name.span.begin);
    const Json places = used == uses.end() ? Json::array() : used->second;
    if (!isEmitted(kind) || !places.empty()) {
      add(command(std::to_string(places.size()) + (places.size() == 1 ? " reference" : " references"),
                  "mlpc.showReferences", {uri, range.at("start"), places}));
    }
  }
  return lenses;
}

}  // namespace mlpc::lsp::methods
