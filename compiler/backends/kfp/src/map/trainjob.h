#pragma once

#include "container.h"

namespace mlpc::backends::kfp {

/// The component that runs a trainjob as a task: it creates the TrainJob, waits for it to finish while printing what
/// happens, and fails if it fails. Its output `name` is the TrainJob's name.
Container trainJobLauncher(const ir::Program& program, const ir::TrainJob& job, std::string_view kfpVersion);

}  // namespace mlpc::backends::kfp
