#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "channel.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/pipeline.h"

namespace mlpc::backends::kfp {

inline void addOnce(std::vector<const Channel*>& channels, const Channel* channel) {
  if (std::find(channels.begin(), channels.end(), channel) == channels.end()) channels.push_back(channel);
}

/// Calls `visit` for the values that `value` is directly made of.
template <typename Visit>
void forEachPart(const ir::Value& value, Visit&& visit) {
  const auto each = [&](const std::vector<ir::Value>& values) {
    for (const ir::Value& part : values) visit(part);
  };
  const auto fields = [&](const std::vector<ir::Field>& list) {
    for (const ir::Field& field : list) visit(field.value);
  };
  if (const auto* node = value.as<ir::Call>()) fields(node->arguments);
  if (const auto* node = value.as<ir::Operation>()) each(node->operands);
  if (const auto* node = value.as<ir::Interpolation>()) each(node->parts);
  if (const auto* node = value.as<ir::ListValue>()) each(node->items);
  if (const auto* node = value.as<ir::RecordValue>()) fields(node->fields);
  if (const auto* node = value.as<ir::CodeValue>()) each(node->parts);
}

/// Whether a task under `region` reads the item of `loop`.
bool usesItem(const ir::Pipeline& pipeline, const ir::Region& region, ir::NodeId loop);

/// The constant `value` as KFP holds data: protobuf's Value, in which all numbers are doubles.
emit::Node structValue(const support::Constant& constant);

/// As structValue, but numbers keep their type: the text of constant loop items.
emit::Node plainValue(const support::Constant& constant);

/// The first integer in `constant` that a double cannot hold, or null.
const int64_t* inexactInteger(const support::Constant& constant);

/// The name of a parameter's type in a document: `NUMBER_INTEGER`.
std::string_view parameterTypeName(ir::ParameterKind kind);

}  // namespace mlpc::backends::kfp
