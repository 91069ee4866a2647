#pragma once

#include "legalize/rule_context.h"

namespace mlpc::backends::azure_devops {

/// Reports downloads of artifacts from the same run that no step publishes, if every step that could is known.
void checkDownloads(const RuleContext& context);

}  // namespace mlpc::backends::azure_devops
