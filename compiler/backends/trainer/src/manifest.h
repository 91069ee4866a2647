#pragma once

#include "context.h"

namespace mlpc::backends::trainer {

/// The TrainJob document of `job`, whose inputs have been replaced in `settings`.
emit::Node manifest(const Context& context, const ir::TrainJob& job, const ir::RecordValue& settings);
/// The TrainingRuntime or ClusterTrainingRuntime document of a resource; its `spec` is copied as it is.
emit::Node runtimeManifest(const Context& context, const ir::Resource& resource);

}  // namespace mlpc::backends::trainer
