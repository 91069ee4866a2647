#pragma once

#include "mlpc/diag/engine.h"
#include "plan.h"

namespace mlpc::backends::kfp {

// What Kubeflow Pipelines, or Kubernetes on its behalf, would reject or, worse, accept and ignore, and what cannot be
// expressed in its documents. The pages of the diagnostics say which of it the SDK lets through.

/// What the rules of a pipeline examine, and where they report what they find.
struct Rules {
  const Plan& plan;
  diag::Engine& diags;
};

/// The rules for a pipeline and its groups.
void checkPlan(const Rules& rules);
/// The rules for one task: its settings and its arguments.
void checkTask(const Rules& rules, const ir::Task& task, ir::NodeId id);
/// The rules for a component, checked once for all its tasks.
void checkComponent(const ir::Component& component, diag::Engine& diags);
/// The same for a trainjob that runs as a task.
void checkLauncher(const ir::Program& program, const ir::TrainJob& job, diag::Engine& diags);

// Parts of the above.

/// The rules for `always_run`, and for what loops iterate over.
void checkOrder(const Rules& rules);
void checkNames(const Rules& rules);
/// Artifacts that only one of several branches yields.
void checkChoices(const Rules& rules);
/// What a pipeline returns.
void checkOutputs(const Rules& rules);
/// The conditions of all branches.
void checkConditions(const Rules& rules);

/// What a task passes to what it calls, and what it changes in it.
void checkCall(const Rules& rules, const ir::Task& task, ir::NodeId id);
void checkResources(const Rules& rules, const ir::TaskOptions& options);
void checkPod(const Rules& rules, const ir::TaskOptions& options);
void checkImporter(const Rules& rules, const ir::Importer& importer, ScopeIndex scope);
void checkRetry(const Rules& rules, const ir::Retry& retry, source::Span origin);
/// Settings without which no pod can be created, if they come from optional inputs.
void checkPresent(const Rules& rules, const ir::TaskOptions& options);
/// The settings of a task that creates or deletes a claim.
void checkClaimTask(const Rules& rules, const ir::Task& task);
/// What the task or group `upstream` of `scope` is, if the back end runs nothing after it once it has failed; otherwise
/// "".
std::string_view withoutHook(const Rules& rules, const Scope& scope, std::string_view upstream);

// Values.

/// What is passed to an input.
void checkArgument(const Rules& rules, const ir::Value& value);
/// A value that becomes text.
void checkText(const Rules& rules, const ir::Value& value);
/// What an importer writes into the metadata of its artifact.
void checkMetadata(const Rules& rules, const ir::Value& metadata);
/// The defaults of inputs that may be omitted.
void checkDefaults(const std::vector<ir::Port>& ports, diag::Engine& diags);
/// Checks a constant that the document contains as data: its strings, and whether its numbers are kept exactly.
void checkConstant(const support::Constant& constant, source::Span origin, diag::Engine& diags);
/// Reports text that KFP would interpret as one of its own placeholders.
void checkPlaceholders(std::string_view text, source::Span origin, diag::Engine& diags);
/// Warns about a property that the back end does not fill in.
void checkFilledIn(const ir::PropertyRef& ref, source::Span origin, diag::Engine& diags, std::string_view kfpVersion);
/// An image that is known at compile time.
void checkImage(std::string_view image, source::Span origin, diag::Engine& diags);
/// The size of a volume, if it is known at compile time.
void checkStorage(const ir::Value& size, diag::Engine& diags);
/// The name of an environment variable, and its value if that is a string.
void checkVariable(const ir::Field& field, diag::Engine& diags);
/// The duration of the setting `name`, which KFP counts in seconds.
void checkSeconds(const Rules& rules, vocabulary::FieldName name, const std::optional<support::Duration>& duration,
                  source::Span origin, int64_t least);

}  // namespace mlpc::backends::kfp
