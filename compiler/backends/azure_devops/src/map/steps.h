#pragma once

#include "map/settings.h"

namespace mlpc::backends::azure_devops {

/// The YAML of one step.
emit::Node stepNode(MapContext& context, const ir::Step& step);

/// An external YAML template, where steps, jobs or stages are allowed.
emit::Node templateNode(MapContext& context, const ir::Step& step);

/// Minutes, which is how Azure counts time.
int64_t minutes(const ir::Value& duration);

}  // namespace mlpc::backends::azure_devops
