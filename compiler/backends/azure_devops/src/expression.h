#pragma once

#include <optional>
#include <string>

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Where an expression without a wrapper is used: this determines which contexts Azure offers for outputs of other
/// jobs.
enum class ExpressionSlot : uint8_t {
  Template,  ///< inside `${{ }}`
  Variable,  ///< inside `$[ ]`
  StageCondition,
  JobCondition,
  StepCondition,
};

/// True if Azure knows the value when it expands the file.
bool knownAtExpansion(const Context& context, const ir::Value& value);

/// What follows from the value of a variable.
VariableFacts variableFacts(const Context& context, const ir::Value& value);

/// `${{ variables.x }}` would be empty, so the value of a `let` is inserted there. All that is inserted into one file
/// may come to this many characters: Azure reads a pipeline of up to 20 MB with everything expanded ("Template
/// expression limits", learn.microsoft.com/azure/devops/pipelines/process/templates).
constexpr size_t kMostInserted = size_t{20} << 20U;
/// How many `let`s can contain each other where their values are inserted.
constexpr size_t kDeepestInserted = 256;
/// Whether the value of a variable can be inserted.
bool isInsertable(const VariableFacts& facts);

/// The value in Azure's expression language. Reports what is not possible in `slot`.
std::string expression(Context& context, const ir::Value& value, ExpressionSlot slot);

/// The value as text for a YAML scalar at `place`: macros, `${{ }}` or, for a variable, `$[ ]`. `inText`: a boolean is
/// written as `true` or `false`, as in mlp, not as Azure's `True`.
std::string text(Context& context, const ir::Value& value, Place place, bool inText = false);

/// True if the value is a boolean, constant or not.
bool isBoolean(const Context& context, const ir::Value& value);
/// A boolean for `${{ if … }}`.
std::string earlyCondition(Context& context, const ir::Value& value);

/// The condition for `when: value`: combined with "everything before succeeded", unless it tests a status itself. Empty
/// for `true`.
std::optional<std::string> condition(Context& context, const ir::Value& value, ExpressionSlot slot);

/// True for `succeeded()` and the like.
bool isStatus(const ir::Call& call);
/// True for a function that Azure has as well.
bool isAzureFunction(const ir::Call& call);
/// True for `run.branch`.
bool isBranchProperty(const ir::Value& value);
/// True if `ref` is an output of the current job.
bool isOfThisJob(const Context& context, const ir::StepOutputRef& ref);

/// The Azure variable for `run.id` and the like: `Build.BuildId`. Empty if an expression is needed instead.
std::string_view predefinedVariable(std::string_view property);

/// The Azure variable for an attribute of a pipeline resource: `resources.pipeline.build.runID`.
std::string pipelineVariable(const ir::Resource& resource, std::string_view attribute);

/// A string literal of the expression language.
std::string quoteExpression(std::string_view text);

}  // namespace mlpc::backends::azure_devops
