#include "map/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "map/expression.h"
#include "map/script.h"
#include "mlpc/diag/azure_devops.h"

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

const support::Constant* constantOf(Context& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  if (value->scalar() == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return value->scalar();
}

const ir::RecordValue* recordOf(Context& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  const auto* record = value->as<ir::RecordValue>();
  if (record == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return record;
}

const ir::ListValue* listOf(Context& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  const auto* list = value->as<ir::ListValue>();
  if (list == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return list;
}

bool constantFlag(Context& context, const ir::Value* value, bool usual, std::string_view what) {
  const auto* constant = constantOf(context, value, what);
  const bool* flag = constant != nullptr ? constant->as<bool>() : nullptr;
  return flag != nullptr ? *flag : usual;
}

bool triggerFlag(Context& context, const ir::Value* value, bool usual) {
  if (!given(value)) return usual;
  const bool* flag = value->scalar() != nullptr ? value->scalar()->as<bool>() : nullptr;
  if (flag == nullptr) context.diags.report(value->origin, diag::triggerNeedsConstant);
  return flag != nullptr ? *flag : usual;
}

std::string triggerText(Context& context, const ir::Value& value) {
  if (value.scalar() == nullptr) {
    context.diags.report(value.origin, diag::triggerNeedsConstant);
    return "";
  }
  checkLiteralText(context, value);
  return value.scalar()->toText();
}

Node early(Context& context, const ir::Value& value, std::string_view what) {
  if (const auto* constant = value.scalar()) {
    checkLiteralText(context, value);
    return Node::of(*constant).at(value.origin);
  }
  return Node(text(context, value, Place::Expansion, what)).at(value.origin);
}

void setFlag(Context& context, Node& node, std::string_view key, const ir::Value* value, FlagNodes nodes,
             std::string_view what) {
  if (!given(value)) return;
  if (const auto* constant = value->scalar()) {
    const bool* flag = constant->as<bool>();
    Node& taken = flag != nullptr && *flag ? nodes.yes : nodes.no;
    if (!taken.isNull()) node.set(key, std::move(taken.at(value->origin)));
    return;
  }
  if (!knownAtExpansion(context, *value)) {
    context.diags.report(value->origin, diag::placeNeedsEarlyValue, diag::Phrase(what));
    return;
  }
  const std::string condition = earlyCondition(context, *value);
  if (!nodes.yes.isNull()) setUnder(node, condition, key, std::move(nodes.yes.at(value->origin)));
  if (!nodes.no.isNull()) setUnder(node, fmt::format("not({})", condition), key, std::move(nodes.no.at(value->origin)));
}

void setChoice(Context& context, Node& node, std::string_view key, const ir::Value* value,
               std::span<const std::string_view> choices, std::string_view what) {
  if (!given(value)) return;
  if (const auto* constant = value->scalar()) {
    node.set(key, Node::of(*constant).at(value->origin));
    return;
  }
  if (!knownAtExpansion(context, *value)) {
    context.diags.report(value->origin, diag::placeNeedsEarlyValue, diag::Phrase(what));
    return;
  }
  const std::string chosen = expression(context, *value, ExpressionSlot::Template);
  for (std::string_view choice : choices)
    setUnder(node, fmt::format("eq({}, {})", chosen, quoteExpression(choice)), key, Node(choice));
}

}  // namespace mlpc::backends::azure_devops
