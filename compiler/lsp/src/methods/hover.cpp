#include <fmt/format.h>

#include "methods.h"
#include "mlpc/diag/render.h"
#include "queries/describe.h"

namespace mlpc::lsp::methods {
namespace {

Json markdown(std::string text) { return {{"kind", "markdown"}, {"value", std::move(text)}}; }

/// The type of the innermost expression at a byte that is not a name: a call, a literal.
std::optional<std::pair<source::Span, std::string>> expressionAt(const View& view, uint32_t offset) {
  std::optional<std::pair<source::Span, std::string>> best;
  view.tree().exprs.forEachId([&](syntax::ExprId id) {
    const syntax::Expr& expr = view.tree().exprs[id];
    if (expr.span.begin > offset || expr.span.end < offset) return;
    if (best && best->first.end - best->first.begin <= expr.span.end - expr.span.begin) return;
    const sema::ExprInfo* info = view.file().info(id);
    if (info == nullptr || !info->type) return;
    best = {expr.span, view.program().types.name(info->type)};
  });
  return best;
}

}  // namespace

Json hover(Session& session, const Json& params) {
  const Place place = session.place(params);
  if (!place) return nullptr;
  if (const auto name = occurrenceAt(place.view, place.offset)) {
    if (std::string text = describe(place.view, *name); !text.empty())
      return {{"contents", markdown(std::move(text))}, {"range", session.range(*place.view.snapshot, name->at)}};
  }
  if (const auto expression = expressionAt(place.view, place.offset))
    return {{"contents", markdown(fmt::format("```mlp\n{}\n```", expression->second))},
            {"range", session.range(*place.view.snapshot, expression->first)}};
  return nullptr;
}

}  // namespace mlpc::lsp::methods
