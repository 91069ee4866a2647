#include "methods.h"

// Which documents are open, and what is in them.
namespace mlpc::lsp::methods {

Json didOpen(Session& session, const Json& params) {
  const Json& document = params.at("textDocument");
  session.projects.changed(session.documents.open(document.at("uri").get<std::string>(),
                                                  document.value("version", int64_t{0}),
                                                  document.at("text").get<std::string>()));
  return nullptr;
}

Json didChange(Session& session, const Json& params) {
  const Json& document = params.at("textDocument");
  const std::string path = session.documents.pathOf(document.at("uri").get<std::string>());
  session.documents.change(path, document.value("version", int64_t{0}), params.at("contentChanges"), session.positions);
  session.projects.changed(path);
  return nullptr;
}

Json didClose(Session& session, const Json& params) {
  const std::string uri = params.at("textDocument").at("uri").get<std::string>();
  const std::string path = session.documents.pathOf(uri);
  session.documents.close(path);
  session.tokens.erase(uri);
  session.projects.changed(path);
  return nullptr;
}

/// What was saved is what was edited.
Json didSave(Session& session, const Json& params) {
  static_cast<void>(session);
  static_cast<void>(params);
  return nullptr;
}

Json didChangeWatchedFiles(Session& session, const Json& params) {
  for (const Json& change : params.at("changes"))
    session.projects.changed(session.documents.pathOf(change.at("uri").get<std::string>()));
  return nullptr;
}

}  // namespace mlpc::lsp::methods
