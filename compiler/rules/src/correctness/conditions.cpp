#include "conditions.h"

#include "mlpc/syntax/walk.h"

namespace mlpc::rules {

using namespace syntax;
using sema::TypeKind;

namespace {

BinaryOp mirrored(BinaryOp op) {
  switch (op) {
    case BinaryOp::Less: return BinaryOp::Greater;
    case BinaryOp::LessEqual: return BinaryOp::GreaterEqual;
    case BinaryOp::Greater: return BinaryOp::Less;
    case BinaryOp::GreaterEqual: return BinaryOp::LessEqual;
    default: return op;
  }
}

BinaryOp negated(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal: return BinaryOp::NotEqual;
    case BinaryOp::NotEqual: return BinaryOp::Equal;
    case BinaryOp::Less: return BinaryOp::GreaterEqual;
    case BinaryOp::LessEqual: return BinaryOp::Greater;
    case BinaryOp::Greater: return BinaryOp::LessEqual;
    case BinaryOp::GreaterEqual: return BinaryOp::Less;
    default: return op;
  }
}

bool isComparison(BinaryOp op) { return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual; }

const Plain kTrue{std::string("true")};

}  // namespace

Truth ConditionReader::truth(ExprId id, const Known& known) const {
  if (const auto constant = constantOf(id)) {
    const auto* flag = constant->as<bool>();
    return flag == nullptr ? Truth::Maybe : *flag ? Truth::Yes : Truth::No;
  }
  if (const auto* unary = file_.as<UnaryExpr>(id)) return opposite(truth(unary->operand, known));
  if (const auto* chain = file_.as<ChainExpr>(id)) return chainTruth(*chain, known);
  if (const auto* binary = file_.as<BinaryExpr>(id)) return binaryTruth(*binary, known);
  return compare(BinaryOp::Equal, id, kTrue, known);
}

Truth ConditionReader::binaryTruth(const BinaryExpr& binary, const Known& known) const {
  if (binary.op == BinaryOp::And || binary.op == BinaryOp::Or) {
    // `a && b` holds unless a part fails; `a || b` is the same with everything negated.
    const bool conjunction = binary.op == BinaryOp::And;
    const Truth decisive = conjunction ? Truth::No : Truth::Yes;
    const Truth left = truth(binary.left, known);
    if (left == decisive) return decisive;
    Known inner = known;
    assume(binary.left, conjunction, inner);
    const Truth right = truth(binary.right, inner);
    if (right == decisive) return decisive;
    return left == opposite(decisive) && right == opposite(decisive) ? left : Truth::Maybe;
  }
  if (binary.op == BinaryOp::In) return membership(binary, known);
  if (!isComparison(binary.op)) return Truth::Maybe;
  return comparison(binary.op, binary.left, binary.right, known);
}

void ConditionReader::assume(ExprId id, bool value, Known& known) const {
  if (constantOf(id)) return;
  if (const auto* unary = file_.as<UnaryExpr>(id)) {
    assume(unary->operand, !value, known);
  } else if (const auto* chain = file_.as<ChainExpr>(id)) {
    for (size_t i = 0; value && i < chain->ops.size(); ++i)
      assumeComparison(chain->ops[i], chain->operands[i], chain->operands[i + 1], known, file_.span(id));
  } else if (const auto* binary = file_.as<BinaryExpr>(id)) {
    assumeBinary(id, *binary, value, known);
  } else {
    narrow(id, value ? BinaryOp::Equal : BinaryOp::NotEqual, kTrue, known, file_.span(id));
  }
}

void ConditionReader::assumeBinary(ExprId id, const BinaryExpr& binary, bool value, Known& known) const {
  if (binary.op == BinaryOp::And || binary.op == BinaryOp::Or) {
    if ((binary.op == BinaryOp::And) == value) {
      assume(binary.left, value, known);
      assume(binary.right, value, known);
    }
    return;
  }
  if (binary.op == BinaryOp::In) {
    const auto items = members(binary.right);
    if (value && items.size() == 1) narrow(binary.left, BinaryOp::Equal, items.front(), known, file_.span(id));
    for (const Plain& item : items) {
      if (!value) narrow(binary.left, BinaryOp::NotEqual, item, known, file_.span(id));
    }
    return;
  }
  if (isComparison(binary.op)) {
    assumeComparison(value ? binary.op : negated(binary.op), binary.left, binary.right, known, file_.span(id));
  }
}

source::Span ConditionReader::reason(ExprId id, const Known& known) const {
  source::Span found;
  walkExpressions(file_.tree(), id, [&](ExprId part) {
    const std::string key = keyOf(part);
    const auto domain = key.empty() ? known.end() : known.find(key);
    if (!found.valid() && domain != known.end()) found = domain->second.reason();
  });
  return found;
}

std::optional<support::Constant> ConditionReader::constantOf(ExprId id) const {
  if (file_.info(id).phase != sema::Phase::Compile) return std::nullopt;
  return file_.constant(id);
}

std::string ConditionReader::keyOf(ExprId id) const {
  if (file_.info(id).phase != sema::Phase::Run) return {};
  if (const auto* symbol = file_.use<sema::SymbolUse>(id)) return 's' + std::to_string(symbol->symbol.index());
  if (const auto* output = file_.use<sema::OutputUse>(id))
    return 'o' + std::to_string(output->task.index()) + '.' + std::string(output->output);
  const auto* field = file_.use<sema::FieldUse>(id);
  const auto* member = file_.as<MemberExpr>(id);
  if (field == nullptr || member == nullptr) return {};
  const std::string base = keyOf(member->base);
  return base.empty() ? base : base + '.' + std::string(field->field);
}

Domain ConditionReader::typeDomain(ExprId id) const {
  const sema::TypeId type = file_.info(id).type;
  if (!type) return {};
  if (types_[type].kind == TypeKind::Int) return Domain::wholeNumbers();
  if (types_[type].kind == TypeKind::Bool) return Domain::oneOf({"true", "false"});
  if (types_[type].kind != TypeKind::Union) return {};
  std::set<std::string> texts;
  for (const sema::TypeId member : types_[type].members) {
    const auto* text = types_[member].literal.as<std::string>();
    if (text == nullptr) return {};
    texts.insert(*text);
  }
  return Domain::oneOf(std::move(texts));
}

Domain ConditionReader::domainOf(ExprId id, const Known& known) const {
  const auto found = known.find(keyOf(id));
  return found == known.end() ? typeDomain(id) : found->second;
}

Truth ConditionReader::compare(BinaryOp op, ExprId id, const Plain& other, const Known& known) const {
  return keyOf(id).empty() ? Truth::Maybe : domainOf(id, known).test(op, other);
}

Truth ConditionReader::comparison(BinaryOp op, ExprId left, ExprId right, const Known& known) const {
  if (const auto constant = constantOf(right)) {
    const auto value = plainOf(*constant);
    return value ? compare(op, left, *value, known) : Truth::Maybe;
  }
  if (const auto constant = constantOf(left)) {
    const auto value = plainOf(*constant);
    return value ? compare(mirrored(op), right, *value, known) : Truth::Maybe;
  }
  const std::string key = keyOf(left);
  if (key.empty() || key != keyOf(right)) return Truth::Maybe;
  const bool holds = op == BinaryOp::Equal || op == BinaryOp::LessEqual || op == BinaryOp::GreaterEqual;
  return holds ? Truth::Yes : Truth::No;
}

Truth ConditionReader::chainTruth(const ChainExpr& chain, const Known& known) const {
  Known inner = known;
  bool certain = true;
  for (size_t i = 0; i < chain.ops.size(); ++i) {
    const Truth part = comparison(chain.ops[i], chain.operands[i], chain.operands[i + 1], inner);
    if (part == Truth::No) return part;
    certain = certain && part == Truth::Yes;
    assumeComparison(chain.ops[i], chain.operands[i], chain.operands[i + 1], inner, {});
  }
  return certain ? Truth::Yes : Truth::Maybe;
}

std::vector<Plain> ConditionReader::members(ExprId list) const {
  std::vector<Plain> result;
  const auto constant = constantOf(list);
  const auto* items = constant ? constant->as<support::Constant::List>() : nullptr;
  if (items == nullptr) return result;
  for (const support::Constant& item : *items) {
    if (auto value = plainOf(item)) result.push_back(std::move(*value));
  }
  return result;
}

Truth ConditionReader::membership(const BinaryExpr& binary, const Known& known) const {
  const auto items = members(binary.right);
  bool never = !items.empty();
  for (const Plain& item : items) {
    const Truth one = compare(BinaryOp::Equal, binary.left, item, known);
    if (one == Truth::Yes) return one;
    never = never && one == Truth::No;
  }
  return never ? Truth::No : Truth::Maybe;
}

void ConditionReader::narrow(ExprId id, BinaryOp op, const Plain& other, Known& known, source::Span reason) const {
  const std::string key = keyOf(id);
  if (key.empty()) return;
  known.try_emplace(key, typeDomain(id)).first->second.assume(op, other, reason);
}

void ConditionReader::assumeComparison(BinaryOp op, ExprId left, ExprId right, Known& known,
                                       source::Span reason) const {
  if (const auto constant = constantOf(right)) {
    if (const auto value = plainOf(*constant)) narrow(left, op, *value, known, reason);
  } else if (const auto other = constantOf(left)) {
    if (const auto value = plainOf(*other)) narrow(right, mirrored(op), *value, known, reason);
  }
}

}  // namespace mlpc::rules
