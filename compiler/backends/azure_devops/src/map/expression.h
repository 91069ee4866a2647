#pragma once

#include <optional>
#include <string>

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Where an expression without wrapper stands: it decides which contexts Azure offers for outputs of other jobs.
enum class ExpressionSlot : uint8_t {
  Template,  ///< inside `${{ }}`
  Variable,  ///< inside `$[ ]`
  StageCondition,
  JobCondition,
  StepCondition,
};

/// True if Azure knows the value when it expands the file.
bool knownAtExpansion(const Context& context, const ir::Value& value);

/// The value in Azure's expression language. Reports what cannot stand in `slot`.
std::string expression(Context& context, const ir::Value& value, ExpressionSlot slot);

/// The value as text for a YAML scalar at `place`: macros, `${{ }}` or, for a variable, `$[ ]`. Reports a value that
/// comes too late for the place; `what` names the place in the message. `inText`: a boolean reads `true` or `false`, as
/// it does in mlp, not `True` as Azure writes it.
std::string text(Context& context, const ir::Value& value, Place place, std::string_view what, bool inText = false);

/// True if the value is a boolean, constant or not.
bool isBoolean(const Context& context, const ir::Value& value);
/// A boolean for `${{ if … }}`.
std::string earlyCondition(Context& context, const ir::Value& value);

/// The condition for `when: value`: "and everything before succeeded" unless it asks for a status itself. Nothing for
/// `true`.
std::optional<std::string> condition(Context& context, const ir::Value& value, ExpressionSlot slot);

/// The Azure variable behind `run.id` and the like: `Build.BuildId`. Empty for one that takes an expression.
std::string_view predefinedVariable(std::string_view property);

/// A string literal of the expression language.
std::string quoteExpression(std::string_view text);

}  // namespace mlpc::backends::azure_devops
