#pragma once

#include "yaml_node.h"

namespace mlpc::importers::kfp {

/// In commands, arguments and environments of a pipeline's containers: the texts that the compiler escaped for
/// Kubernetes, as they were before. `platform` may be null.
void unescapeContainers(Node& spec, const Node* platform);

}  // namespace mlpc::importers::kfp
