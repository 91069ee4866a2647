#pragma once

#include "expression.h"
#include "legalize/rule_context.h"

namespace mlpc::backends::azure_devops {

// How a value is written depends on its place (`expression.h`); these functions report what is not possible there.
// `what` names the place in messages.

/// A value in Azure's expression language.
void checkExpression(RuleContext& context, const ir::Value& value, ExpressionSlot slot);
/// A value as text of a scalar at `place`: reports a value that is known too late for the place, and text that Azure
/// would replace.
void checkText(RuleContext& context, const ir::Value& value, Place place, std::string_view what);
/// A condition for `when`.
void checkCondition(RuleContext& context, const ir::Value& value, ExpressionSlot slot);

/// A value that Azure reads when it expands the file.
void checkEarly(RuleContext& context, const ir::Value& value, std::string_view what);
/// A flag, or one of a few words: if it is not constant, it has to be known when Azure expands the file.
void checkChoice(RuleContext& context, const ir::Value* value, std::string_view what);

// A setting that has to be written out. Null if it is missing, or after an error.
const support::Constant* demandConstant(RuleContext& context, const ir::Value* value, std::string_view what);
const ir::RecordValue* demandRecord(RuleContext& context, const ir::Value* value, std::string_view what);
const ir::ListValue* demandList(RuleContext& context, const ir::Value* value, std::string_view what);

}  // namespace mlpc::backends::azure_devops
