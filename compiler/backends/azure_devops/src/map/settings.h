#pragma once

#include <span>
#include <string_view>

#include "context.h"
#include "mlpc/emit/document.h"

namespace mlpc::backends::azure_devops {

/// A workflow while it is being mapped to a document.
struct MapContext : Context {
  const Uses& uses;
};

// Settings become constants, `${{ … }}`, or a key under `${{ if … }}`. What is neither was rejected by
// `legalize/value_rules.h`.

/// A value that Azure reads when it expands the file: a constant as YAML writes it, or `${{ … }}`.
emit::Node early(MapContext& context, const ir::Value& value);

/// What represents a flag in the file; a null node omits the key.
struct FlagNodes {
  emit::Node yes = true;
  emit::Node no;
};
/// Writes `key` according to the flag. If Azure knows the flag only when it expands the file, the key is under `${{ if
/// … }}`.
void setFlag(MapContext& context, emit::Node& node, std::string_view key, const ir::Value* value, FlagNodes nodes = {});
/// Writes `key`, whose value is one of `choices`, like a flag.
void setChoice(MapContext& context, emit::Node& node, std::string_view key, const ir::Value* value,
               std::span<const std::string_view> choices);

}  // namespace mlpc::backends::azure_devops
