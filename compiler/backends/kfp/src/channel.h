#pragma once

#include <cstdint>
#include <string>

#include "mlpc/ir/component.h"

namespace mlpc::backends::kfp {

/// What a channel carries: a parameter, an artifact, or a list of artifacts.
struct ChannelType {
  ir::ParameterKind parameter = ir::ParameterKind::String;
  const ir::ArtifactType* artifact = nullptr;  ///< of the IR; null for parameters
  bool artifactList = false;
};

ChannelType channelType(const ir::PortType& type);

/// The scopes of a plan, by index; the root is 0.
using ScopeIndex = uint32_t;
inline constexpr ScopeIndex kRootScope = 0;

/// A value that is known at run time, under the names that the SDK gives it.
/// A group reads values from outside through inputs called `pipelinechannel--<full name>`.
struct Channel {
  enum class Kind : uint8_t {
    Input,   ///< of the pipeline
    Output,  ///< of a task or group
    Item,    ///< of a loop
    Field,   ///< of a record
  };
  Kind kind = Kind::Input;
  std::string producer;  ///< the task or group that produces the value (or what it is taken from), or ""
  std::string name;
  std::string input;  ///< `pipelinechannel--` and the full name
  ChannelType type;
  ScopeIndex home = kRootScope;  ///< of the producer; for an item of a constant list, the loop's own scope
  Channel* base = nullptr;       ///< for an Item, the list, or null if constant; for a Field, what it is a field of
  std::string selector;          ///< for a Field: the names from the base on, as in `["a"]["b"]`

  [[nodiscard]] std::string fullName() const { return producer.empty() ? name : producer + '-' + name; }
  /// What the value is ultimately taken from: an input, an output, or the item of a constant list.
  [[nodiscard]] const Channel& root() const {
    const Channel* channel = this;
    while (channel->base != nullptr) channel = channel->base;
    return *channel;
  }
};

}  // namespace mlpc::backends::kfp
