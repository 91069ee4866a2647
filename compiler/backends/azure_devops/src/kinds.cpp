#include "kinds.h"

namespace mlpc::backends::azure_devops {
namespace {

/// What a function returns that Azure computes.
ir::ParameterKind kindOf(Builtin function) {
  switch (function) {
    case Builtin::Contains:
    case Builtin::StartsWith:
    case Builtin::EndsWith:
    case Builtin::Succeeded:
    case Builtin::Failed:
    case Builtin::SucceededOrFailed:
    case Builtin::Always:
    case Builtin::Canceled: return ir::ParameterKind::Bool;
    case Builtin::Counter: return ir::ParameterKind::Int;
    default: return ir::ParameterKind::String;
  }
}

}  // namespace

const ir::Port* findInput(const Context& context, std::string_view name) {
  return context.lookup->names.find(context.workflow.inputs, name);
}

ir::ParameterKind kindOf(const Context& context, const ir::Value& value) {
  using Kind = ir::ParameterKind;
  if (const auto* constant = value.scalar()) {
    if (constant->as<bool>() != nullptr) return Kind::Bool;
    if (constant->as<int64_t>() != nullptr) return Kind::Int;
    return constant->as<double>() != nullptr ? Kind::Float : Kind::String;
  }
  if (const auto* input = value.as<ir::InputRef>()) {
    const ir::Port* port = findInput(context, input->name);
    const auto* kind = port != nullptr ? std::get_if<Kind>(&port->type.kind) : nullptr;
    return kind != nullptr ? *kind : Kind::String;
  }
  if (const auto* output = value.as<ir::StepOutputRef>()) {
    const ir::Step* step = context.findStep(*output);
    if (step == nullptr) return Kind::String;
    const auto it = step->outputKinds.find(output->output);
    return it != step->outputKinds.end() ? it->second : Kind::String;
  }
  if (const auto* variable = value.as<ir::VariableRef>()) {
    const ir::Variable* declared = context.findVariable(variable->name);
    return declared != nullptr ? context.factsOf(*declared).kind : Kind::String;
  }
  if (const auto* call = value.as<ir::Call>()) return kindOf(call->function);
  if (const auto* operation = value.as<ir::Operation>())
    return operation->op == ir::Operator::Conditional ? kindOf(context, operation->operands[1]) : Kind::Bool;
  return Kind::String;
}

bool isHeldAsText(const ir::Value& value) {
  return value.as<ir::StepOutputRef>() != nullptr || value.as<ir::VariableRef>() != nullptr ||
         value.as<ir::PropertyRef>() != nullptr || value.as<ir::ResourceRef>() != nullptr;
}

bool isNumber(const Context& context, const ir::Value& value) {
  const ir::ParameterKind kind = kindOf(context, value);
  return kind == ir::ParameterKind::Int || kind == ir::ParameterKind::Float;
}

bool isTextualBool(const Context& context, const ir::Value& value) {
  return isHeldAsText(value) && kindOf(context, value) == ir::ParameterKind::Bool;
}

}  // namespace mlpc::backends::azure_devops
