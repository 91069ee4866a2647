#include "map/expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kinds.h"
#include "map/output_names.h"
#include "map/script.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::azure_devops {
namespace {

struct Property {
  std::string_view name;
  std::string_view variable;
  bool atExpansion;  // "available in templates" in the reference of predefined variables
};

constexpr Property kProperties[] = {
    {"id", "Build.BuildId", false},
    {"number", "Build.BuildNumber", false},
    {"name", "Build.DefinitionName", true},
    {"ref", "Build.SourceBranch", true},
    {"commit", "Build.SourceVersion", true},
    {"reason", "Build.Reason", true},
    {"attempt", "System.JobAttempt", false},
    {"sources_dir", "Build.SourcesDirectory", false},
    {"workspace_dir", "Pipeline.Workspace", false},
    {"artifacts_dir", "Build.ArtifactStagingDirectory", false},
};

const Property* findProperty(std::string_view name) {
  const auto* it =
      std::find_if(std::begin(kProperties), std::end(kProperties), [&](const Property& p) { return p.name == name; });
  return it != std::end(kProperties) ? it : nullptr;
}

struct Function {
  std::string_view name;
  std::string_view azure;
};
constexpr Function kFunctions[] = {
    {"contains", "contains"},  {"starts_with", "startsWith"},
    {"ends_with", "endsWith"}, {"lower", "lower"},
    {"upper", "upper"},        {"trim", "trim"},
    {"replace", "replace"},    {"format", "format"},
    {"coalesce", "coalesce"},  {"counter", "counter"},
};
constexpr Function kStatusFunctions[] = {
    {"succeeded", "succeeded"}, {"failed", "failed"},     {"succeeded_or_failed", "succeededOrFailed"},
    {"always", "always"},       {"canceled", "canceled"},
};

std::string_view azureFunction(std::span<const Function> table, std::string_view name) {
  const auto it = std::find_if(table.begin(), table.end(), [&](const Function& f) { return f.name == name; });
  return it != table.end() ? it->azure : std::string_view();
}

bool asksForStatus(const ir::Value& value) {
  bool found = false;
  ir::forEach(value, [&](const ir::Value& v) {
    const auto* call = v.as<ir::Call>();
    if (call != nullptr && !azureFunction(kStatusFunctions, call->function).empty()) found = true;
  });
  return found;
}

bool isBranchProperty(const ir::Value& value) {
  const auto* property = value.as<ir::PropertyRef>();
  return property != nullptr && property->space == "run" && property->property == "branch";
}

class Writer {
 public:
  Writer(Context& context, ExpressionSlot slot) : context_(context), slot_(slot) {}

  std::string write(const ir::Value& value) {
    return std::visit(support::Overload{
                          [&](const support::Constant& c) { return constant(c); },
                          [&](const ir::InputRef& input) { return this->input(input, value.origin); },
                          [&](const ir::PropertyRef& property) { return this->property(property, value.origin); },
                          [&](const ir::ResourceRef& resource) { return this->resource(resource, value.origin); },
                          [&](const ir::StepOutputRef& output) { return stepOutput(output, value.origin); },
                          [&](const ir::VariableRef& variable) { return this->variable(variable); },
                          [&](const ir::Call& call) { return this->call(call, value.origin); },
                          [&](const ir::Operation& operation) { return this->operation(operation); },
                          [&](const ir::Interpolation& interpolation) { return this->interpolation(interpolation); },
                          [&](const ir::SecretRef&) {
                            context_.diags.report(value.origin, diag::noAzureExpression);
                            return std::string("''");
                          },
                          [&](const auto&) {
                            context_.diags.report(value.origin, diag::noAzureExpression);
                            return std::string("''");
                          },
                      },
                      value.node);
  }

  // As a boolean: a string that says `true` has to be compared.
  std::string writeBool(const ir::Value& value) {
    std::string text = write(value);
    return isTextualBool(context_, value) && slot_ != ExpressionSlot::Template ? fmt::format("eq({}, 'true')", text)
                                                                               : text;
  }

 private:
  static std::string constant(const support::Constant& c) {
    if (const auto* b = c.as<bool>()) return *b ? "true" : "false";
    if (const auto* i = c.as<int64_t>()) return fmt::format("{}", *i);
    if (const auto* d = c.as<double>()) return support::formatDouble(*d);
    return quoteExpression(c.toText());
  }

  std::string input(const ir::InputRef& input, source::Span origin) {
    if (slot_ == ExpressionSlot::Template) return "parameters." + input.name;
    // The file is expanded before the expression is read, so the value becomes a literal in it.
    const ir::Port* port = findInput(context_, input.name);
    const auto* kind = port != nullptr ? std::get_if<ir::ParameterKind>(&port->type.kind) : nullptr;
    if (kind != nullptr && (*kind == ir::ParameterKind::List || *kind == ir::ParameterKind::Map)) {
      context_.diags.report(origin, diag::noAzureExpression);
      return "''";
    }
    const bool isText = kind == nullptr || *kind == ir::ParameterKind::String;
    if (!isText) return fmt::format("${{{{ parameters.{} }}}}", input.name);
    const size_t index = port != nullptr ? static_cast<size_t>(port - context_.workflow.inputs.data()) : 0;
    const bool free = port == nullptr || context_.workflow.inputChoices.size() <= index ||
                      context_.workflow.inputChoices[index].empty();
    return free ? fmt::format("'${{{{ replace(parameters.{}, '''', '''''') }}}}'", input.name)
                : fmt::format("'${{{{ parameters.{} }}}}'", input.name);
  }

  std::string property(const ir::PropertyRef& property, source::Span origin) {
    if (property.space == "matrix") {
      return fmt::format("variables['{}']", property.property);
    }
    if (property.property == "branch") return "replace(variables['Build.SourceBranch'], 'refs/heads/', '')";
    const Property* known = findProperty(property.property);
    if (known == nullptr) {
      context_.diags.report(origin, diag::noAzureExpression);
      return "''";
    }
    return fmt::format("variables['{}']", known->variable);
  }

  std::string resource(const ir::ResourceRef& ref, source::Span origin) {
    const ir::Resource& resource = context_.program.resources[ref.resource];
    if (ref.attribute.empty()) return quoteExpression(resource.resourceName);
    if (resource.kind == vocabulary::Kind::AdoVariableGroup) {
      context_.useGroupVariable(resource.resourceName, ref.attribute, origin);
      return fmt::format("variables['{}']", ref.attribute);
    }
    if (resource.kind == vocabulary::Kind::AdoPipeline) {
      context_.pipelines.emplace(resource.name, ref.resource);
      return fmt::format("variables['{}']", pipelineVariable(resource, ref.attribute));
    }
    context_.diags.report(origin, diag::noAzureExpression);
    return "''";
  }

  std::string stepOutput(const ir::StepOutputRef& ref, source::Span origin) {
    const ir::Job* job = context_.findJob(ref);
    const bool sameStage = ref.stage.empty() || (context_.stage != nullptr && context_.stage->name == ref.stage);
    const bool sameJob = sameStage && job != nullptr && job == context_.job;
    if (sameJob && slot_ == ExpressionSlot::StepCondition)
      return fmt::format("variables['{}.{}']", ref.step, ref.output);
    const std::string key = outputKey(context_, job, ref, origin);
    const std::string jobName = job != nullptr ? job->name : ref.job;
    switch (slot_) {
      case ExpressionSlot::Template: context_.diags.report(origin, diag::noAzureExpression); return "''";
      case ExpressionSlot::StageCondition:
        return fmt::format("dependencies.{}.outputs['{}.{}']", ref.stage, jobName, key);
      case ExpressionSlot::Variable:
      case ExpressionSlot::JobCondition:
        if (sameJob) {
          context_.diags.report(origin, diag::ownOutputTooLate, ref.step + "." + ref.output);
          return "''";
        }
        return sameStage ? fmt::format("dependencies.{}.outputs['{}']", jobName, key)
                         : fmt::format("stageDependencies.{}.{}.outputs['{}']", ref.stage, jobName, key);
      case ExpressionSlot::StepCondition: {
        const std::string value =
            sameStage ? fmt::format("$[ dependencies.{}.outputs['{}'] ]", jobName, key)
                      : fmt::format("$[ stageDependencies.{}.{}.outputs['{}'] ]", ref.stage, jobName, key);
        return fmt::format("variables['{}']", context_.hoist(ref.step + "_" + ref.output, value, origin));
      }
    }
    return "''";
  }

  std::string variable(const ir::VariableRef& ref) {
    if (slot_ == ExpressionSlot::Template) {
      // The variable's value instead, since `${{ variables.x }}` is silently empty if x is set further down.
      if (const ir::Variable* declared = context_.findVariable(ref.name)) return write(declared->value);
    }
    return fmt::format("variables['{}']", context_.variableName(ref.name));
  }

  std::string call(const ir::Call& call, source::Span origin) {
    if (call.function == "predefined") {
      const std::string* name = call.arguments.empty() ? nullptr : call.arguments[0].value.text();
      if (name == nullptr) context_.diags.report(origin, diag::noAzureExpression);
      return name != nullptr ? fmt::format("variables['{}']", *name) : std::string("''");
    }
    if (const auto status = azureFunction(kStatusFunctions, call.function); !status.empty()) {
      const bool inCondition = slot_ != ExpressionSlot::Template && slot_ != ExpressionSlot::Variable;
      if (!inCondition) context_.diags.report(origin, diag::statusOutsideCondition, call.function);
      return fmt::format("{}()", status);
    }
    const auto name = azureFunction(kFunctions, call.function);
    if (name.empty()) {
      context_.diags.report(origin, diag::noAzureExpression);
      return "''";
    }
    if (name == "counter" && slot_ != ExpressionSlot::Variable) context_.diags.report(origin, diag::counterOutsideLet);
    std::string out = fmt::format("{}(", name);
    for (size_t i = 0; i < call.arguments.size(); ++i) out += (i == 0 ? "" : ", ") + write(call.arguments[i].value);
    return out + ")";
  }

  std::string operation(const ir::Operation& operation) {
    auto nary = [&](std::string_view name, bool booleans) {
      std::string out = fmt::format("{}(", name);
      for (size_t i = 0; i < operation.operands.size(); ++i) {
        out += (i == 0 ? "" : ", ") + (booleans ? writeBool(operation.operands[i]) : write(operation.operands[i]));
      }
      return out + ")";
    };
    switch (operation.op) {
      case ir::Operator::Not: return nary("not", true);
      case ir::Operator::And: return nary("and", true);
      case ir::Operator::Or: return nary("or", true);
      case ir::Operator::Equal: return compare("eq", operation);
      case ir::Operator::NotEqual: return compare("ne", operation);
      case ir::Operator::Less: return order("lt", "gt", operation);
      case ir::Operator::LessEqual: return order("le", "ge", operation);
      case ir::Operator::Greater: return order("gt", "lt", operation);
      case ir::Operator::GreaterEqual: return order("ge", "le", operation);
      case ir::Operator::In: {
        std::string out = "in(" + write(operation.operands[0]);
        if (const auto* list = operation.operands[1].as<ir::ListValue>()) {
          for (const ir::Value& item : list->items) out += ", " + write(item);
          return out + ")";
        }
        return fmt::format("containsValue({}, {})", write(operation.operands[1]), write(operation.operands[0]));
      }
      case ir::Operator::Conditional:
        return fmt::format("iif({}, {}, {})", writeBool(operation.operands[0]), write(operation.operands[1]),
                           write(operation.operands[2]));
    }
    return "''";
  }

  // Azure converts the right side to the type of the left, so a number that it stores as a string has to be on the
  // right.
  std::string order(std::string_view name, std::string_view mirrored, const ir::Operation& operation) {
    const ir::Value& left = operation.operands[0];
    const ir::Value& right = operation.operands[1];
    const bool inTemplate = slot_ == ExpressionSlot::Template;
    const bool textLeft = !inTemplate && isHeldAsText(left) && isNumber(context_, left);
    if (textLeft && isHeldAsText(right)) context_.diags.report(left.origin, diag::comparedAsText);
    if (textLeft) return fmt::format("{}({}, {})", mirrored, write(right), write(left));
    return fmt::format("{}({}, {})", name, write(left), write(right));
  }

  // `run.branch == "main"` is compared as the whole ref, which reads better and needs no function.
  std::string compare(std::string_view name, const ir::Operation& operation) {
    const ir::Value& left = operation.operands[0];
    const ir::Value& right = operation.operands[1];
    if (isBranchProperty(left) && right.text() != nullptr) {
      return fmt::format("{}(variables['Build.SourceBranch'], {})", name,
                         quoteExpression("refs/heads/" + *right.text()));
    }
    return fmt::format("{}({}, {})", name, side(left, right), side(right, left));
  }

  // A boolean literal compared with a variable that stores `true` as a string.
  std::string side(const ir::Value& value, const ir::Value& other) {
    const auto* constant = value.scalar();
    if (constant != nullptr && constant->as<bool>() != nullptr && isTextualBool(context_, other))
      return *constant->as<bool>() ? "'true'" : "'false'";
    return write(value);
  }

  std::string interpolation(const ir::Interpolation& interpolation) {
    std::string pattern;
    std::string arguments;
    int count = 0;
    for (const ir::Value& part : interpolation.parts) {
      if (const auto* constant = part.scalar()) {
        for (char c : constant->toText()) {
          pattern += c;
          if (c == '{' || c == '}') pattern += c;
        }
      } else {
        pattern += fmt::format("{{{}}}", count++);
        const bool flag = kindOf(context_, part) == ir::ParameterKind::Bool && !isTextualBool(context_, part);
        arguments += ", " + (flag ? fmt::format("lower({})", write(part)) : write(part));
      }
    }
    return fmt::format("format({}{})", quoteExpression(pattern), arguments);
  }

  Context& context_;
  ExpressionSlot slot_;
};

}  // namespace

std::string quoteExpression(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

std::string_view predefinedVariable(std::string_view property) {
  const Property* known = findProperty(property);
  return known != nullptr ? known->variable : std::string_view();
}

bool knownAtExpansion(const Context& context, const ir::Value& value) {
  bool known = true;
  ir::forEach(value, [&](const ir::Value& v) {
    if (const auto* property = v.as<ir::PropertyRef>()) {
      const Property* p = findProperty(property->property);
      const bool fine =
          property->space == "run" && (property->property == "branch" || (p != nullptr && p->atExpansion));
      known = known && fine;
    } else if (const auto* resource = v.as<ir::ResourceRef>()) {
      known = known && resource->attribute.empty();
    } else if (const auto* variable = v.as<ir::VariableRef>()) {
      const ir::Variable* declared = context.findVariable(variable->name);
      known = known && declared != nullptr && knownAtExpansion(context, declared->value);
    } else if (const auto* call = v.as<ir::Call>()) {
      const bool pure = !azureFunction(kFunctions, call->function).empty() && call->function != "counter";
      known = known && pure;
    } else if (v.as<ir::StepOutputRef>() != nullptr || v.as<ir::SecretRef>() != nullptr ||
               v.as<ir::NodeRef>() != nullptr) {
      known = false;
    }
  });
  return known;
}

std::string expression(Context& context, const ir::Value& value, ExpressionSlot slot) {
  return Writer(context, slot).write(value);
}

std::optional<std::string> condition(Context& context, const ir::Value& value, ExpressionSlot slot) {
  if (const auto* constant = value.scalar(); constant != nullptr && constant->as<bool>() != nullptr) {
    if (*constant->as<bool>()) return std::nullopt;
    return "false";
  }
  Writer writer(context, slot);
  if (asksForStatus(value)) return writer.writeBool(value);
  // `and(succeeded(), a, b)` rather than nesting two of them.
  if (const auto* operation = value.as<ir::Operation>(); operation != nullptr && operation->op == ir::Operator::And) {
    std::string out = "and(succeeded()";
    for (const ir::Value& operand : operation->operands) out += ", " + writer.writeBool(operand);
    return out + ")";
  }
  return fmt::format("and(succeeded(), {})", writer.writeBool(value));
}

bool isBoolean(const Context& context, const ir::Value& value) {
  return kindOf(context, value) == ir::ParameterKind::Bool;
}

std::string earlyCondition(Context& context, const ir::Value& value) {
  return Writer(context, ExpressionSlot::Template).writeBool(value);
}

std::string pipelineVariable(const ir::Resource& resource, std::string_view attribute) {
  std::string camel = support::toCamel(attribute);
  if (camel == "projectId") camel = "projectID";
  if (camel == "pipelineId") camel = "pipelineID";
  if (camel == "runId") camel = "runID";
  return fmt::format("resources.pipeline.{}.{}", resource.name, camel);
}

}  // namespace mlpc::backends::azure_devops
