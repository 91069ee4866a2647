#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "channel.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::kfp {

inline void addOnce(std::vector<const Channel*>& channels, const Channel* channel) {
  if (std::find(channels.begin(), channels.end(), channel) == channels.end()) channels.push_back(channel);
}

/// Calls `visit` for the direct parts of `value`.
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

/// Whether a task inside `region` reads the item of `loop`.
bool usesItem(const ir::Pipeline& pipeline, const ir::Region& region, ir::NodeId loop);

/// The first integer in `constant` that a double cannot represent, or null.
const int64_t* inexactInteger(const support::Constant& constant);

/// Where a setting of a task or pipeline was written: its name, and its value.
source::Span originOf(const std::vector<ir::SettingOrigin>& origins, vocabulary::FieldName name,
                      source::Span otherwise);
source::Span valueOriginOf(const std::vector<ir::SettingOrigin>& origins, vocabulary::FieldName name,
                           source::Span otherwise);

/// The inputs of what a task calls that expect a final status and are not given one.
std::vector<const ir::Port*> openStatusInputs(const ir::Program& program, const ir::Task& task);

/// The name that a pipeline has in its document.
std::string pipelineName(const ir::Pipeline& pipeline);

}  // namespace mlpc::backends::kfp
