#include "scripts/plan.h"

#include <algorithm>
#include <unordered_map>

#include "mlpc/diag/azureml.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "roles.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azure::RoleAssignment;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::Workspace;

/// What is only created because something else needs it.
bool isHelper(const ir::Resource& resource) {
  return resource.kind == Kind::AzuremlInstanceType || resource.kind == Kind::K8sNamespace ||
         resource.kind == Kind::AzuremlKubernetesOnlineEndpoint;
}

bool isMain(const ir::Resource& resource) {
  return moduleOf(resource.kind) == Module::Azure || resource.kind == Kind::AzuremlWorkspace ||
         resource.kind == Kind::AzuremlKubernetesExtension || resource.kind == Kind::AzuremlKubernetesCompute;
}

bool sameCluster(const Context& context, const ir::Resource& a, const ir::Resource* cluster) {
  return cluster != nullptr && context.resource(a, KubernetesCompute::Cluster) == cluster;
}

/// Whether it grants rights to a relay, which the machine learning extension creates.
bool isRelayRole(const ir::Resource& resource) {
  if (resource.kind != Kind::AzureRoleAssignment) return false;
  const std::string role = ir::text(resource.fields.find(RoleAssignment::Role)).value_or("");
  return role == kRelayOwner || roleId(role) == kRelayOwner;
}

/// Depth first, so that what a resource needs comes before it; otherwise the order of the source is kept.
class Sorter {
 public:
  explicit Sorter(const RuleContext& context) : context_(context) {}

  void visit(const ir::Resource& resource) {
    auto [state, added] = states_.emplace(&resource, State::Open);
    if (!added) {
      if (state->second == State::Open) reportCycle(resource);
      return;
    }
    path_.push_back(&resource);
    for (const ir::Resource* needed : needs(resource)) visit(*needed);
    path_.pop_back();
    states_[&resource] = State::Done;
    order.push_back(&resource);
  }

  std::vector<const ir::Resource*> order;

 private:
  enum class State : uint8_t { Open, Done };

  std::vector<const ir::Resource*> needs(const ir::Resource& resource) const {
    std::vector<const ir::Resource*> out;
    const auto add = [&](const ir::Resource* needed) {
      if (needed != nullptr && needed != &resource && (isMain(*needed) || isHelper(*needed))) out.push_back(needed);
    };
    for (const ir::Field& field : resource.fields.fields) {
      ir::forEach(field.value, [&](const ir::Value& value) { add(context_.resource(&value)); });
    }
    const ir::Resource* scope = context_.resource(resource, RoleAssignment::Scope);
    if (scope != nullptr && isRelayRole(resource)) add(extensionOf(context_, *scope));
    const bool compute = resource.kind == Kind::AzuremlKubernetesCompute;
    const bool type = resource.kind == Kind::AzuremlInstanceType;
    if (resource.kind == Kind::K8sNamespace || type) {
      for (const ir::Resource* cluster : clustersOf(context_, resource)) add(cluster);
    }
    if (compute || type) {
      for (const ir::Resource* cluster : clustersOf(context_, resource)) needsOfAttaching(resource, cluster, add);
    }
    return out;
  }

  template <typename Add>
  void needsOfAttaching(const ir::Resource& resource, const ir::Resource* cluster, Add&& add) const {
    const bool compute = resource.kind == Kind::AzuremlKubernetesCompute;
    const ir::Resource* workspace = compute ? context_.resource(resource, KubernetesCompute::Workspace) : nullptr;
    const ir::Resource* identity = workspace == nullptr ? nullptr : context_.resource(*workspace, Workspace::Identity);
    for (const ir::Resource& other : context_.program.resources) {
      if (!isScripted(context_, other)) continue;
      if (other.kind == Kind::AzuremlKubernetesExtension && sameCluster(context_, other, cluster)) add(&other);
      if (!compute) continue;
      // A compute only knows the instance types that existed when it was attached.
      if (other.kind == Kind::AzuremlInstanceType) {
        const auto targets = clustersOf(context_, other);
        if (std::find(targets.begin(), targets.end(), cluster) != targets.end()) add(&other);
      }
      const bool early = other.kind == Kind::AzureRoleAssignment && identity != nullptr &&
                         context_.resource(other, RoleAssignment::Principal) == identity &&
                         context_.resource(other, RoleAssignment::Scope) == cluster;
      if (early) add(&other);
    }
  }

  void reportCycle(const ir::Resource& resource) {
    if (reported_) return;
    reported_ = true;
    auto begin = std::find(path_.begin(), path_.end(), &resource);
    auto report = context_.diags.report(resource.origin, diag::amlCycle, resource.name);
    for (auto at = begin; at != path_.end(); ++at) {
      const ir::Resource* next = at + 1 == path_.end() ? &resource : *(at + 1);
      report.note((*at)->origin, diag::amlNeedsHere, (*at)->name, next->name);
    }
  }

  const RuleContext& context_;
  std::unordered_map<const ir::Resource*, State> states_;
  std::vector<const ir::Resource*> path_;
  bool reported_ = false;
};

}  // namespace

bool isScripted(const Context& context, const ir::Resource& resource) {
  if (!isMade(resource)) return false;
  if (isMain(resource)) return true;
  if (resource.kind == Kind::AzuremlKubernetesOnlineEndpoint) return true;
  return (resource.kind == Kind::K8sNamespace || resource.kind == Kind::AzuremlInstanceType) &&
         !clustersOf(context, resource).empty();
}

const ir::Resource* extensionOf(const Context& context, const ir::Resource& cluster) {
  for (const ir::Resource& other : context.program.resources) {
    if (other.kind == Kind::AzuremlKubernetesExtension && isScripted(context, other) &&
        context.resource(other, KubernetesCompute::Cluster) == &cluster) {
      return &other;
    }
  }
  return nullptr;
}

std::vector<const ir::Resource*> clustersOf(const Context& context, const ir::Resource& resource) {
  std::vector<const ir::Resource*> out;
  const auto add = [&](const ir::Resource* cluster) {
    if (cluster != nullptr && std::find(out.begin(), out.end(), cluster) == out.end()) out.push_back(cluster);
  };
  add(context.resource(resource, KubernetesCompute::Cluster));
  if (!out.empty() || (resource.kind != Kind::K8sNamespace && resource.kind != Kind::AzuremlInstanceType)) return out;
  for (const ir::Resource& other : context.program.resources) {
    if (other.kind != Kind::AzuremlKubernetesCompute || !isMade(other)) continue;
    if (resource.kind == Kind::AzuremlInstanceType ||
        context.resource(other, KubernetesCompute::Namespace) == &resource) {
      add(context.resource(other, KubernetesCompute::Cluster));
    }
  }
  return out;
}

Plan makePlan(const RuleContext& context) {
  Plan plan;
  Sorter sorter(context);
  for (const ir::Resource& resource : context.program.resources) {
    if (isMain(resource) && isMade(resource)) plan.anything = true;
  }
  if (!plan.anything) return plan;
  for (const ir::Resource& resource : context.program.resources) {
    if (isScripted(context, resource)) sorter.visit(resource);
  }
  plan.order = std::move(sorter.order);
  return plan;
}

}  // namespace mlpc::backends::azureml
