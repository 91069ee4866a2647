#pragma once

#include "mlpc/backends/common/rules.h"

namespace mlpc::backends {

inline constexpr std::string_view kTrainerApiVersion = "trainer.kubeflow.org/v1alpha1";
inline constexpr std::string_view kTrainerApiGroup = "trainer.kubeflow.org";

/// The TrainJob of Kubeflow Trainer that `settings` describe: one mapping for both the manifest, whose inputs were
/// replaced, and the task of a pipeline, whose `context` knows what to write for them. In a task it has no name: each
/// run gets one of its own.
emit::Node trainJob(const Context& context, const ir::RecordValue& settings, emit::Node name);

/// Reports what of a TrainJob's settings has no form in its document.
void checkTrainJobValues(const RuleContext& context, const ir::RecordValue& settings);
/// The part of it about a duration: Kubernetes counts `setting` in seconds.
void checkSeconds(const RuleContext& context, vocabulary::FieldName setting, const ir::Value& value);

/// The Kubernetes secret that `value` refers to, or null.
const ir::Secret* kubernetesSecret(const Context& context, const ir::Value& value);

}  // namespace mlpc::backends
