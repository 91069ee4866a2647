#pragma once

#include <string>

#include "map/settings.h"

namespace mlpc::backends::azure_devops {

/// The pipeline of a workflow. `context` knows its reserved names.
emit::Node workflowNode(MapContext context);

/// What the workflow is for, as comment lines.
std::string headComment(const ir::Workflow& workflow);

}  // namespace mlpc::backends::azure_devops
