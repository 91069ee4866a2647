#pragma once

#include "mlpc/backends/common/context.h"

namespace mlpc::backends {

inline constexpr std::string_view kTrainerApiVersion = "trainer.kubeflow.org/v1alpha1";
inline constexpr std::string_view kTrainerApiGroup = "trainer.kubeflow.org";

/// The TrainJob of Kubeflow Trainer that `settings` describe: the one mapping for the manifest, whose inputs have been
/// replaced, and for the task of a pipeline, whose `context` knows what stands for them. A task's has no name: each run
/// gets one of its own.
emit::Node trainJob(const Context& context, const ir::RecordValue& settings, emit::Node name);

/// The Kubernetes secret that `value` refers to; null, and a diagnostic, if it is none.
const ir::Secret* kubernetesSecret(const Context& context, const ir::Value& value);

}  // namespace mlpc::backends
