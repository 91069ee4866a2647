#pragma once

#include "map/settings.h"

namespace mlpc::backends::azure_devops {

/// Adds `trigger`, `pr` and `schedules`. Without them nothing starts the workflow, so `none` is written explicitly.
void addTriggers(MapContext& context, emit::Node& root);
/// `parameters` for the workflow's inputs; null if there are none.
emit::Node parametersNode(MapContext& context);
/// `resources` that the workflow uses; null if there are none.
emit::Node resourcesNode(MapContext& context);

}  // namespace mlpc::backends::azure_devops
