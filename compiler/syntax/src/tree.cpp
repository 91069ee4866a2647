#include "mlpc/syntax/tree.h"

#include <algorithm>

namespace mlpc::syntax {

std::string_view spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or: return "||";
    case BinaryOp::And: return "&&";
    case BinaryOp::Equal: return "==";
    case BinaryOp::NotEqual: return "!=";
    case BinaryOp::Less: return "<";
    case BinaryOp::LessEqual: return "<=";
    case BinaryOp::Greater: return ">";
    case BinaryOp::GreaterEqual: return ">=";
    case BinaryOp::In: return "in";
    case BinaryOp::Add: return "+";
    case BinaryOp::Subtract: return "-";
    case BinaryOp::Multiply: return "*";
    case BinaryOp::Divide: return "/";
    case BinaryOp::Remainder: return "%";
  }
  return "";
}

const RecordItem* findItem(const Tree& tree, ExprId record, std::string_view name) {
  const auto* node = record ? std::get_if<RecordExpr>(&tree.exprs[record].node) : nullptr;
  if (node == nullptr) return nullptr;
  for (const RecordItem& item : node->items) {
    if (!item.spread && item.key.text == name) return &item;
  }
  return nullptr;
}

ExprId fieldValue(const Tree& tree, ExprId record, std::string_view name) {
  const RecordItem* item = findItem(tree, record, name);
  return item != nullptr ? item->value : ExprId();
}

bool hasSpread(const Tree& tree, ExprId record) {
  const auto* node = record ? std::get_if<RecordExpr>(&tree.exprs[record].node) : nullptr;
  return node != nullptr &&
         std::any_of(node->items.begin(), node->items.end(), [](const RecordItem& item) { return item.spread; });
}

std::string describe(const Tree& tree, const source::SourceManager& sources, ExprId expr) {
  std::string_view text = sources.text(tree.exprs[expr].span);
  std::string result;
  for (char c : text) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (blank && !result.empty() && result.back() == ' ') continue;
    result += blank ? ' ' : c;
  }
  return result;
}

}  // namespace mlpc::syntax
