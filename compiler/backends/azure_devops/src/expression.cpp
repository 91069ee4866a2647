#include "expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kinds.h"
#include "mlpc/emit/document.h"
#include "mlpc/eval/functions.h"
#include "mlpc/support/text.h"
#include "output_names.h"

namespace mlpc::backends::azure_devops {
namespace {

/// A property of `run` that is one of Azure's variables.
struct RunVariable {
  vocabulary::Property property;
  std::string_view variable;
  bool atExpansion;  // "available in templates" in the reference of predefined variables
};

constexpr RunVariable kProperties[] = {
    {vocabulary::Property::Id, "Build.BuildId", false},
    {vocabulary::Property::Number, "Build.BuildNumber", false},
    {vocabulary::Property::Name, "Build.DefinitionName", true},
    {vocabulary::Property::Ref, "Build.SourceBranch", true},
    {vocabulary::Property::Commit, "Build.SourceVersion", true},
    {vocabulary::Property::Reason, "Build.Reason", true},
    {vocabulary::Property::Attempt, "System.JobAttempt", false},
    {vocabulary::Property::SourcesDir, "Build.SourcesDirectory", false},
    {vocabulary::Property::WorkspaceDir, "Pipeline.Workspace", false},
    {vocabulary::Property::ArtifactsDir, "Build.ArtifactStagingDirectory", false},
};

const RunVariable* findProperty(std::string_view name) {
  const auto* it = std::find_if(std::begin(kProperties), std::end(kProperties),
                                [&](const RunVariable& p) { return is(name, p.property); });
  return it != std::end(kProperties) ? it : nullptr;
}

/// Azure's name for a function that its expressions have; empty for other functions.
std::string_view azureFunction(Builtin function) {
  switch (function) {
    case Builtin::Contains: return "contains";
    case Builtin::StartsWith: return "startsWith";
    case Builtin::EndsWith: return "endsWith";
    case Builtin::Lower: return "lower";
    case Builtin::Upper: return "upper";
    case Builtin::Trim: return "trim";
    case Builtin::Replace: return "replace";
    case Builtin::Format: return "format";
    case Builtin::Coalesce: return "coalesce";
    case Builtin::Counter: return "counter";
    case Builtin::Succeeded: return "succeeded";
    case Builtin::Failed: return "failed";
    case Builtin::SucceededOrFailed: return "succeededOrFailed";
    case Builtin::Always: return "always";
    case Builtin::Canceled: return "canceled";
    default: return {};
  }
}

bool asksForStatus(const ir::Value& value) {
  bool found = false;
  ir::forEach(value, [&](const ir::Value& v) {
    const auto* call = v.as<ir::Call>();
    if (call != nullptr && isStatus(*call)) found = true;
  });
  return found;
}

class Writer {
 public:
  Writer(Context& context, ExpressionSlot slot) : context_(context), slot_(slot) {}

  std::string write(const ir::Value& value) {
    return std::visit(support::Overload{
                          [&](const support::Constant& c) { return constant(c); },
                          [&](const ir::InputRef& input) { return this->input(input); },
                          [&](const ir::PropertyRef& property) { return this->property(property); },
                          [&](const ir::ResourceRef& resource) { return this->resource(resource); },
                          [&](const ir::StepOutputRef& output) { return stepOutput(output, value.origin); },
                          [&](const ir::VariableRef& variable) { return this->variable(variable); },
                          [&](const ir::Call& call) { return this->call(call); },
                          [&](const ir::Operation& operation) { return this->operation(operation); },
                          [&](const ir::Interpolation& interpolation) { return this->interpolation(interpolation); },
                          [](const auto&) { return std::string(emit::kUnmapped); },
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

  std::string input(const ir::InputRef& input) {
    if (slot_ == ExpressionSlot::Template) return "parameters." + input.name;
    // The file is expanded before the expression is read, so the value becomes a literal in it.
    const ir::Port* port = findInput(context_, input.name);
    const auto* kind = port != nullptr ? std::get_if<ir::ParameterKind>(&port->type.kind) : nullptr;
    const bool isText = kind == nullptr || *kind == ir::ParameterKind::String;
    if (!isText) return fmt::format("${{{{ parameters.{} }}}}", input.name);
    const size_t index = port != nullptr ? static_cast<size_t>(port - context_.workflow.inputs.data()) : 0;
    const bool free = port == nullptr || context_.workflow.inputChoices.size() <= index ||
                      context_.workflow.inputChoices[index].empty();
    return free ? fmt::format("'${{{{ replace(parameters.{}, '''', '''''') }}}}'", input.name)
                : fmt::format("'${{{{ parameters.{} }}}}'", input.name);
  }

  std::string property(const ir::PropertyRef& property) {
    if (property.space == vocabulary::Space::Matrix) {
      return fmt::format("variables['{}']", property.property);
    }
    if (is(property.property, vocabulary::Property::Branch))
      return "replace(variables['Build.SourceBranch'], 'refs/heads/', '')";
    const RunVariable* known = findProperty(property.property);
    if (known == nullptr) return std::string(emit::kUnmapped);
    return fmt::format("variables['{}']", known->variable);
  }

  std::string resource(const ir::ResourceRef& ref) {
    const ir::Resource& resource = context_.program.resources[ref.resource];
    if (ref.attribute.empty()) return quoteExpression(resource.resourceName);
    if (resource.kind == vocabulary::Kind::AdoVariableGroup) {
      return fmt::format("variables['{}']", ref.attribute);
    }
    if (resource.kind == vocabulary::Kind::AdoPipeline) {
      return fmt::format("variables['{}']", pipelineVariable(resource, ref.attribute));
    }
    return std::string(emit::kUnmapped);
  }

 public:
  static std::string pipelineVariable(const ir::Resource& resource, std::string_view attribute) {
    std::string camel = support::toCamel(attribute);
    if (camel.ends_with("Id")) camel.back() = 'D';
    return fmt::format("resources.pipeline.{}.{}", resource.name, camel);
  }

 private:
  std::string stepOutput(const ir::StepOutputRef& ref, source::Span origin) {
    const ir::Job* job = context_.findJob(ref);
    const bool sameStage = ref.stage.empty() || (context_.stage != nullptr && context_.stage->name == ref.stage);
    const bool sameJob = sameStage && job != nullptr && job == context_.job;
    if (sameJob && slot_ == ExpressionSlot::StepCondition)
      return fmt::format("variables['{}.{}']", ref.step, ref.output);
    const std::string key = outputKey(context_, job, ref);
    const std::string jobName = job != nullptr ? job->name : ref.job;
    switch (slot_) {
      case ExpressionSlot::Template: return std::string(emit::kUnmapped);
      case ExpressionSlot::StageCondition:
        return fmt::format("dependencies.{}.outputs['{}.{}']", ref.stage, jobName, key);
      case ExpressionSlot::Variable:
      case ExpressionSlot::JobCondition:
        if (sameJob) return std::string(emit::kUnmapped);
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
      if (const ir::Variable* declared = context_.findVariable(ref.name))
        return isInsertable(context_.factsOf(*declared)) ? write(declared->value) : std::string(emit::kUnmapped);
    }
    return fmt::format("variables['{}']", context_.variableName(ref.name));
  }

  std::string call(const ir::Call& call) {
    if (call.function == Builtin::Predefined) {
      const std::string* name = call.arguments.empty() ? nullptr : call.arguments[0].value.text();
      return name != nullptr ? fmt::format("variables['{}']", *name) : std::string(emit::kUnmapped);
    }
    const std::string_view function = azureFunction(call.function);
    if (isStatus(call)) return fmt::format("{}()", function);
    if (function.empty()) return std::string(emit::kUnmapped);
    std::string out = fmt::format("{}(", function);
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

bool isStatus(const ir::Call& call) { return ir::eval::isStatus(call.function); }

bool isAzureFunction(const ir::Call& call) { return !isStatus(call) && !azureFunction(call.function).empty(); }

bool isOfThisJob(const Context& context, const ir::StepOutputRef& ref) {
  const ir::Job* job = context.findJob(ref);
  const bool sameStage = ref.stage.empty() || (context.stage != nullptr && context.stage->name == ref.stage);
  return sameStage && job != nullptr && job == context.job;
}

bool isBranchProperty(const ir::Value& value) {
  const auto* property = value.as<ir::PropertyRef>();
  return property != nullptr && property->space == vocabulary::Space::Run &&
         is(property->property, vocabulary::Property::Branch);
}

std::string quoteExpression(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

std::string_view predefinedVariable(std::string_view property) {
  const RunVariable* known = findProperty(property);
  return known != nullptr ? known->variable : std::string_view();
}

bool knownAtExpansion(const Context& context, const ir::Value& value) {
  bool known = true;
  ir::forEach(value, [&](const ir::Value& v) {
    if (const auto* property = v.as<ir::PropertyRef>()) {
      const RunVariable* p = findProperty(property->property);
      const bool fine = property->space == vocabulary::Space::Run &&
                        (is(property->property, vocabulary::Property::Branch) || (p != nullptr && p->atExpansion));
      known = known && fine;
    } else if (const auto* resource = v.as<ir::ResourceRef>()) {
      known = known && resource->attribute.empty();
    } else if (const auto* variable = v.as<ir::VariableRef>()) {
      const ir::Variable* declared = context.findVariable(variable->name);
      known = known && declared != nullptr && context.factsOf(*declared).early;
    } else if (const auto* call = v.as<ir::Call>()) {
      const bool pure = isAzureFunction(*call) && call->function != Builtin::Counter;
      known = known && pure;
    } else if (v.as<ir::StepOutputRef>() != nullptr || v.as<ir::SecretRef>() != nullptr ||
               v.as<ir::NodeRef>() != nullptr) {
      known = false;
    }
  });
  return known;
}

VariableFacts variableFacts(const Context& context, const ir::Value& value) {
  constexpr size_t kAround = 24;  // names of functions and of what is read, brackets
  VariableFacts facts{knownAtExpansion(context, value), kindOf(context, value), 0, 1};
  ir::forEach(value, [&](const ir::Value& v) {
    const auto* variable = v.as<ir::VariableRef>();
    const ir::Variable* declared = variable != nullptr ? context.findVariable(variable->name) : nullptr;
    const VariableFacts inner = declared != nullptr ? context.factsOf(*declared) : VariableFacts();
    facts.depth = std::max(facts.depth, inner.depth + 1);
    const std::string* text = v.text();
    facts.size += kAround + inner.size + (text != nullptr ? text->size() : 0);
  });
  facts.size = std::min(facts.size, kMostInserted + 1);
  return facts;
}

bool isInsertable(const VariableFacts& facts) { return facts.size <= kMostInserted && facts.depth <= kDeepestInserted; }

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

namespace {

std::string resourceText(const Context& context, const ir::ResourceRef& ref) {
  const ir::Resource& resource = context.program.resources[ref.resource];
  if (ref.attribute.empty()) return resource.resourceName;
  if (resource.kind == vocabulary::Kind::AdoVariableGroup) return fmt::format("$({})", ref.attribute);
  if (resource.kind != vocabulary::Kind::AdoPipeline) return std::string(emit::kUnmapped);
  return fmt::format("$({})", Writer::pipelineVariable(resource, ref.attribute));
}

}  // namespace

std::string text(Context& context, const ir::Value& value, Place place, bool inText) {
  if (const auto* constant = value.scalar()) return constant->toText();
  // Azure writes `True`, but mlp means `true` wherever a boolean becomes a string.
  const bool small =
      (inText || place == Place::Variable) && isBoolean(context, value) && !isTextualBool(context, value);
  auto asText = [&](std::string inner) { return small ? fmt::format("lower({})", inner) : inner; };
  if (place == Place::Expansion && !knownAtExpansion(context, value)) return std::string(emit::kUnmapped);
  auto expanded = [&](const ir::Value& v) {
    return fmt::format("${{{{ {} }}}}", asText(expression(context, v, ExpressionSlot::Template)));
  };
  // A value that has no macro goes through a variable of the job, except where a variable is being defined.
  auto computed = [&](const ir::Value& v, std::string_view wish) {
    if (knownAtExpansion(context, v)) return expanded(v);
    if (place == Place::RunName) return std::string(emit::kUnmapped);
    const std::string inner = fmt::format("$[ {} ]", asText(expression(context, v, ExpressionSlot::Variable)));
    if (place == Place::Variable) return inner;
    return fmt::format("$({})", context.hoist(wish, inner, v.origin));
  };
  return std::visit(support::Overload{
                        [&](const ir::InputRef& input) {
                          const ir::ParameterKind kind = kindOf(context, value);
                          const bool json = kind == ir::ParameterKind::List || kind == ir::ParameterKind::Map;
                          const std::string name = asText("parameters." + input.name);
                          return fmt::format("${{{{ {} }}}}", json ? fmt::format("convertToJson({})", name) : name);
                        },
                        [&](const ir::PropertyRef& property) {
                          if (property.space == vocabulary::Space::Matrix)
                            return fmt::format("$({})", property.property);
                          if (is(property.property, vocabulary::Property::Branch)) return computed(value, "run_branch");
                          if (place == Place::Expansion) return expanded(value);
                          return fmt::format("$({})", predefinedVariable(property.property));
                        },
                        [&](const ir::ResourceRef& ref) { return resourceText(context, ref); },
                        [&](const ir::SecretRef& ref) {
                          const ir::Secret& secret = context.program.secrets[ref.secret];
                          const bool known = secret.kind == ir::SecretKind::Variable;
                          return known ? fmt::format("$({})", secret.variable) : std::string(emit::kUnmapped);
                        },
                        [&](const ir::StepOutputRef& ref) {
                          const ir::Job* job = context.findJob(ref);
                          const bool sameJob =
                              job != nullptr && job == context.job &&
                              (ref.stage.empty() || context.stage == nullptr || context.stage->name == ref.stage);
                          if (sameJob && place == Place::Input) {
                            return fmt::format("$({}.{})", ref.step, ref.output);
                          }
                          return computed(value, ref.step + "_" + ref.output);
                        },
                        [&](const ir::VariableRef& ref) {
                          if (place == Place::Expansion) return expanded(value);
                          return fmt::format("$({})", context.variableName(ref.name));
                        },
                        [&](const ir::Call& call) {
                          if (call.function == Builtin::Predefined && place != Place::Expansion &&
                              !call.arguments.empty() && call.arguments[0].value.text() != nullptr) {
                            return fmt::format("$({})", *call.arguments[0].value.text());
                          }
                          return computed(value, name(call.function));
                        },
                        [&](const ir::Operation&) { return computed(value, "value"); },
                        [&](const ir::Interpolation& interpolation) {
                          std::string out;
                          for (const ir::Value& part : interpolation.parts) {
                            // `$[ ]` has no meaning inside a string, so such a part needs its own variable.
                            out += text(context, part, place == Place::Variable ? Place::Input : place, true);
                          }
                          return out;
                        },
                        [](const auto&) { return std::string(emit::kUnmapped); },
                    },
                    value.node);
}

}  // namespace mlpc::backends::azure_devops
