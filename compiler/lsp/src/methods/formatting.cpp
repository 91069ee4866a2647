#include "methods.h"
#include "mlpc/format/format.h"

// The one style of the language, whatever the editor's options are: `mlpc fmt` would change it back.
namespace mlpc::lsp::methods {
namespace {

Json textEdits(const Session& session, const View& view, const std::vector<diag::Edit>& edits) {
  Json list = Json::array();
  for (const diag::Edit& edit : edits)
    list.push_back({{"range", session.range(*view.snapshot, edit.range)}, {"newText", edit.text}});
  return list;
}

}  // namespace

Json formatting(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  return view ? textEdits(session, view, format::format(view.parsed()).edits) : Json();
}

Json rangeFormatting(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const auto [begin, end] = session.positions.offsets(view.source(), params.at("range"));
  return textEdits(session, view, format::formatRange(view.parsed(), {view.tree().file, begin, end}));
}

/// What the bracket closes that was just typed.
Json onTypeFormatting(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place || place.offset == 0) return nullptr;
  const source::Span typed{place.view.tree().file, place.offset - 1, place.offset};
  return textEdits(session, place.view, format::formatRange(place.view.parsed(), typed));
}

}  // namespace mlpc::lsp::methods
