#pragma once

#include <vector>

#include "yaml_node.h"

namespace mlpc::importers::kfp {

struct Original {
  std::vector<Node> documents;
};

}  // namespace mlpc::importers::kfp
