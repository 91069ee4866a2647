#include "legalize/value_rules.h"

#include "kinds.h"
#include "legalize/script_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "output_names.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::Kind;

/// Walks through an expression as it will be written.
class ExpressionRules {
 public:
  ExpressionRules(RuleContext& context, ExpressionSlot slot) : context_(context), slot_(slot) {}

  void check(const ir::Value& value) {
    std::visit(support::Overload{
                   [](const support::Constant& /*constant*/) {},
                   [&](const ir::InputRef& input) { this->input(input, value.origin); },
                   [&](const ir::PropertyRef& property) { this->property(property, value.origin); },
                   [&](const ir::ResourceRef& resource) { this->resource(resource, value.origin); },
                   [&](const ir::StepOutputRef& output) { stepOutput(output, value.origin); },
                   [&](const ir::VariableRef& variable) { this->variable(variable, value.origin); },
                   [&](const ir::Call& call) { this->call(call, value.origin); },
                   [&](const ir::Operation& operation) { this->operation(operation); },
                   [&](const ir::Interpolation& text) { all(text.parts); },
                   [&](const auto& /*other*/) { reject(value.origin); },
               },
               value.node);
  }

 private:
  void reject(source::Span origin) { context_.diags.report(origin, diag::noAzureExpression); }

  void all(const std::vector<ir::Value>& values) {
    for (const ir::Value& value : values) check(value);
  }

  void input(const ir::InputRef& input, source::Span origin) {
    if (slot_ == ExpressionSlot::Template) return;
    const ir::Port* port = findInput(context_, input.name);
    const auto* kind = port != nullptr ? std::get_if<ir::ParameterKind>(&port->type.kind) : nullptr;
    if (kind != nullptr && (*kind == ir::ParameterKind::List || *kind == ir::ParameterKind::Map)) reject(origin);
  }

  void property(const ir::PropertyRef& property, source::Span origin) {
    const bool known = property.space == vocabulary::Space::Matrix ||
                       is(property.property, vocabulary::Property::Branch) ||
                       !predefinedVariable(property.property).empty();
    if (!known) reject(origin);
  }

  void resource(const ir::ResourceRef& ref, source::Span origin) {
    const ir::Resource& resource = context_.program.resources[ref.resource];
    if (ref.attribute.empty()) return;
    if (resource.kind == vocabulary::Kind::AdoVariableGroup) {
      context_.useGroupVariable(resource.resourceName, ref.attribute, origin);
    } else if (resource.kind == vocabulary::Kind::AdoPipeline) {
      context_.uses.pipelines.emplace(resource.name, ref.resource);
    } else {
      reject(origin);
    }
  }

  void stepOutput(const ir::StepOutputRef& ref, source::Span origin) {
    const bool own = isOfThisJob(context_, ref);
    if (own && slot_ == ExpressionSlot::StepCondition) return;
    checkOutputKey(ref, origin);
    if (slot_ == ExpressionSlot::Template) reject(origin);
    const bool early = slot_ == ExpressionSlot::Variable || slot_ == ExpressionSlot::JobCondition;
    if (own && early) context_.diags.report(origin, diag::ownOutputTooLate, ref.step + "." + ref.output);
  }

  void checkOutputKey(const ir::StepOutputRef& ref, source::Span origin) {
    const ir::Job* job = context_.findJob(ref);
    if (job == nullptr) return;
    if (const std::string_view why = manyRuns(*job, ref); !why.empty()) {
      context_.diags.report(origin, diag::outputOfManyRuns, job->name, diag::Phrase(why), ref.step + "." + ref.output);
    } else if (job->deployment && targetOf(*job) != nullptr) {
      checkText(context_, *targetOf(*job), Place::Expansion, "a resource");
    }
  }

  void variable(const ir::VariableRef& ref, source::Span origin) {
    const ir::Variable* declared = slot_ == ExpressionSlot::Template ? context_.findVariable(ref.name) : nullptr;
    if (declared == nullptr || !context_.insert(*declared, origin)) return;
    if (context_.inserted.insert(declared).second) check(declared->value);
  }

  void call(const ir::Call& call, source::Span origin) {
    if (call.function == Builtin::Predefined) {
      if (call.arguments.empty() || call.arguments[0].value.text() == nullptr) reject(origin);
      return;
    }
    if (isStatus(call)) {
      const bool inCondition = slot_ != ExpressionSlot::Template && slot_ != ExpressionSlot::Variable;
      if (!inCondition) context_.diags.report(origin, diag::statusOutsideCondition, name(call.function));
      return;
    }
    if (!isAzureFunction(call)) {
      reject(origin);
      return;
    }
    if (call.function == Builtin::Counter && slot_ != ExpressionSlot::Variable) {
      context_.diags.report(origin, diag::counterOutsideLet);
    }
    for (const ir::Field& argument : call.arguments) check(argument.value);
  }

  void operation(const ir::Operation& operation) {
    const std::vector<ir::Value>& operands = operation.operands;
    switch (operation.op) {
      case ir::Operator::Equal:
      case ir::Operator::NotEqual:
        // Compared as the whole ref.
        if (isBranchProperty(operands[0]) && operands[1].text() != nullptr) return;
        break;
      case ir::Operator::Less:
      case ir::Operator::LessEqual:
      case ir::Operator::Greater:
      case ir::Operator::GreaterEqual: order(operands[0], operands[1]); break;
      case ir::Operator::In:
        if (const auto* list = operands[1].as<ir::ListValue>()) {
          check(operands[0]);
          all(list->items);
          return;
        }
        break;
      default: break;
    }
    all(operands);
  }

  void order(const ir::Value& left, const ir::Value& right) {
    const bool inTemplate = slot_ == ExpressionSlot::Template;
    const bool textLeft = !inTemplate && isHeldAsText(left) && isNumber(context_, left);
    if (textLeft && isHeldAsText(right)) context_.diags.report(left.origin, diag::comparedAsText);
  }

  RuleContext& context_;
  ExpressionSlot slot_;
};

/// Walks through a text as it will be written.
class TextRules {
 public:
  TextRules(RuleContext& context, Place place, std::string_view what) : context_(context), place_(place), what_(what) {}

  void check(const ir::Value& value) {
    if (const auto* constant = value.scalar()) {
      if (constant->as<std::string>() != nullptr) checkLiteralText(context_, value);
      return;
    }
    if (place_ == Place::Expansion && !knownAtExpansion(context_, value)) {
      tooLate(value);
      return;
    }
    const bool expanded = place_ == Place::Expansion;
    std::visit(support::Overload{
                   [](const ir::InputRef& /*input*/) {},
                   [&](const ir::PropertyRef& property) {
                     if (property.space == vocabulary::Space::Matrix) return;
                     if (is(property.property, vocabulary::Property::Branch)) {
                       computed(value);
                     } else if (expanded) {
                       checkExpression(context_, value, ExpressionSlot::Template);
                     }
                   },
                   [&](const ir::ResourceRef& /*ref*/) { checkExpression(context_, value, ExpressionSlot::Template); },
                   [&](const ir::SecretRef& ref) { secret(ref, value.origin); },
                   [&](const ir::StepOutputRef& ref) {
                     if (place_ != Place::Input || !isOfThisJobLoosely(ref)) computed(value);
                   },
                   [&](const ir::VariableRef& /*ref*/) {
                     if (expanded) checkExpression(context_, value, ExpressionSlot::Template);
                   },
                   [&](const ir::Call& call) {
                     const bool macro = call.function == Builtin::Predefined && !expanded && !call.arguments.empty() &&
                                        call.arguments[0].value.text() != nullptr;
                     if (!macro) computed(value);
                   },
                   [&](const ir::Operation& /*operation*/) { computed(value); },
                   [&](const ir::Interpolation& text) {
                     TextRules inside(context_, place_ == Place::Variable ? Place::Input : place_, what_);
                     for (const ir::Value& part : text.parts) inside.check(part);
                   },
                   [&](const auto& /*other*/) { context_.diags.report(value.origin, diag::noAzureExpression); },
               },
               value.node);
  }

 private:
  void tooLate(const ir::Value& value) {
    context_.diags.report(value.origin, diag::placeNeedsEarlyValue, diag::Phrase(what_));
  }

  /// A value that has no macro.
  void computed(const ir::Value& value) {
    if (knownAtExpansion(context_, value)) {
      checkExpression(context_, value, ExpressionSlot::Template);
    } else if (place_ == Place::RunName) {
      tooLate(value);
    } else {
      checkExpression(context_, value, ExpressionSlot::Variable);
    }
  }

  void secret(const ir::SecretRef& ref, source::Span origin) {
    const ir::Secret& secret = context_.program.secrets[ref.secret];
    if (secret.kind == ir::SecretKind::Variable) {
      context_.useGroupVariable(secret.group, secret.variable, origin);
    } else {
      context_.diags.report(origin, diag::secretNotForWorkflows, secret.name);
    }
  }

  /// `ref.stage` does not matter if there are no stages.
  [[nodiscard]] bool isOfThisJobLoosely(const ir::StepOutputRef& ref) const {
    const ir::Job* job = context_.findJob(ref);
    return job != nullptr && job == context_.job &&
           (ref.stage.empty() || context_.stage == nullptr || context_.stage->name == ref.stage);
  }

  RuleContext& context_;
  Place place_;
  std::string_view what_;
};

}  // namespace

void checkExpression(RuleContext& context, const ir::Value& value, ExpressionSlot slot) {
  ExpressionRules(context, slot).check(value);
}

void checkText(RuleContext& context, const ir::Value& value, Place place, std::string_view what) {
  TextRules(context, place, what).check(value);
}

void checkCondition(RuleContext& context, const ir::Value& value, ExpressionSlot slot) {
  const auto* constant = value.scalar();
  if (constant == nullptr || constant->as<bool>() == nullptr) checkExpression(context, value, slot);
}

void checkEarly(RuleContext& context, const ir::Value& value, std::string_view what) {
  if (value.scalar() != nullptr) {
    checkLiteralText(context, value);
  } else {
    checkText(context, value, Place::Expansion, what);
  }
}

void checkChoice(RuleContext& context, const ir::Value* value, std::string_view what) {
  if (!given(value) || value->scalar() != nullptr) return;
  if (knownAtExpansion(context, *value)) {
    checkExpression(context, *value, ExpressionSlot::Template);
  } else {
    context.diags.report(value->origin, diag::placeNeedsEarlyValue, diag::Phrase(what));
  }
}

const support::Constant* demandConstant(RuleContext& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  if (value->scalar() == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return value->scalar();
}

const ir::RecordValue* demandRecord(RuleContext& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  const auto* record = value->as<ir::RecordValue>();
  if (record == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return record;
}

const ir::ListValue* demandList(RuleContext& context, const ir::Value* value, std::string_view what) {
  if (!given(value)) return nullptr;
  const auto* list = value->as<ir::ListValue>();
  if (list == nullptr) context.diags.report(value->origin, diag::placeNeedsConstant, diag::Phrase(what));
  return list;
}

}  // namespace mlpc::backends::azure_devops
