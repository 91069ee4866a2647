#include "mlpc/ir/fold.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "mlpc/eval/functions.h"

namespace mlpc::ir {

using support::Constant;

namespace {

/// The operators that both the evaluator and a run know.
constexpr std::array<std::pair<Operator, eval::Operator>, 10> kOperators{
    {{Operator::Not, eval::Operator::Not},
     {Operator::And, eval::Operator::And},
     {Operator::Or, eval::Operator::Or},
     {Operator::Equal, eval::Operator::Equal},
     {Operator::NotEqual, eval::Operator::NotEqual},
     {Operator::Less, eval::Operator::Less},
     {Operator::LessEqual, eval::Operator::LessEqual},
     {Operator::Greater, eval::Operator::Greater},
     {Operator::GreaterEqual, eval::Operator::GreaterEqual},
     {Operator::In, eval::Operator::In}}};

/// Not for Conditional, which is folded without the evaluator.
eval::Operator evalOperator(Operator op) {
  const auto* found =
      std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& pair) { return pair.first == op; });
  return found == kOperators.end() ? eval::Operator::In : found->second;
}

/// And and Or.
Value foldLogic(Operator op, std::vector<Value> operands, source::Span origin) {
  const bool neutral = op == Operator::And;
  std::vector<Value> kept;
  for (Value& operand : operands) {
    if (const bool* known = knownBool(operand)) {
      if (*known != neutral) return {Constant(!neutral), origin};
      continue;
    }
    if (auto* inner = operand.as<Operation>(); inner != nullptr && inner->op == op) {
      std::move(inner->operands.begin(), inner->operands.end(), std::back_inserter(kept));
    } else {
      kept.push_back(std::move(operand));
    }
  }
  if (kept.empty()) return {Constant(neutral), origin};
  if (kept.size() == 1) return std::move(kept[0]);
  return {Operation{op, std::move(kept)}, origin};
}

}  // namespace

std::optional<Operator> operatorOf(eval::Operator op) {
  const auto* found =
      std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& pair) { return pair.second == op; });
  return found == kOperators.end() ? std::nullopt : std::optional(found->first);
}

const bool* knownBool(const Value& value) {
  const Constant* constant = value.scalar();
  return constant == nullptr ? nullptr : constant->as<bool>();
}

bool isNull(const Value& value) { return value.scalar() != nullptr && value.scalar()->isNull(); }

Value foldOperation(Operator op, std::vector<Value> operands, source::Span origin) {
  if (op == Operator::And || op == Operator::Or) return foldLogic(op, std::move(operands), origin);
  if (op == Operator::Conditional) {
    if (const bool* known = knownBool(operands[0])) {
      Value chosen = std::move(operands[*known ? 1 : 2]);
      chosen.origin = origin;
      return chosen;
    }
    return {Operation{op, std::move(operands)}, origin};
  }
  const auto left = operands[0].constant();
  if (left && operands.size() == 1) {
    auto result = eval::unary(evalOperator(op), *left);
    if (result.known()) return {std::move(*result.value()), origin};
  } else if (left) {
    const auto right = operands[1].constant();
    auto result = right ? eval::binary(evalOperator(op), *left, *right) : eval::Result();
    if (result.known()) return {std::move(*result.value()), origin};
  }
  return {Operation{op, std::move(operands)}, origin};
}

Value foldCall(Call call, source::Span origin, std::optional<eval::Error>* error) {
  std::vector<Constant> arguments;
  for (const Field& argument : call.arguments) {
    auto known = argument.value.constant();
    if (!known) return {std::move(call), origin};
    arguments.push_back(std::move(*known));
  }
  auto result = eval::call(call.function, arguments);
  if (result.known()) return Value::of(std::move(*result.value()), origin);
  if (error != nullptr && result.error() != nullptr) *error = *result.error();
  return {std::move(call), origin};
}

Value foldText(std::vector<Value> parts, source::Span origin) {
  std::vector<Value> kept;
  std::string text;  // after the last that was kept
  source::Span textOrigin;
  const auto addText = [&](const std::string& more, source::Span where) {
    if (more.empty()) return;
    if (text.empty()) {
      textOrigin = where;
    } else if (textOrigin.file == where.file) {
      textOrigin = source::cover(textOrigin, where);
    }
    text += more;
  };
  const auto keep = [&](Value value) {
    if (!text.empty()) kept.push_back({Constant(std::exchange(text, {})), textOrigin});
    kept.push_back(std::move(value));
  };
  for (Value& part : parts) {
    if (const auto known = part.constant()) {
      addText(known->toText(), part.origin);
    } else if (auto* inner = part.as<Interpolation>()) {
      for (Value& piece : inner->parts) {
        if (const std::string* words = piece.text()) {
          addText(*words, piece.origin);
        } else {
          keep(std::move(piece));
        }
      }
    } else {
      keep(std::move(part));
    }
  }
  if (kept.empty()) return {Constant(std::move(text)), origin};
  if (!text.empty()) kept.push_back({Constant(std::move(text)), textOrigin});
  return {Interpolation{std::move(kept)}, origin};
}

std::optional<Value> foldMember(const Value& base, std::string_view name) {
  if (isNull(base)) return Value{Constant(), base.origin};
  const Value* found = base.field(vocabulary::FieldName(name));
  return found == nullptr ? std::nullopt : std::optional(*found);
}

}  // namespace mlpc::ir
