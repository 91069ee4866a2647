#pragma once

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// The Kubernetes part of an executor: everything about its pod for which KFP itself has no field. Null if nothing was
/// asked for. Source of the layout: kubernetes_platform/proto/kubernetes_executor_config.proto.
emit::Node kubernetesConfig(const Plan& plan, const ir::Task& task, ScopeIndex scope);

/// The same for the whole pipeline: time limits and the workspace.
emit::Node kubernetesPipelineConfig(const ir::Pipeline& pipeline);

}  // namespace mlpc::backends::kfp
