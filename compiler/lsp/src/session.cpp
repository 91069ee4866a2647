#include "session.h"

#include <fmt/format.h>

namespace mlpc::lsp {

bool Session::can(const char* pointer) const {
  const Json::json_pointer at(pointer);
  if (!capabilities.contains(at)) return false;
  const Json& value = capabilities.at(at);
  return !value.is_null() && value != false;
}

void Session::notify(std::string_view method, Json params) {
  transport_.write({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Session::request(std::string_view method, Json params) {
  transport_.write({{"jsonrpc", "2.0"},
                    {"id", fmt::format("mlpc-{}", nextId++)},
                    {"method", method},
                    {"params", std::move(params)}});
}

void Session::update(const std::string& path) {
  if (!projects.update(path, cancelled)) throw RequestError(RequestError::kRequestCancelled, "cancelled");
}

View Session::view(const Json& textDocument) {
  const std::string path = documents.pathOf(textDocument.at("uri").get<std::string>());
  update(path);
  return projects.view(path);
}

Place Session::place(const Json& params) {
  Place place{view(params.at("textDocument")), 0};
  if (place) place.offset = positions.offset(place.view.source(), params.at("position"));
  return place;
}

std::string Session::uriOf(const source::SourceFile& file, bool standard) {
  if (!standard) return documents.uriOf(file.path());
  // `<stdlib>/k8s.mlp` has no file; clients that can show virtual documents ask for its text.
  if (!can("/workspace/textDocumentContent") && !can("/experimental/virtualDocuments")) return {};
  const std::string_view name = file.name();
  return "mlpc:/standard" + std::string(name.substr(name.find('/')));
}

Json Session::location(const workspace::Snapshot& snapshot, source::Span span) {
  if (!span.valid()) return nullptr;
  const source::SourceFile& file = snapshot.sources.file(span.file);
  const std::string uri = uriOf(file, source::isStandardFile(span.file));
  if (uri.empty()) return nullptr;
  return {{"uri", uri}, {"range", positions.range(file, span)}};
}

}  // namespace mlpc::lsp
