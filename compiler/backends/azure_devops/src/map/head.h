#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Adds `trigger`, `pr` and `schedules`. Without them nothing starts the workflow, so `none` is written explicitly.
void addTriggers(Context& context, emit::Node& root);
/// `parameters` for the workflow's inputs; null if there are none.
emit::Node parametersNode(Context& context);
/// `resources` that the workflow uses (call it after everything else was written); null if there are none.
emit::Node resourcesNode(Context& context);

}  // namespace mlpc::backends::azure_devops
