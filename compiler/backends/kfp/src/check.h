#pragma once

#include "container.h"
#include "plan.h"

namespace mlpc::backends::kfp {

// What Kubeflow Pipelines, or Kubernetes for it, would refuse or, worse, take and ignore. What the SDK lets pass of it
// is in the pages of the diagnostics.

/// Rules of a pipeline and its groups.
void checkPlan(const Plan& plan, std::string_view kfpVersion);
/// Rules of one task and its settings.
void checkTask(Plan& plan, const ir::Task& task, ir::NodeId id, std::string_view kfpVersion);
/// Rules of a component, once for all its tasks.
void checkComponent(const ir::Component& component, diag::Engine& diags);

// Parts of the above.

/// Rules of `always_run`, and of what loops go over.
void checkOrder(const Plan& plan);
void checkResources(Plan& plan, const ir::TaskOptions& options);
void checkPod(const Plan& plan, const ir::TaskOptions& options);
/// An image that is known when compiling.
void checkImage(std::string_view image, source::Span origin, diag::Engine& diags);
/// The size of a volume, where it is known when compiling.
void checkStorage(const ir::Value& size, diag::Engine& diags);
// What the back end takes and does not do.

/// Where an importer finds what. `scope`: the graph that it stands in.
void checkImporter(Plan& plan, const ir::Importer& importer, ScopeIndex scope, std::string_view kfpVersion);
void checkRetry(const Plan& plan, const ir::Retry& retry, source::Span origin);
/// Settings without which there is no pod, out of inputs that may be left out.
void checkPresent(const Plan& plan, const ir::TaskOptions& options);
/// The settings of a task that makes or deletes a claim.
void checkClaimTask(const Plan& plan, const ir::Task& task);
/// What the task or group `upstream` of `scope` is, if the back end runs nothing behind it that fails; else "".
std::string_view withoutHook(const Plan& plan, const Scope& scope, std::string_view upstream);
/// Artifacts of which one of several branches yields.
void checkChoices(const Plan& plan, std::string_view kfpVersion);
/// The program that a container runs.
void checkProgram(const Container& container, const ir::Component& component, diag::Engine& diags);
void checkNames(const Plan& plan);

// Rules of Kubernetes.

/// A name of an environment variable, and its value where that is text.
void checkVariable(const ir::Field& field, diag::Engine& diags);
/// The duration of the setting `name`, which KFP counts in seconds.
void checkSeconds(const Plan& plan, std::string_view name, const std::optional<support::Duration>& duration,
                  source::Span origin, int64_t least);
/// Where a setting of a task or pipeline was written: its name, and its value.
source::Span originOf(const std::vector<ir::SettingOrigin>& origins, std::string_view name, source::Span otherwise);
source::Span valueOriginOf(const std::vector<ir::SettingOrigin>& origins, std::string_view name,
                           source::Span otherwise);

}  // namespace mlpc::backends::kfp
