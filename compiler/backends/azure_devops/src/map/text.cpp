// Values as text for YAML scalars.
#include <fmt/format.h>

#include "expression.h"
#include "kinds.h"
#include "mlpc/diag/azure_devops.h"
#include "script.h"

namespace mlpc::backends::azure_devops {
namespace {

/// Writes one value that is not a constant; see `text`.
struct TextWriter {
  Context& context;
  const ir::Value& value;
  Place place;
  std::string_view what;
  /// Azure writes `True`, but mlp means `true` wherever a boolean becomes a string.
  bool small;

  [[nodiscard]] std::string asText(std::string inner) const {
    return small ? fmt::format("lower({})", inner) : std::move(inner);
  }
  [[nodiscard]] std::string expanded() const {
    return fmt::format("${{{{ {} }}}}", asText(expression(context, value, ExpressionSlot::Template)));
  }
  /// A value that has no macro goes through a variable of the job, except where a variable is being defined.
  [[nodiscard]] std::string computed(std::string_view wish) const {
    if (knownAtExpansion(context, value)) return expanded();
    if (place == Place::RunName) {
      context.diags.report(value.origin, diag::placeNeedsEarlyValue, diag::Phrase(what));
      return {};
    }
    const std::string inner = fmt::format("$[ {} ]", asText(expression(context, value, ExpressionSlot::Variable)));
    if (place == Place::Variable) return inner;
    return fmt::format("$({})", context.hoist(wish, inner, value.origin));
  }

  std::string operator()(const ir::InputRef& input) const {
    const ir::ParameterKind kind = kindOf(context, value);
    const bool json = kind == ir::ParameterKind::List || kind == ir::ParameterKind::Map;
    const std::string name = asText("parameters." + input.name);
    return fmt::format("${{{{ {} }}}}", json ? fmt::format("convertToJson({})", name) : name);
  }
  std::string operator()(const ir::PropertyRef& property) const {
    if (property.space == "matrix") return fmt::format("$({})", property.property);
    if (property.property == "branch") return computed("run_branch");
    if (place == Place::Expansion) return expanded();
    return fmt::format("$({})", predefinedVariable(property.property));
  }
  std::string operator()(const ir::ResourceRef& ref) const {
    const ir::Resource& resource = context.program.resources[ref.resource];
    if (ref.attribute.empty()) return resource.resourceName;
    if (resource.kind == vocabulary::Kind::AdoVariableGroup) {
      context.useGroupVariable(resource.resourceName, ref.attribute, value.origin);
      return fmt::format("$({})", ref.attribute);
    }
    if (resource.kind == vocabulary::Kind::AdoPipeline) {
      context.pipelines.emplace(resource.name, ref.resource);
      return fmt::format("$({})", pipelineVariable(resource, ref.attribute));
    }
    context.diags.report(value.origin, diag::noAzureExpression);
    return {};
  }
  std::string operator()(const ir::SecretRef& ref) const {
    const ir::Secret& secret = context.program.secrets[ref.secret];
    if (secret.kind != ir::SecretKind::Variable) {
      context.diags.report(value.origin, diag::secretNotForWorkflows, secret.name);
      return {};
    }
    context.useGroupVariable(secret.group, secret.variable, value.origin);
    return fmt::format("$({})", secret.variable);
  }
  std::string operator()(const ir::StepOutputRef& ref) const {
    const ir::Job* job = context.findJob(ref);
    const bool sameJob = job != nullptr && job == context.job &&
                         (ref.stage.empty() || context.stage == nullptr || context.stage->name == ref.stage);
    if (sameJob && place == Place::Input) return fmt::format("$({}.{})", ref.step, ref.output);
    return computed(ref.step + "_" + ref.output);
  }
  std::string operator()(const ir::VariableRef& ref) const {
    if (place == Place::Expansion) return expanded();
    return fmt::format("$({})", context.variableName(ref.name));
  }
  std::string operator()(const ir::Call& call) const {
    const std::string* name = call.arguments.empty() ? nullptr : call.arguments[0].value.text();
    if (call.function == "predefined" && place != Place::Expansion && name != nullptr)
      return fmt::format("$({})", *name);
    return computed(call.function);
  }
  std::string operator()(const ir::Operation&) const { return computed("value"); }
  std::string operator()(const ir::Interpolation& interpolation) const {
    std::string out;
    for (const ir::Value& part : interpolation.parts) {
      // `$[ ]` has no meaning inside a string, so such a part needs its own variable.
      out += text(context, part, place == Place::Variable ? Place::Input : place, what, true);
    }
    return out;
  }
  template <typename Other>
  std::string operator()(const Other&) const {
    context.diags.report(value.origin, diag::noAzureExpression);
    return {};
  }
};

}  // namespace

std::string text(Context& context, const ir::Value& value, Place place, std::string_view what, bool inText) {
  if (const auto* constant = value.scalar()) {
    if (constant->as<std::string>() != nullptr) checkLiteralText(context, value);
    return constant->toText();
  }
  if (place == Place::Expansion && !knownAtExpansion(context, value)) {
    context.diags.report(value.origin, diag::placeNeedsEarlyValue, diag::Phrase(what));
    return "";
  }
  const bool small =
      (inText || place == Place::Variable) && isBoolean(context, value) && !isTextualBool(context, value);
  return std::visit(TextWriter{context, value, place, what, small}, value.node);
}

}  // namespace mlpc::backends::azure_devops
