#include "queries/semantic_tokens.h"

#include <algorithm>

#include "methods.h"

namespace mlpc::lsp::methods {
namespace {

std::vector<uint32_t> all(Session& session, const View& view) {
  return semanticTokens(view, session.positions, 0, static_cast<uint32_t>(view.source().text().size()));
}

Json keep(Session& session, const std::string& uri, std::vector<uint32_t> data) {
  auto& known = session.tokens[uri];
  known.id = std::to_string(session.nextId++);
  known.data = std::move(data);
  return known.id;
}

}  // namespace

Json semanticTokensFull(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  std::vector<uint32_t> data = all(session, view);
  Json result = {{"data", data}};
  result["resultId"] = keep(session, params.at("textDocument").at("uri").get<std::string>(), std::move(data));
  return result;
}

Json semanticTokensDelta(Session& session, const Json& params) {
  const auto uri = params.at("textDocument").at("uri").get<std::string>();
  const auto known = session.tokens.find(uri);
  if (known == session.tokens.end() || known->second.id != params.value("previousResultId", std::string()))
    return semanticTokensFull(session, params);
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  std::vector<uint32_t> now = all(session, view);
  const std::vector<uint32_t>& before = known->second.data;
  // One edit: what is between the equal beginning and the equal end.
  const size_t shorter = std::min(now.size(), before.size());
  const auto same = static_cast<size_t>(
      std::mismatch(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(shorter), before.begin()).first -
      now.begin());
  size_t tail = 0;
  while (tail < shorter - same && now[now.size() - 1 - tail] == before[before.size() - 1 - tail]) ++tail;
  Json edits = Json::array();
  if (same != now.size() || now.size() != before.size()) {
    const std::vector<uint32_t> data(now.begin() + static_cast<std::ptrdiff_t>(same),
                                     now.end() - static_cast<std::ptrdiff_t>(tail));
    edits.push_back({{"start", same}, {"deleteCount", before.size() - same - tail}, {"data", data}});
  }
  Json result = {{"edits", std::move(edits)}};
  result["resultId"] = keep(session, uri, std::move(now));
  return result;
}

Json semanticTokensRange(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const auto [begin, end] = session.positions.offsets(view.source(), params.at("range"));
  return {{"data", semanticTokens(view, session.positions, begin, end)}};
}

}  // namespace mlpc::lsp::methods
