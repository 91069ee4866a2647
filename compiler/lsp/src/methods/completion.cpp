#include "queries/completion.h"

#include <fmt/format.h>

#include "methods.h"

namespace mlpc::lsp::methods {
namespace {

/// The text of a snippet without the places to fill in, for clients that know none.
std::string plain(std::string_view snippet) {
  std::string text;
  for (size_t i = 0; i < snippet.size(); ++i) {
    if (snippet[i] != '$') {
      text += snippet[i];
    } else if (i + 1 < snippet.size() && snippet[i + 1] == '{') {
      const size_t end = snippet.find('}', i);
      const std::string_view place = snippet.substr(i + 2, end - i - 2);
      const size_t colon = place.find(':');
      if (colon != std::string_view::npos) text += place.substr(colon + 1);
      i = end;
    } else {
      ++i;
    }
  }
  return text;
}

/// Where a new import goes: before the first declaration.
uint32_t importPlace(const View& view) {
  uint32_t at = 0;
  for (const syntax::DeclId id : view.tree().order) {
    const syntax::Decl& decl = view.tree().decls[id];
    if (std::holds_alternative<syntax::ImportDecl>(decl.node)) at = std::max(at, decl.span.end);
  }
  const source::SourceFile& file = view.source();
  if (at == 0) return 0;
  const uint32_t line = file.lineOf(at) + 1;
  return line < file.lineCount() ? file.lineStart(line) : static_cast<uint32_t>(file.text().size());
}

}  // namespace

Json completion(Session& session, const Json& params) {
  const Place place = session.place(params);
  session.completions.clear();
  if (!place) return nullptr;
  const Cursor cursor(place.view, place.offset);
  const bool snippets = session.can("/textDocument/completion/completionItem/snippetSupport");
  Json items = Json::array();
  for (const Completion& one : completionsAt(session, cursor)) {
    Json item = {{"label", one.label},
                 {"kind", static_cast<int>(one.kind)},
                 {"sortText", fmt::format("{}{}", one.rank, one.label)}};
    if (!one.detail.empty()) item["detail"] = one.detail;
    const std::string insert = one.insert.empty() ? one.label : snippets ? one.insert : plain(one.insert);
    if (!one.insert.empty() && snippets) item["insertTextFormat"] = 2;
    const source::Span replaced =
        one.replaces.value_or(source::Span{cursor.word().file, cursor.word().begin, cursor.offset()});
    item["textEdit"] = {{"range", session.range(*place.view.snapshot, replaced)}, {"newText", insert}};
    if (one.replaces) item["filterText"] = one.label;
    Json more = Json::object();
    if (!one.documentation.empty()) more["documentation"] = {{"kind", "markdown"}, {"value", one.documentation}};
    if (!one.import.empty()) {
      const source::Span at{replaced.file, importPlace(place.view), importPlace(place.view)};
      item["additionalTextEdits"] =
          Json::array({{{"range", session.range(*place.view.snapshot, at)}, {"newText", one.import}}});
    }
    if (!more.empty()) {
      item["data"] = session.completions.size();
      session.completions.push_back(std::move(more));
    }
    items.push_back(std::move(item));
  }
  return {{"isIncomplete", false}, {"items", std::move(items)}};
}

Json resolveCompletion(Session& session, const Json& params) {
  Json item = params;
  const Json data = params.value("data", Json());
  if (data.is_number_unsigned() && data.get<size_t>() < session.completions.size())
    item.update(session.completions[data.get<size_t>()]);
  return item;
}

}  // namespace mlpc::lsp::methods
