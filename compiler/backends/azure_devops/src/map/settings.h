#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "context.h"

namespace mlpc::backends::azure_devops {

// The only place where settings are read: each value becomes a constant, `${{ … }}`, or an error. Nothing that reads a
// setting may look for a constant on its own, or a value that is not a constant is lost.

/// The constant in a setting that requires one; null if it is not set, or after an error.
const support::Constant* constantOf(Context& context, const ir::Value* value, std::string_view what);
/// The record in a setting that must be written out; null if it is not set, or after an error.
const ir::RecordValue* recordOf(Context& context, const ir::Value* value, std::string_view what);
/// The list in a setting that must be written out; null if it is not set, or after an error.
const ir::ListValue* listOf(Context& context, const ir::Value* value, std::string_view what);
/// A flag that must be constant.
bool constantFlag(Context& context, const ir::Value* value, bool usual, std::string_view what);

/// A flag of a trigger, which Azure reads before there is a run.
bool triggerFlag(Context& context, const ir::Value* value, bool usual);
/// A string of a trigger.
std::string triggerText(Context& context, const ir::Value& value);

/// A value that Azure reads when it expands the file: a constant as YAML writes it, or `${{ … }}`.
emit::Node early(Context& context, const ir::Value& value, std::string_view what);

/// What represents a flag in the file; a null node omits the key.
struct FlagNodes {
  emit::Node yes = true;
  emit::Node no;
};
/// Writes `key` according to the flag. If Azure knows the flag only when it expands the file, the key is under `${{ if
/// … }}`.
void setFlag(Context& context, emit::Node& node, std::string_view key, const ir::Value* value, FlagNodes nodes,
             std::string_view what);
/// Writes `key`, whose value is one of `choices`, like a flag.
void setChoice(Context& context, emit::Node& node, std::string_view key, const ir::Value* value,
               std::span<const std::string_view> choices, std::string_view what);

}  // namespace mlpc::backends::azure_devops
