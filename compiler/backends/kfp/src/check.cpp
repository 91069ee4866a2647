#include "check.h"

#include <algorithm>

#include "builder.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/kubernetes.h"
#include "platform.h"
#include "values.h"

namespace mlpc::backends::kfp {

using ir::NodeId;

namespace {

bool isPipelineName(std::string_view name) {
  return !name.empty() && name.size() <= 128 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// A group of tasks that all run whatever happens and wait for nothing has no task that the others could be an exit
/// for.
void checkExitTasks(const Plan& plan, const Scope& scope) {
  if (scope.tasks.empty() || !scope.groups.empty()) return;
  const bool all = std::all_of(scope.tasks.begin(), scope.tasks.end(), [&](NodeId id) {
    const auto& task = *std::get_if<ir::Task>(&plan.pipeline().nodes[id].what);
    return task.options->alwaysRun && plan.task(id).dependencies.empty();
  });
  if (all) plan.diags().report(plan.pipeline().nodes[scope.tasks.front()].origin, diag::kfpOnlyExitTasks);
}

/// The settings of a task that the component hands on must all be in its list.
void checkPassthrough(const Plan& plan, const ir::Task& task, const ir::Component& component, source::Span origin) {
  if (component.passthrough.empty()) return;
  const ir::TaskOptions& options = *task.options;
  const auto demand = [&](bool set, std::string_view field, std::string_view setting) {
    const bool listed = std::any_of(component.passthrough.begin(), component.passthrough.end(),
                                    [&](const auto& entry) { return entry.first == field; });
    if (set && !listed) {
      plan.diags().report(originOf(options.origins, setting, origin), diag::kfpPassthrough, component.name, setting);
    }
  };
  demand(!options.requests.empty() || !options.limits.empty(), "resources", "resources");
  demand(options.acceleratorType.has_value(), "resources", "accelerator");
  demand(!options.env.empty(), "env", "env");
  demand(!options.volumes.empty(), "volumes", "volumes");
  demand(options.tolerations.has_value(), "tolerations", "tolerations");
  demand(options.nodeSelector.has_value(), "node_selector", "node_selector");
  demand(options.nodeAffinity.has_value(), "affinity", "node_affinity");
}

/// A variable that the component sets and that the task takes from somewhere else would stand in the pod twice.
void checkVariablesTwice(const Plan& plan, const ir::Task& task, const ir::Component& component) {
  for (const ir::Field& field : task.options->env) {
    if (field.value.scalar() != nullptr) continue;  // the task's text replaces the component's
    const auto other = std::find_if(component.env.begin(), component.env.end(),
                                    [&](const ir::Field& known) { return known.key == field.key; });
    if (other != component.env.end()) {
      plan.diags()
          .report(field.keyOrigin, diag::kfpVariableTwice, field.key)
          .note(other->keyOrigin, diag::kfpOtherVariable);
    }
  }
}

/// The argument for an input; null if there is none, or `null`.
const ir::Value* argumentFor(const ir::Task& task, std::string_view port) {
  for (const ir::Argument& argument : task.arguments) {
    const bool null = argument.value.scalar() != nullptr && argument.value.scalar()->isNull();
    if (argument.port == port && !null) return &argument.value;
  }
  return nullptr;
}

/// An argument that names an object of Kubernetes. `what` it is, with its article.
void checkObjectArgument(const Plan& plan, const ir::Value* name, std::string_view what) {
  const std::string* text = name == nullptr ? nullptr : name->text();
  if (text != nullptr && !support::isDnsSubdomain(*text)) {
    plan.diags().report(name->origin, diag::kfpObjectName, *text, diag::Phrase(what));
  }
}

/// The arguments of the task that makes a claim.
void checkClaim(const Plan& plan, const ir::Task& task, source::Span origin) {
  const auto given = [&](std::string_view port) { return argumentFor(task, port); };
  const ir::Value* name = given("pvc_name");
  const ir::Value* suffix = given("pvc_name_suffix");
  if ((name == nullptr) == (suffix == nullptr)) {
    plan.diags().report(suffix == nullptr ? origin : suffix->origin, diag::kfpClaimName);
  }
  const ir::Value* modes = given("access_modes");
  const auto* list = modes == nullptr ? nullptr : modes->as<ir::ListValue>();
  if (list != nullptr && list->items.empty()) plan.diags().report(modes->origin, diag::kfpAccessModes);
  if (const ir::Value* annotations = given("annotations")) {
    const auto constant = annotations->constant();
    const auto* record = constant ? constant->as<support::Constant::Record>() : nullptr;
    if (record == nullptr || !record->empty()) plan.diags().report(annotations->origin, diag::kfpClaimAnnotations);
  }
  // The driver does not read it (KFP 2.15: backend/src/v2/driver/k8s.go).
  if (const ir::Value* source = given("data_source")) {
    plan.diags().report(source->origin, diag::kfpNoContainer, "data_source", "create_pvc");
  }
  if (const ir::Value* size = given("size")) checkStorage(*size, plan.diags());
  checkObjectArgument(plan, name, "a claim");
  checkObjectArgument(plan, given("volume_name"), "a volume");
  // `""` stands for no class.
  const ir::Value* storage = given("storage_class_name");
  if (storage != nullptr && storage->text() != nullptr && !storage->text()->empty()) {
    checkObjectArgument(plan, storage, "a storage class");
  }
  // What is put in front of it is the run's own name.
  const std::string* text = suffix == nullptr ? nullptr : suffix->text();
  if (text != nullptr && (text->empty() || !support::isDnsSubdomain("a" + *text))) {
    plan.diags().report(suffix->origin, diag::kfpObjectName, *text, diag::Phrase("a claim"));
  }
}

}  // namespace

namespace {

const ir::SettingOrigin* find(const std::vector<ir::SettingOrigin>& origins, std::string_view name) {
  const auto found = std::find_if(origins.begin(), origins.end(), [&](const auto& one) { return one.name == name; });
  return found == origins.end() ? nullptr : &*found;
}

}  // namespace

source::Span originOf(const std::vector<ir::SettingOrigin>& origins, std::string_view name, source::Span otherwise) {
  const ir::SettingOrigin* found = find(origins, name);
  return found == nullptr ? otherwise : found->key;
}

source::Span valueOriginOf(const std::vector<ir::SettingOrigin>& origins, std::string_view name,
                           source::Span otherwise) {
  const ir::SettingOrigin* found = find(origins, name);
  return found == nullptr ? otherwise : found->value;
}

void checkSeconds(const Plan& plan, std::string_view name, const std::optional<support::Duration>& duration,
                  source::Span origin, int64_t least) {
  if (!duration || (duration->wholeSeconds() && duration->inSeconds() >= least)) return;
  plan.diags().report(origin, diag::kfpWholeSeconds, name, least);
}

namespace {

/// What is no version is taken for a newer one.
void warnIfNewer(const Plan& plan, std::string_view kfpVersion, bool set, std::string_view name, source::Span origin) {
  if (set && support::kfp_sdk::isBefore(kfpVersion, 16)) plan.diags().report(origin, diag::kfpNewer, name, kfpVersion);
}

}  // namespace

void checkPlan(const Plan& plan, std::string_view kfpVersion) {
  const ir::Pipeline& pipeline = plan.pipeline();
  diag::Engine& diags = plan.diags();
  const auto origin = [&](std::string_view name) { return originOf(pipeline.origins, name, pipeline.origin); };
  if (const std::string name = pipelineName(pipeline); !isPipelineName(name)) {
    diags.report(origin("name"), diag::kfpPipelineName, name);
  }
  if (pipeline.workspace) checkStorage(pipeline.workspace->size, diags);
  checkSeconds(plan, "timeout", pipeline.timeout, origin("timeout"), 1);
  checkSeconds(plan, "ttl", pipeline.ttlCompletion, origin("ttl"), 0);
  checkSeconds(plan, "ttl", pipeline.ttlSuccess, origin("ttl"), 0);
  checkSeconds(plan, "ttl", pipeline.ttlFailure, origin("ttl"), 0);
  warnIfNewer(plan, kfpVersion, pipeline.timeout.has_value(), "timeout", origin("timeout"));
  warnIfNewer(plan, kfpVersion, pipeline.ttlCompletion || pipeline.ttlSuccess || pipeline.ttlFailure, "ttl",
              origin("ttl"));
  for (const Scope& scope : plan.scopes()) checkExitTasks(plan, scope);
  checkOrder(plan);
  checkNames(plan);
  // Their entries would take the same place in the document.
  for (uint32_t i = 0; i < pipeline.nodes.size(); ++i) {
    const NodeId id(i);
    if (!std::holds_alternative<ir::Task>(pipeline.nodes[id].what)) continue;
    const Scope& scope = plan.scopes()[plan.task(id).scope];
    for (const ScopeIndex group : scope.groups) {
      if (plan.scopes()[group].name == plan.task(id).name) {
        diags.report(pipeline.nodes[id].origin, diag::kfpTaskNameTaken, plan.task(id).name);
      }
    }
  }
}

void checkTask(Plan& plan, const ir::Task& task, NodeId id, std::string_view kfpVersion) {
  const source::Span origin = plan.pipeline().nodes[id].origin;
  if (const auto* component = std::get_if<ir::ComponentId>(&task.callee)) {
    const ir::Component& callee = plan.program().components[*component];
    checkPassthrough(plan, task, callee, origin);
    checkVariablesTwice(plan, task, callee);
    checkClaimTask(plan, task);
    if (callee.builtin == kCreateClaim) checkClaim(plan, task, origin);
    if (callee.builtin == kDeleteClaim) checkObjectArgument(plan, argumentFor(task, "pvc_name"), "a claim");
  }
  const ir::TaskOptions& options = *task.options;
  if (options.cacheKey && !options.cache) plan.diags().report(options.cacheKey->origin, diag::kfpCacheKeyUnused);
  checkSeconds(plan, "timeout", options.timeout, originOf(options.origins, "timeout", origin), 1);
  if (options.retry) {
    const source::Span retry = originOf(options.origins, "retry", origin);
    checkSeconds(plan, "backoff", options.retry->backoff, retry, 0);
    checkSeconds(plan, "cap", options.retry->cap, retry, 0);
    if (options.retry->cap > support::Duration::seconds(3600)) plan.diags().report(retry, diag::kfpRetryCap);
    checkRetry(plan, *options.retry, retry);
  }
  warnIfNewer(plan, kfpVersion, !options.initContainers.empty(), "init_containers",
              originOf(options.origins, "init_containers", origin));
  warnIfNewer(plan, kfpVersion, options.securityContext.has_value(), "security_context",
              originOf(options.origins, "security_context", origin));
  if (options.image) {
    if (const std::string* image = options.image->text()) checkImage(*image, options.image->origin, plan.diags());
  }
  for (const ir::Field& field : options.env) checkVariable(field, plan.diags());
  checkResources(plan, options);
  checkPresent(plan, options);
  checkPod(plan, options);
}

void checkComponent(const ir::Component& component, diag::Engine& diags) {
  if (!component.image.empty()) {
    checkImage(component.image, component.imageOrigin.valid() ? component.imageOrigin : component.origin, diags);
  }
  for (const ir::Field& field : component.env) checkVariable(field, diags);
}

}  // namespace mlpc::backends::kfp
