#include <algorithm>
#include <set>

#include "legalize/rules.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/vocabulary/kubernetes.h"
#include "mlpc/vocabulary/prelude.h"
#include "objects.h"
#include "values.h"

namespace mlpc::backends::kfp {

using vocabulary::kubernetes::CreatePvcInput;
using vocabulary::kubernetes::DeletePvcInput;
using vocabulary::prelude::Passthrough;
using vocabulary::prelude::PipelineSettings;
using vocabulary::prelude::Retry;
using vocabulary::prelude::TaskOptions;

using ir::NodeId;

namespace {

bool isPipelineName(std::string_view name) {
  return !name.empty() && name.size() <= 128 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// In a group of tasks that all run whatever happens and wait for nothing, there is no task for which the others could
/// be exit tasks.
void checkExitTasks(const Rules& rules, const Scope& scope) {
  if (scope.tasks.empty() || !scope.groups.empty()) return;
  const bool all = std::all_of(scope.tasks.begin(), scope.tasks.end(), [&](NodeId id) {
    const auto& task = *std::get_if<ir::Task>(&rules.plan.pipeline().nodes[id].what);
    return task.options->alwaysRun && rules.plan.task(id).dependencies.empty();
  });
  if (all) rules.diags.report(rules.plan.pipeline().nodes[scope.tasks.front()].origin, diag::kfpOnlyExitTasks);
}

/// The settings of a task that its component adopts must all be in the component's list.
void checkPassthrough(const Rules& rules, const ir::Task& task, const ir::Component& component, source::Span origin) {
  if (component.passthrough.empty()) return;
  const ir::TaskOptions& options = *task.options;
  const auto demand = [&](bool set, Passthrough field, TaskOptions setting) {
    const bool listed = std::any_of(component.passthrough.begin(), component.passthrough.end(),
                                    [&](const auto& entry) { return entry.setting == field; });
    if (set && !listed) {
      rules.diags.report(originOf(options.origins, setting, origin), diag::kfpPassthrough, component.name,
                         vocabulary::name(setting));
    }
  };
  demand(!options.resources.requests.empty() || !options.resources.limits.empty(), Passthrough::Resources,
         TaskOptions::Resources);
  demand(options.accelerator.type.has_value(), Passthrough::Resources, TaskOptions::Accelerator);
  demand(!options.env.empty(), Passthrough::Env, TaskOptions::Env);
  demand(!options.volumes.empty(), Passthrough::Volumes, TaskOptions::Volumes);
  demand(options.tolerations.has_value(), Passthrough::Tolerations, TaskOptions::Tolerations);
  demand(options.nodeSelector.has_value(), Passthrough::NodeSelector, TaskOptions::NodeSelector);
  demand(options.nodeAffinity.has_value(), Passthrough::Affinity, TaskOptions::NodeAffinity);
}

/// A variable that the component sets and that the task sets from another source would occur twice in the pod.
void checkVariablesTwice(const Rules& rules, const ir::Task& task, const ir::Component& component) {
  for (const ir::Field& field : task.options->env) {
    if (field.value.scalar() != nullptr) continue;  // the task's value replaces the component's
    const auto other = std::find_if(component.env.begin(), component.env.end(),
                                    [&](const ir::Field& known) { return known.key == field.key; });
    if (other != component.env.end()) {
      rules.diags.report(field.keyOrigin, diag::kfpVariableTwice, field.key)
          .note(other->keyOrigin, diag::kfpOtherVariable);
    }
  }
}

/// The argument for an input; null if there is none, or `null`.
const ir::Value* argumentFor(const ir::Task& task, vocabulary::FieldName port) {
  for (const ir::Argument& argument : task.arguments) {
    const bool null = argument.value.scalar() != nullptr && argument.value.scalar()->isNull();
    if (argument.port == port.text() && !null) return &argument.value;
  }
  return nullptr;
}

/// An argument that is the name of a Kubernetes object. `what` is its kind, with an article.
void checkObjectArgument(const Rules& rules, const ir::Value* name, std::string_view what) {
  const std::string* text = name == nullptr ? nullptr : name->text();
  if (text != nullptr && !support::isDnsSubdomain(*text)) {
    rules.diags.report(name->origin, diag::kfpObjectName, *text, diag::Phrase(what));
  }
}

/// The arguments of the task that creates a claim.
void checkClaim(const Rules& rules, const ir::Task& task, source::Span origin) {
  const auto given = [&](CreatePvcInput port) { return argumentFor(task, port); };
  const ir::Value* name = given(CreatePvcInput::PvcName);
  const ir::Value* suffix = given(CreatePvcInput::PvcNameSuffix);
  if ((name == nullptr) == (suffix == nullptr)) {
    rules.diags.report(suffix == nullptr ? origin : suffix->origin, diag::kfpClaimName);
  }
  const ir::Value* modes = given(CreatePvcInput::AccessModes);
  const auto* list = modes == nullptr ? nullptr : modes->as<ir::ListValue>();
  if (list != nullptr && list->items.empty()) rules.diags.report(modes->origin, diag::kfpAccessModes);
  if (const ir::Value* annotations = given(CreatePvcInput::Annotations)) {
    const auto constant = annotations->constant();
    const auto* record = constant ? constant->as<support::Constant::Record>() : nullptr;
    if (record == nullptr || !record->empty()) rules.diags.report(annotations->origin, diag::kfpClaimAnnotations);
  }
  // The driver does not read it (KFP 2.15: backend/src/v2/driver/k8s.go).
  if (const ir::Value* source = given(CreatePvcInput::DataSource)) {
    rules.diags.report(source->origin, diag::kfpNoContainer, vocabulary::name(CreatePvcInput::DataSource),
                       "create_pvc");
  }
  if (const ir::Value* size = given(CreatePvcInput::Size)) checkStorage(*size, rules.diags);
  checkObjectArgument(rules, name, "a claim");
  checkObjectArgument(rules, given(CreatePvcInput::VolumeName), "a volume");
  // `""` means no class.
  const ir::Value* storage = given(CreatePvcInput::StorageClassName);
  if (storage != nullptr && storage->text() != nullptr && !storage->text()->empty()) {
    checkObjectArgument(rules, storage, "a storage class");
  }
  // The run's own name is prepended to it.
  const std::string* text = suffix == nullptr ? nullptr : suffix->text();
  if (text != nullptr && (text->empty() || !support::isDnsSubdomain("a" + *text))) {
    rules.diags.report(suffix->origin, diag::kfpObjectName, *text, diag::Phrase("a claim"));
  }
}

}  // namespace

void checkSeconds(const Rules& rules, vocabulary::FieldName name, const std::optional<support::Duration>& duration,
                  source::Span origin, int64_t least) {
  if (!duration) return;
  if (!duration->wholeSeconds() || duration->inSeconds() < least) {
    rules.diags.report(origin, diag::kfpWholeSeconds, name.text(), least);
  } else if (duration->inSeconds() > INT32_MAX) {
    // int32 in kubernetes_executor_config.proto; Kubernetes limits the deadline of a pod likewise.
    rules.diags.report(origin, diag::kfpTooLong, name.text(), int64_t{INT32_MAX});
  }
}

namespace {

/// A version that cannot be parsed is treated as a newer one.
void warnIfNewer(const Rules& rules, bool set, vocabulary::FieldName name, source::Span origin) {
  const std::string& version = rules.plan.kfpVersion();
  if (set && support::kfp_sdk::isBefore(version, 16)) rules.diags.report(origin, diag::kfpNewer, name.text(), version);
}

}  // namespace

void checkPlan(const Rules& rules) {
  const ir::Pipeline& pipeline = rules.plan.pipeline();
  diag::Engine& diags = rules.diags;
  const auto origin = [&](PipelineSettings name) { return originOf(pipeline.origins, name, pipeline.origin); };
  if (const std::string name = pipelineName(pipeline); !isPipelineName(name)) {
    diags.report(origin(PipelineSettings::Name), diag::kfpPipelineName, name);
  }
  if (pipeline.workspace) checkStorage(pipeline.workspace->size, diags);
  checkSeconds(rules, PipelineSettings::Timeout, pipeline.timeout, origin(PipelineSettings::Timeout), 1);
  checkSeconds(rules, PipelineSettings::Ttl, pipeline.ttlCompletion, origin(PipelineSettings::Ttl), 0);
  checkSeconds(rules, PipelineSettings::Ttl, pipeline.ttlSuccess, origin(PipelineSettings::Ttl), 0);
  checkSeconds(rules, PipelineSettings::Ttl, pipeline.ttlFailure, origin(PipelineSettings::Ttl), 0);
  warnIfNewer(rules, pipeline.timeout.has_value(), PipelineSettings::Timeout, origin(PipelineSettings::Timeout));
  warnIfNewer(rules, pipeline.ttlCompletion || pipeline.ttlSuccess || pipeline.ttlFailure, PipelineSettings::Ttl,
              origin(PipelineSettings::Ttl));
  for (const Scope& scope : rules.plan.scopes()) checkExitTasks(rules, scope);
  checkOrder(rules);
  checkNames(rules);
  checkConditions(rules);
  checkDefaults(pipeline.inputs, diags);
  // Their entries would have the same place in the document.
  std::set<std::pair<ScopeIndex, std::string_view>> groups;
  for (const Scope& scope : rules.plan.scopes()) groups.emplace(scope.parent, scope.name);
  for (uint32_t i = 0; i < pipeline.nodes.size(); ++i) {
    const NodeId id(i);
    if (!std::holds_alternative<ir::Task>(pipeline.nodes[id].what)) continue;
    const PlannedTask& task = rules.plan.task(id);
    if (groups.contains({task.scope, task.name}))
      diags.report(pipeline.nodes[id].origin, diag::kfpTaskNameTaken, task.name);
  }
}

void checkTask(const Rules& rules, const ir::Task& task, NodeId id) {
  const source::Span origin = rules.plan.pipeline().nodes[id].origin;
  if (const auto* component = std::get_if<ir::ComponentId>(&task.callee)) {
    const ir::Component& callee = rules.plan.program().components[*component];
    checkPassthrough(rules, task, callee, origin);
    checkVariablesTwice(rules, task, callee);
    checkClaimTask(rules, task);
    if (callee.builtin == Builtin::KubernetesCreatePvc) checkClaim(rules, task, origin);
    if (callee.builtin == Builtin::KubernetesDeletePvc)
      checkObjectArgument(rules, argumentFor(task, DeletePvcInput::PvcName), "a claim");
  }
  const ir::TaskOptions& options = *task.options;
  if (options.cacheKey && !options.cache) rules.diags.report(options.cacheKey->origin, diag::kfpCacheKeyUnused);
  checkSeconds(rules, TaskOptions::Timeout, options.timeout, originOf(options.origins, TaskOptions::Timeout, origin),
               1);
  if (options.retry) {
    const source::Span retry = originOf(options.origins, TaskOptions::Retry, origin);
    checkSeconds(rules, Retry::Backoff, options.retry->backoff, retry, 0);
    checkSeconds(rules, Retry::Cap, options.retry->cap, retry, 0);
    if (options.retry->cap > support::Duration::seconds(3600)) rules.diags.report(retry, diag::kfpRetryCap);
    checkRetry(rules, *options.retry, retry);
  }
  warnIfNewer(rules, !options.initContainers.empty(), TaskOptions::InitContainers,
              originOf(options.origins, TaskOptions::InitContainers, origin));
  warnIfNewer(rules, options.securityContext.has_value(), TaskOptions::SecurityContext,
              originOf(options.origins, TaskOptions::SecurityContext, origin));
  if (options.image) {
    if (const std::string* image = options.image->text()) checkImage(*image, options.image->origin, rules.diags);
  }
  for (const ir::Field& field : options.env) checkVariable(field, rules.diags);
  checkResources(rules, options);
  checkPresent(rules, options);
  checkPod(rules, options);
  checkCall(rules, task, id);
}

void checkOutputs(const Rules& rules) {
  for (const ir::Output& output : rules.plan.pipeline().outputs) {
    const Channel* channel = rules.plan.channel(output.value);
    if (channel == nullptr && rules.diags.hasErrors()) continue;  // reported where the channel would be created
    if (channel != nullptr && channel->kind == Channel::Kind::Output && channel->home == kRootScope) continue;
    rules.diags.report(output.value.origin, diag::internalError,
                       diag::Phrase("a pipeline returns what is no output of a task"));
  }
}

}  // namespace mlpc::backends::kfp
