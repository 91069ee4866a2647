#include "legalize/rules.h"
#include "mlpc/diag/kfp.h"

namespace mlpc::backends::kfp {

using ir::Operator;
using ir::ParameterKind;
using support::Constant;

namespace {

/// Walks through a condition that will be written in CEL.
class ConditionRules {
 public:
  explicit ConditionRules(const Rules& rules) : rules_(rules) {}

  void condition(const ir::Value& value) {
    if (const auto* operation = value.as<ir::Operation>()) {
      this->operation(*operation, value);
    } else if (operand(value) != ParameterKind::Bool) {
      reject(value);
    }
  }

 private:
  void operation(const ir::Operation& operation, const ir::Value& value) {
    switch (operation.op) {
      case Operator::Not:
      case Operator::And:
      case Operator::Or:
        for (const ir::Value& each : operation.operands) condition(each);
        break;
      case Operator::In: membership(operation, value); break;
      case Operator::Conditional: reject(value); break;
      default: comparison(operation, value);
    }
  }

  void comparison(const ir::Operation& operation, const ir::Value& value) {
    const ParameterKind left = operand(operation.operands[0]);
    const ParameterKind right = operand(operation.operands[1]);
    const bool fits = widened(left, right) == widened(right, left);
    if (!fits || left == ParameterKind::List || left == ParameterKind::Map) reject(value);
  }

  void membership(const ir::Operation& operation, const ir::Value& value) {
    const ParameterKind item = operand(operation.operands[0]);
    const auto* list = operation.operands[1].as<ir::ListValue>();
    if (list == nullptr) {
      reject(value);
      return;
    }
    for (const ir::Value& member : list->items) {
      if (widened(operand(member), item) != item) reject(member);
    }
  }

  /// The kind of an operand of a comparison, which may be a condition itself.
  ParameterKind operand(const ir::Value& value) {
    if (value.as<ir::Operation>() != nullptr) {
      condition(value);
      return ParameterKind::Bool;
    }
    const Channel* channel = rules_.plan.channel(value);
    if (channel != nullptr && channel->type.artifact == nullptr) return channel->type.parameter;
    if (const Constant* constant = value.scalar()) {
      checkConstant(*constant, value.origin, rules_.diags);
      if (constant->as<bool>() != nullptr) return ParameterKind::Bool;
      if (constant->as<int64_t>() != nullptr) return ParameterKind::Int;
      if (constant->as<double>() != nullptr) return ParameterKind::Float;
      if (constant->as<std::string>() != nullptr) return ParameterKind::String;
    }
    reject(value);
    return ParameterKind::String;
  }

  static ParameterKind widened(ParameterKind kind, ParameterKind to) {
    return kind == ParameterKind::Int && to == ParameterKind::Float ? to : kind;
  }

  void reject(const ir::Value& value) { rules_.diags.report(value.origin, diag::kfpNoCondition); }

  const Rules& rules_;
};

}  // namespace

void checkConditions(const Rules& rules) {
  for (const ir::Node& node : rules.plan.pipeline().nodes) {
    const auto* conditional = std::get_if<ir::Conditional>(&node.what);
    if (conditional == nullptr) continue;
    for (const ir::Branch& branch : conditional->branches) {
      if (branch.condition) ConditionRules(rules).condition(*branch.condition);
    }
  }
}

}  // namespace mlpc::backends::kfp
