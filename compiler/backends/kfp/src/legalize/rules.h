#pragma once

#include "mlpc/diag/engine.h"
#include "plan.h"

namespace mlpc::backends::kfp {

// What Kubeflow Pipelines, or Kubernetes for it, would refuse or, worse, take and ignore, and what has no form in its
// documents. What the SDK lets pass of it is in the pages of the diagnostics.

/// What the rules of a pipeline look at, and where they tell what they find.
struct Rules {
  const Plan& plan;
  diag::Engine& diags;
};

/// Rules of a pipeline and its groups.
void checkPlan(const Rules& rules);
/// Rules of one task, its settings and its arguments.
void checkTask(const Rules& rules, const ir::Task& task, ir::NodeId id);
/// Rules of a component, once for all its tasks.
void checkComponent(const ir::Component& component, diag::Engine& diags);
/// The same of a trainjob that runs as a task.
void checkLauncher(const ir::Program& program, const ir::TrainJob& job, diag::Engine& diags);

// Parts of the above.

/// Rules of `always_run`, and of what loops go over.
void checkOrder(const Rules& rules);
void checkNames(const Rules& rules);
/// Artifacts of which one of several branches yields.
void checkChoices(const Rules& rules);
/// What a pipeline returns.
void checkOutputs(const Rules& rules);
/// The conditions of all branches.
void checkConditions(const Rules& rules);

/// What a task passes to what it calls, and what it changes of it.
void checkCall(const Rules& rules, const ir::Task& task, ir::NodeId id);
void checkResources(const Rules& rules, const ir::TaskOptions& options);
void checkPod(const Rules& rules, const ir::TaskOptions& options);
void checkImporter(const Rules& rules, const ir::Importer& importer, ScopeIndex scope);
void checkRetry(const Rules& rules, const ir::Retry& retry, source::Span origin);
/// Settings without which there is no pod, out of inputs that may be left out.
void checkPresent(const Rules& rules, const ir::TaskOptions& options);
/// The settings of a task that makes or deletes a claim.
void checkClaimTask(const Rules& rules, const ir::Task& task);
/// What the task or group `upstream` of `scope` is, if the back end runs nothing behind it that fails; else "".
std::string_view withoutHook(const Rules& rules, const Scope& scope, std::string_view upstream);

// Values.

/// What is passed to an input.
void checkArgument(const Rules& rules, const ir::Value& value);
/// A value that becomes text.
void checkText(const Rules& rules, const ir::Value& value);
/// What an importer writes into the metadata of its artifact.
void checkMetadata(const Rules& rules, const ir::Value& metadata);
/// The defaults of what may be left out.
void checkDefaults(const std::vector<ir::Port>& ports, diag::Engine& diags);
/// A constant that the document holds as data: its texts, and whether its numbers are kept exactly.
void checkConstant(const support::Constant& constant, source::Span origin, diag::Engine& diags);
/// Reports text that KFP would take for a placeholder of its own.
void checkPlaceholders(std::string_view text, source::Span origin, diag::Engine& diags);
/// Warns of a property that the back end leaves as it is.
void checkFilledIn(const ir::PropertyRef& ref, source::Span origin, diag::Engine& diags, std::string_view kfpVersion);
/// An image that is known when compiling.
void checkImage(std::string_view image, source::Span origin, diag::Engine& diags);
/// The size of a volume, where it is known when compiling.
void checkStorage(const ir::Value& size, diag::Engine& diags);
/// A name of an environment variable, and its value where that is text.
void checkVariable(const ir::Field& field, diag::Engine& diags);
/// The duration of the setting `name`, which KFP counts in seconds.
void checkSeconds(const Rules& rules, std::string_view name, const std::optional<support::Duration>& duration,
                  source::Span origin, int64_t least);

}  // namespace mlpc::backends::kfp
