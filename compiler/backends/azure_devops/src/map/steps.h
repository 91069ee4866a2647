#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// The YAML of one step. An error gives a null node.
emit::Node stepNode(Context& context, const ir::Step& step, bool serverJob);

/// An external YAML template, where steps, jobs or stages are allowed.
emit::Node templateNode(Context& context, const ir::Step& step);

/// Minutes, which is how Azure counts time. Reports a duration that is not a whole number of them.
int64_t minutes(Context& context, const ir::Value& duration);

}  // namespace mlpc::backends::azure_devops
