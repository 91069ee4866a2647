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

/// A value that is known when running, under the names that the SDK gives it.
///
/// A group reads values of its surroundings through inputs called `pipelinechannel--<full name>`.
struct Channel {
  enum class Kind : uint8_t {
    Input,   ///< of the pipeline
    Output,  ///< of a task or group
    Item,    ///< of a loop
    Field,   ///< of a record
  };
  Kind kind = Kind::Input;
  std::string producer;  ///< the task or group that the value (or what it is taken from) comes out of, or ""
  std::string name;
  std::string input;  ///< `pipelinechannel--` and the full name
  ChannelType type;
  ScopeIndex home = kRootScope;  ///< of the producer; of an item of a constant list: the loop's own scope
  Channel* base = nullptr;       ///< Item: the list, null for a constant one; Field: what it is a field of
  std::string selector;          ///< Field: the names from the base on, as in `["a"]["b"]`

  [[nodiscard]] std::string fullName() const { return producer.empty() ? name : producer + '-' + name; }
  /// What the value is taken from in the end: an input, an output, or the item of a constant list.
  [[nodiscard]] const Channel& root() const {
    const Channel* channel = this;
    while (channel->base != nullptr) channel = channel->base;
    return *channel;
  }
};

}  // namespace mlpc::backends::kfp
