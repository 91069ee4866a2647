#include "map/condition.h"

#include "mlpc/emit/document.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {

using ir::Operator;
using ir::ParameterKind;
using support::Constant;

namespace {

/// The precedence of the outermost operator in an expression.
enum class Binding : uint8_t { Or, And, Comparison, Tightest };

struct Cel {
  std::string text;
  Binding binding = Binding::Tightest;
};

struct Operand {
  std::string text;
  ParameterKind kind = ParameterKind::String;
};

std::string celString(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    switch (c) {
      case '\\': result += "\\\\"; break;
      case '\'': result += "\\'"; break;
      case '\n': result += "\\n"; break;
      case '\r': result += "\\r"; break;
      case '\t': result += "\\t"; break;
      default: result += c;
    }
  }
  return result + "'";
}

std::string_view operatorText(Operator op) {
  switch (op) {
    case Operator::Equal: return "==";
    case Operator::NotEqual: return "!=";
    case Operator::Less: return "<";
    case Operator::LessEqual: return "<=";
    case Operator::Greater: return ">";
    case Operator::GreaterEqual: return ">=";
    case Operator::In: return "in";
    default: return {};
  }
}

class Compiler {
 public:
  explicit Compiler(const Plan& plan) : plan_(plan) {}

  Cel condition(const ir::Value& value) {
    if (const auto* operation = value.as<ir::Operation>()) return this->operation(*operation);
    const Operand operand = this->operand(value);
    if (value.scalar() != nullptr) return {operand.text};
    return {operand.text + " == true", Binding::Comparison};
  }

  static std::string wrapped(const Cel& cel, Binding atLeast) {
    return cel.binding < atLeast ? '(' + cel.text + ')' : cel.text;
  }

 private:
  Cel operation(const ir::Operation& operation) {
    switch (operation.op) {
      case Operator::Not: return {"!(" + condition(operation.operands.front()).text + ')'};
      case Operator::And: return joined(operation, " && ", Binding::And);
      case Operator::Or: return joined(operation, " || ", Binding::Or);
      case Operator::In: return membership(operation);
      case Operator::Conditional: return {std::string(emit::kUnmapped)};
      default: return comparison(operation);
    }
  }

  Cel joined(const ir::Operation& operation, std::string_view between, Binding binding) {
    Cel result{{}, binding};
    for (size_t i = 0; i < operation.operands.size(); ++i) {
      if (i != 0) result.text += between;
      result.text += wrapped(condition(operation.operands[i]), binding);
    }
    return result;
  }

  Cel comparison(const ir::Operation& operation) {
    Operand left = operandOf(operation.operands[0]);
    Operand right = operandOf(operation.operands[1]);
    widen(left, right.kind);
    widen(right, left.kind);
    return {left.text + ' ' + std::string(operatorText(operation.op)) + ' ' + right.text, Binding::Comparison};
  }

  Cel membership(const ir::Operation& operation) {
    const Operand item = operandOf(operation.operands[0]);
    const auto* list = operation.operands[1].as<ir::ListValue>();
    if (list == nullptr) return {std::string(emit::kUnmapped)};
    std::string text = item.text + " in [";
    for (size_t i = 0; i < list->items.size(); ++i) {
      Operand member = operandOf(list->items[i]);
      widen(member, item.kind);
      text += (i != 0 ? ", " : "") + member.text;
    }
    return {text + ']', Binding::Comparison};
  }

  /// An operand of a comparison, which may itself be a condition.
  Operand operandOf(const ir::Value& value) {
    if (value.as<ir::Operation>() != nullptr) return {'(' + condition(value).text + ')', ParameterKind::Bool};
    return operand(value);
  }

  Operand operand(const ir::Value& value) {
    if (const Channel* channel = plan_.channel(value); channel != nullptr && channel->type.artifact == nullptr) {
      std::string text = "inputs.parameter_values['" + channel->input + "']";
      // Whole numbers arrive as doubles.
      if (channel->type.parameter == ParameterKind::Int) text = "int(" + text + ')';
      return {std::move(text), channel->type.parameter};
    }
    if (const Constant* constant = value.scalar()) {
      if (const auto* flag = constant->as<bool>()) return {*flag ? "true" : "false", ParameterKind::Bool};
      if (const auto* number = constant->as<int64_t>()) return {std::to_string(*number), ParameterKind::Int};
      if (const auto* number = constant->as<double>()) return {support::formatDouble(*number), ParameterKind::Float};
      if (const auto* text = constant->as<std::string>()) return {celString(*text), ParameterKind::String};
    }
    return {std::string(emit::kUnmapped), ParameterKind::String};
  }

  static void widen(Operand& operand, ParameterKind to) {
    if (operand.kind != ParameterKind::Int || to != ParameterKind::Float) return;
    operand.text = "double(" + operand.text + ')';
    operand.kind = ParameterKind::Float;
  }

  const Plan& plan_;
};

}  // namespace

std::string branchCondition(const Plan& plan, const ir::Conditional& conditional, uint32_t branch) {
  std::string text;
  Compiler compiler(plan);
  for (uint32_t i = 0; i < branch; ++i) {
    if (!text.empty()) text += " && ";
    text += "!(" + compiler.condition(*conditional.branches[i].condition).text + ')';
  }
  if (!conditional.branches[branch].condition) return text;
  const Cel own = compiler.condition(*conditional.branches[branch].condition);
  if (text.empty()) return own.text;
  return text + " && " + Compiler::wrapped(own, Binding::And);
}

}  // namespace mlpc::backends::kfp
