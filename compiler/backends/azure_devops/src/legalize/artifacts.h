#pragma once

#include "context.h"

namespace mlpc::backends::azure_devops {

/// Reports downloads of artefacts of the same run that no step publishes, where every step that could is known.
void checkDownloads(const Context& context);

}  // namespace mlpc::backends::azure_devops
