#include <algorithm>

#include "methods.h"
#include "queries/semantic_tokens.h"

namespace mlpc::lsp::methods {
namespace {

/// The first encoding that the client names and the server knows; UTF-16 if it names none.
Encoding negotiate(const Json& capabilities) {
  const Json::json_pointer at("/general/positionEncodings");
  if (!capabilities.contains(at)) return Encoding::Utf16;
  for (const Json& name : capabilities.at(at)) {
    for (const Encoding encoding : {Encoding::Utf8, Encoding::Utf16, Encoding::Utf32}) {
      if (name == nameOf(encoding)) return encoding;
    }
  }
  return Encoding::Utf16;
}

std::vector<std::string> foldersOf(Session& session, const Json& params) {
  std::vector<std::string> folders;
  const Json& list = params.value("workspaceFolders", Json());
  if (list.is_array()) {
    for (const Json& folder : list) folders.push_back(session.documents.pathOf(folder.at("uri").get<std::string>()));
  } else if (const Json root = params.value("rootUri", Json()); root.is_string()) {
    folders.push_back(session.documents.pathOf(root.get<std::string>()));
  }
  return folders;
}

Json semanticTokens() {
  return {{"legend", {{"tokenTypes", semanticTokenTypes()}, {"tokenModifiers", semanticTokenModifiers()}}},
          {"range", true},
          {"full", {{"delta", true}}}};
}

Json serverCapabilities(const Session& session) {
  return {
      {"positionEncoding", nameOf(session.positions.encoding())},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
      {"diagnosticProvider", {{"identifier", "mlpc"}, {"interFileDependencies", true}, {"workspaceDiagnostics", true}}},
      {"completionProvider", {{"triggerCharacters", {".", "\"", "/", "@", "$"}}, {"resolveProvider", true}}},
      {"hoverProvider", true},
      {"signatureHelpProvider", {{"triggerCharacters", {"(", ","}}, {"retriggerCharacters", {")"}}}},
      {"definitionProvider", true},
      {"typeDefinitionProvider", true},
      {"referencesProvider", true},
      {"documentHighlightProvider", true},
      {"documentSymbolProvider", true},
      {"workspaceSymbolProvider", true},
      {"renameProvider", {{"prepareProvider", true}}},
      {"semanticTokensProvider", semanticTokens()},
      {"foldingRangeProvider", true},
      {"selectionRangeProvider", true},
      {"inlayHintProvider", true},
      {"documentFormattingProvider", true},
      {"documentRangeFormattingProvider", true},
      {"documentOnTypeFormattingProvider", {{"firstTriggerCharacter", "}"}}},
      {"codeActionProvider",
       {{"codeActionKinds", {"quickfix", "refactor.extract", "source.fixAll", "source.organizeImports"}}}},
      {"codeLensProvider", Json::object()},
      {"documentLinkProvider", Json::object()},
      {"callHierarchyProvider", true},
      {"executeCommandProvider", {{"commands", {"mlpc.compile"}}}},
      {"workspace",
       {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}},
        {"textDocumentContent", {{"schemes", {"mlpc"}}}}}}};
}

}  // namespace

Json initialize(Session& session, const Json& params) {
  if (session.initialized) throw RequestError(RequestError::kInvalidRequest, "`initialize` comes once");
  session.capabilities = params.value("capabilities", Json::object());
  session.options = params.value("initializationOptions", Json());
  session.positions = Positions(negotiate(session.capabilities));
  session.folders = foldersOf(session, params);
  session.projects.setFolders(session.folders);
  session.initialized = true;
  return {{"capabilities", serverCapabilities(session)},
          {"serverInfo", {{"name", "mlpc"}, {"version", session.version}}}};
}

Json initialized(Session& session, const Json& params) {
  static_cast<void>(params);
  if (!session.can("/workspace/didChangeWatchedFiles/dynamicRegistration")) return nullptr;
  // Sources, and the code and notebooks that they name.
  Json watchers = Json::array();
  for (const char* pattern : {"**/*.mlp", "**/*.py", "**/*.sh", "**/*.ps1", "**/*.ipynb", "**/mlpc.yaml"})
    watchers.push_back({{"globPattern", pattern}});
  session.request("client/registerCapability", {{"registrations",
                                                 {{{"id", "mlpc-files"},
                                                   {"method", "workspace/didChangeWatchedFiles"},
                                                   {"registerOptions", {{"watchers", std::move(watchers)}}}}}}});
  return nullptr;
}

Json shutdown(Session& session, const Json& params) {
  static_cast<void>(params);
  session.shutDown = true;
  return nullptr;
}

Json didChangeWorkspaceFolders(Session& session, const Json& params) {
  const Json& event = params.at("event");
  for (const Json& folder : event.value("removed", Json::array()))
    std::erase(session.folders, session.documents.pathOf(folder.at("uri").get<std::string>()));
  for (const Json& folder : event.value("added", Json::array()))
    session.folders.push_back(session.documents.pathOf(folder.at("uri").get<std::string>()));
  session.projects.setFolders(session.folders);
  return nullptr;
}

Json didChangeConfiguration(Session& session, const Json& params) {
  session.options = params.value("settings", Json());
  return nullptr;
}

}  // namespace mlpc::lsp::methods
