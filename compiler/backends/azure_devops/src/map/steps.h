#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// The YAML of one step. An error leaves a null node.
emit::Node stepNode(Context& context, const ir::Step& step, bool serverJob);

/// A YAML template of somebody else, where steps, jobs or stages may stand.
emit::Node templateNode(Context& context, const ir::Step& step);

/// Minutes, as Azure counts time. Reports a duration that is no whole number of them.
int64_t minutes(Context& context, const ir::Value& duration);

}  // namespace mlpc::backends::azure_devops
