#include "diagnostics.h"

#include "methods.h"

namespace mlpc::lsp::methods {
namespace {

Json report(Json items, const std::string& previous) {
  std::string id = resultId(items);
  if (id == previous) return {{"kind", "unchanged"}, {"resultId", std::move(id)}};
  return {{"kind", "full"}, {"resultId", std::move(id)}, {"items", std::move(items)}};
}

}  // namespace

Json documentDiagnostic(Session& session, const Json& params) {
  const std::string path = session.documents.pathOf(params.at("textDocument").at("uri").get<std::string>());
  session.update(path);
  return report(diagnosticsOf(session, path), params.value("previousResultId", std::string()));
}

Json workspaceDiagnostic(Session& session, const Json& params) {
  session.update();
  std::map<std::string, std::string> before;
  for (const Json& known : params.value("previousResultIds", Json::array()))
    before[known.at("uri").get<std::string>()] = known.at("value").get<std::string>();
  auto all = diagnosticsOf(session);
  for (const std::string& path : session.projects.files())
    all.try_emplace(session.documents.uriOf(path), Json::array());
  // Files that are gone lose what was found in them.
  for (const auto& [uri, id] : before) all.try_emplace(uri, Json::array());
  Json items = Json::array();
  for (auto& [uri, list] : all) {
    Json one = report(std::move(list), before.contains(uri) ? before[uri] : std::string());
    one["uri"] = uri;
    const auto* document = session.documents.find(session.documents.pathOf(uri));
    one["version"] = document != nullptr ? Json(document->version) : Json();
    items.push_back(std::move(one));
  }
  return {{"items", std::move(items)}};
}

}  // namespace mlpc::lsp::methods
