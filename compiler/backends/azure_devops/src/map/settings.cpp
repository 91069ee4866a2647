#include "map/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "expression.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

// Under a key of its own; a second setting with the same condition joins the first.
void setUnder(Node& node, const std::string& condition, std::string_view key, Node value) {
  const std::string directive = fmt::format("${{{{ if {} }}}}", condition);
  if (node.find(directive) == nullptr) node.set(directive, Node::mapping());
  node[directive].set(key, std::move(value));
}

}  // namespace

Node early(MapContext& context, const ir::Value& value) {
  if (const auto* constant = value.scalar()) return Node::of(*constant).at(value.origin);
  return Node(text(context, value, Place::Expansion)).at(value.origin);
}

void setFlag(MapContext& context, Node& node, std::string_view key, const ir::Value* value, FlagNodes nodes) {
  if (!given(value)) return;
  if (const auto* constant = value->scalar()) {
    const bool* flag = constant->as<bool>();
    Node& taken = flag != nullptr && *flag ? nodes.yes : nodes.no;
    if (!taken.isNull()) node.set(key, std::move(taken.at(value->origin)));
    return;
  }
  const std::string condition = earlyCondition(context, *value);
  if (!nodes.yes.isNull()) setUnder(node, condition, key, std::move(nodes.yes.at(value->origin)));
  if (!nodes.no.isNull()) setUnder(node, fmt::format("not({})", condition), key, std::move(nodes.no.at(value->origin)));
}

void setChoice(MapContext& context, Node& node, std::string_view key, const ir::Value* value,
               std::span<const std::string_view> choices) {
  if (!given(value)) return;
  if (const auto* constant = value->scalar()) {
    node.set(key, Node::of(*constant).at(value->origin));
    return;
  }
  const std::string chosen = expression(context, *value, ExpressionSlot::Template);
  for (std::string_view choice : choices)
    setUnder(node, fmt::format("eq({}, {})", chosen, quoteExpression(choice)), key, Node(choice).at(value->origin));
}

}  // namespace mlpc::backends::azure_devops
