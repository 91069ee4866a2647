#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "context.h"

namespace mlpc::backends::azure_devops {

// The one place where settings are read: each value becomes a constant, `${{ … }}`, or an error. Nothing that reads a
// setting may look for a constant by itself, or a value that is no constant is lost.

/// The constant behind a setting that has to be one; null if there is none, or after a complaint.
const support::Constant* constantOf(Context& context, const ir::Value* value, std::string_view what);
/// The record behind a setting that has to be written out; null if there is none, or after a complaint.
const ir::RecordValue* recordOf(Context& context, const ir::Value* value, std::string_view what);
/// The list behind a setting that has to be written out; null if there is none, or after a complaint.
const ir::ListValue* listOf(Context& context, const ir::Value* value, std::string_view what);
/// A flag that has to be constant.
bool constantFlag(Context& context, const ir::Value* value, bool usual, std::string_view what);

/// A flag of a trigger, which Azure reads before there is a run.
bool triggerFlag(Context& context, const ir::Value* value, bool usual);
/// A text of a trigger.
std::string triggerText(Context& context, const ir::Value& value);

/// A value that Azure reads when it expands the file: a constant as YAML writes it, or `${{ … }}`.
emit::Node early(Context& context, const ir::Value& value, std::string_view what);

/// What a flag stands for in the file; a null node leaves the key out.
struct FlagNodes {
  emit::Node yes = true;
  emit::Node no;
};
/// Writes `key` as the flag says. One that Azure learns when it expands the file stands under `${{ if … }}`.
void setFlag(Context& context, emit::Node& node, std::string_view key, const ir::Value* value, FlagNodes nodes,
             std::string_view what);
/// Writes `key`, whose value is one of `choices`, like a flag.
void setChoice(Context& context, emit::Node& node, std::string_view key, const ir::Value* value,
               std::span<const std::string_view> choices, std::string_view what);

}  // namespace mlpc::backends::azure_devops
