#include <algorithm>
#include <array>

#include "legalize/rules.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"
#include "roles.h"

namespace mlpc::backends::azureml {

namespace {

using support::Duration;
using vocabulary::ResourceField;
using vocabulary::azure::ConnectedCluster;
using vocabulary::azure::ContainerRegistry;
using vocabulary::azure::DiagnosticSettings;
using vocabulary::azure::KeyVault;
using vocabulary::azure::LogAnalytics;
using vocabulary::azure::ManagedCluster;
using vocabulary::azure::MetricAlert;
using vocabulary::azure::NodePool;
using vocabulary::azure::NodePoolMode;
using vocabulary::azure::NodePoolPriority;
using vocabulary::azure::ResourceGroup;
using vocabulary::azure::RoleAssignment;
using vocabulary::azure::StorageAccount;
using vocabulary::azureml::Inference;
using vocabulary::azureml::InferenceRouterServiceType;
using vocabulary::azureml::KubernetesExtension;
using vocabulary::azureml::Workspace;

bool flag(const ir::Resource& resource, vocabulary::FieldName name) {
  return boolean(resource.fields.find(name)).value_or(false);
}

/// The maximum number of nodes in the pools of a cluster; empty if not known.
std::optional<int64_t> mostNodes(const ir::Resource& cluster) {
  const auto& pools = items(cluster.fields.find(ManagedCluster::NodePools));
  if (cluster.existing || pools.empty()) return std::nullopt;
  int64_t total = 0;
  for (const ir::Value& pool : pools) {
    const auto most = integer(pool.field(NodePool::MaxCount));
    total += most ? *most : integer(pool.field(NodePool::Count)).value_or(1);
  }
  return total;
}

bool isPoolName(std::string_view name) {
  return !name.empty() && name.size() <= 12 && name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void checkPools(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* pools = resource.fields.find(ManagedCluster::NodePools);
  const auto& all = items(pools);
  if (all.empty()) {
    if (isMade(resource)) context.diags.report(resource.origin, diag::amlNoNodePool);
    return;
  }
  const auto isSystem = [](const ir::Value& pool) {
    return ir::choice<NodePoolMode>(pool.field(NodePool::Mode)) == NodePoolMode::System;
  };
  if (!isSystem(all.front())) {
    const ir::Value* mode = all.front().field(NodePool::Mode);
    context.diags.report(mode == nullptr ? all.front().origin : mode->origin, diag::amlFirstPool);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const ir::Value& pool = all[i];
    const auto name = ir::text(pool.field(NodePool::Name));
    if (name && !isPoolName(*name)) {
      context.diags.report(pool.field(NodePool::Name)->origin, diag::amlPoolName, *name);
    }
    const bool repeated =
        std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const ir::Value& other) { return ir::text(other.field(NodePool::Name)) == name; });
    if (repeated) context.diags.report(pool.field(NodePool::Name)->origin, diag::amlPoolTwice, name.value_or(""));
    const ir::Value* least = pool.field(NodePool::MinCount);
    const ir::Value* most = pool.field(NodePool::MaxCount);
    const ir::Value* count = pool.field(NodePool::Count);
    if ((least == nullptr) != (most == nullptr)) {
      context.diags.report((least == nullptr ? most : least)->origin, diag::amlPoolBounds);
    } else if (least != nullptr) {
      const auto from = integer(least);
      const auto to = integer(most);
      const auto now = integer(count);
      if (from && to && *from > *to) context.diags.report(least->origin, diag::amlPoolRange);
      if (from && to && now && (*now < *from || *now > *to)) {
        context.diags.report(count->origin, diag::amlPoolCount);
      }
    }
    const bool system = isSystem(pool);
    const int64_t atLeast = integer(least != nullptr ? least : count).value_or(1);
    if (system && atLeast < 1) {
      context.diags.report((least != nullptr ? least : count)->origin, diag::amlEmptySystemPool);
    }
    const ir::Value* priority = pool.field(NodePool::Priority);
    if (system && ir::choice<NodePoolPriority>(priority) == NodePoolPriority::Spot) {
      context.diags.report(priority->origin, diag::amlSpotSystemPool);
    }
    checkLabels(context, pool.field(NodePool::Labels), true);
  }
}

struct Condition {
  std::string_view aggregation;
  std::string_view metric;
  std::string_view comparison;
  std::string_view threshold;
};

/// `avg RequestLatency > 1000`
std::optional<Condition> readCondition(std::string_view text) {
  std::array<std::string_view, 4> words;
  size_t count = 0;
  while (!text.empty()) {
    const size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const size_t end = text.find(' ');
    if (count == words.size()) {
      // `where DIMENSION includes VALUE` may follow.
      return text.starts_with("where ") ? std::optional<Condition>({words[0], words[1], words[2], words[3]})
                                        : std::nullopt;
    }
    words[count++] = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
  }
  if (count != words.size()) return std::nullopt;
  return Condition{words[0], words[1], words[2], words[3]};
}

template <size_t N>
bool oneOf(std::string_view text, const std::array<std::string_view, N>& allowed) {
  return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

bool isNumber(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return !text.empty() && digits && std::count(text.begin(), text.end(), '.') <= 1 && text != ".";
}

/// Whole days between `least` and `most`.
void checkDays(const RuleContext& context, const ir::Resource& resource, vocabulary::FieldName field, const char* what,
               int64_t least, int64_t most) {
  const ir::Value* value = resource.fields.find(field);
  const auto time = duration(value);
  if (!time) return;
  constexpr int64_t kDay = 24 * 60 * 60 * 1000;
  const int64_t days = time->inMilliseconds() / kDay;
  if (time->inMilliseconds() % kDay == 0 && days >= least && days <= most) return;
  context.diags.report(value->origin, diag::amlRetention, what, least, most, time->text());
}

/// The scopes of roles: anything in a subscription, a management group, or everything.
bool isScope(std::string_view id) {
  constexpr std::string_view kSubscriptions = "/subscriptions/";
  constexpr std::string_view kGroups = "/providers/Microsoft.Management/managementGroups/";
  if (id == "/") return true;
  const auto begins = [&](std::string_view with) {
    return id.size() > with.size() && support::equalIgnoringCase(id.substr(0, with.size()), with);
  };
  if (begins(kGroups)) return true;
  if (!begins(kSubscriptions) || id.back() == '/') return false;
  id.remove_prefix(kSubscriptions.size());
  const std::string_view rest = id.substr(std::min(id.size(), id.find('/')));
  const bool inside = rest.empty() || support::equalIgnoringCase(rest.substr(0, 16), "/resourceGroups/") ||
                      support::equalIgnoringCase(rest.substr(0, 11), "/providers/");
  return isGuid(id.substr(0, id.find('/'))) && inside;
}

}  // namespace

void checkExtension(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* inference = resource.fields.find(KubernetesExtension::Inference);
  if (!flag(resource, KubernetesExtension::Training) && inference == nullptr) {
    context.diags.report(placeOf(resource, KubernetesExtension::Training), diag::amlExtensionUseless);
  }
  if (inference == nullptr) return;
  // The extension cannot be installed without one of them (azure-cli-extensions
  // partner_extensions/AzureMLKubernetes.py).
  const bool secret = inference->field(Inference::SslSecret) != nullptr;
  const bool name = inference->field(Inference::SslCname) != nullptr;
  if (secret != name) {
    context.diags.report(inference->origin, diag::amlCertificatePair);
  } else if (!secret && !boolean(inference->field(Inference::AllowInsecureConnections)).value_or(false)) {
    context.diags.report(inference->origin, diag::amlCertificate);
  }
  if (boolean(inference->field(Inference::Internal)).value_or(false) &&
      ir::choice<InferenceRouterServiceType>(inference->field(Inference::RouterServiceType))
              .value_or(InferenceRouterServiceType::LoadBalancer) != InferenceRouterServiceType::LoadBalancer) {
    context.diags.report(inference->field(Inference::Internal)->origin, diag::amlInternalRouter);
  }
  const ir::Resource* cluster = context.resource(resource, KubernetesExtension::Cluster);
  const auto nodes = cluster == nullptr ? std::nullopt : mostNodes(*cluster);
  if (nodes && *nodes < 3 && boolean(inference->field(Inference::RouterHa)).value_or(true)) {
    const ir::Value* place = inference->field(Inference::RouterHa);
    context.diags.report((place != nullptr ? place : inference)->origin, diag::amlRouterNodes);
  }
}

void checkCluster(const RuleContext& context, const ir::Resource& resource) {
  checkPools(context, resource);
  if (flag(resource, ManagedCluster::DisableLocalAccounts) && !flag(resource, ManagedCluster::Entra)) {
    context.diags.report(placeOf(resource, ManagedCluster::DisableLocalAccounts), diag::amlLocalAccounts);
  }
}

void checkAlert(const RuleContext& context, const ir::Resource& resource) {
  if (const auto text = ir::text(resource.fields.find(MetricAlert::Condition))) {
    static constexpr std::array<std::string_view, 5> kAggregations{"avg", "min", "max", "total", "count"};
    static constexpr std::array<std::string_view, 6> kComparisons{"=", "!=", ">", ">=", "<", "<="};
    const auto condition = readCondition(*text);
    if (!condition || !oneOf(condition->aggregation, kAggregations) || !oneOf(condition->comparison, kComparisons) ||
        !isNumber(condition->threshold)) {
      context.diags.report(placeOf(resource, MetricAlert::Condition), diag::amlAlertCondition);
    } else if (const ir::Resource* target = context.resource(resource, MetricAlert::Target);
               target != nullptr && target->kind == Kind::AzureManagedCluster) {
      // Families of platform metrics for Microsoft.ContainerService/managedClusters (Azure Monitor's reference).
      static constexpr std::array<std::string_view, 5> kFamilies{"apiserver_", "cluster_autoscaler_", "etcd_", "kube_",
                                                                 "node_"};
      const bool known = std::any_of(kFamilies.begin(), kFamilies.end(),
                                     [&](std::string_view family) { return condition->metric.starts_with(family); });
      if (!known) {
        context.diags.report(placeOf(resource, MetricAlert::Condition), diag::amlClusterMetric, condition->metric);
      }
    }
  }
  static const std::array<int64_t, 8> kWindows{1, 5, 15, 30, 60, 360, 720, 1440};
  const auto minutes = [&](MetricAlert field) -> std::optional<int64_t> {
    const auto time = duration(resource.fields.find(field));
    if (!time) return std::nullopt;
    return time->wholeMinutes() ? time->inSeconds() / 60 : -1;
  };
  const auto window = minutes(MetricAlert::Window);
  const auto every = minutes(MetricAlert::Every);
  const auto allowed = [&](int64_t value, size_t count) {
    return std::find(kWindows.begin(), kWindows.begin() + static_cast<std::ptrdiff_t>(count), value) !=
           kWindows.begin() + static_cast<std::ptrdiff_t>(count);
  };
  if (window && !allowed(*window, 8))
    context.diags.report(placeOf(resource, MetricAlert::Window), diag::amlAlertWindow);
  if (every && !allowed(*every, 5))
    context.diags.report(placeOf(resource, MetricAlert::Every), diag::amlAlertFrequency);
  if (window && every && *window > 0 && *every > *window) {
    context.diags.report(placeOf(resource, MetricAlert::Every), diag::amlAlertTooRare);
  }
}

void checkSubscription(const RuleContext& context, const ir::Resource& group) {
  const auto subscription = ir::text(group.fields.find(ResourceGroup::Subscription));
  if (subscription && !isGuid(*subscription)) {
    context.diags.report(placeOf(group, ResourceGroup::Subscription), diag::amlArmId, *subscription,
                         diag::Phrase("id of a subscription"),
                         diag::Phrase("it has the form `00000000-0000-0000-0000-000000000000`"));
  }
}

void checkRoleAssignment(const RuleContext& context, const ir::Resource& resource) {
  const auto role = ir::text(resource.fields.find(RoleAssignment::Role));
  if (role && !roleId(*role) && !isGuid(*role)) {
    auto report = context.diags.report(placeOf(resource, RoleAssignment::Role), diag::amlUnknownRole, *role);
    const auto names = roleNames();
    const auto full = roleId(*role + " Role") ? std::optional(*role + " Role") : support::closest(*role, names);
    if (full) {
      report.fix("write `" + support::quoteJson(*full) + "`", false,
                 {{placeOf(resource, RoleAssignment::Role), support::quoteJson(*full)}});
      report.note({}, diag::amlDidYouMean, *full);
    }
  }
  const ir::Value* principal = resource.fields.find(RoleAssignment::Principal);
  if (const auto text = ir::text(principal); text && !isGuid(*text)) {
    context.diags.report(principal->origin, diag::amlPrincipal, *text);
  }
  if (const ir::Resource* who = context.resource(principal)) {
    const bool needsIdentity = who->kind == Kind::AzuremlKubernetesCompute;
    if (needsIdentity && who->fields.find(ManagedCluster::Identity) == nullptr && !who->existing) {
      context.diags.report(principal->origin, diag::amlPrincipalIdentity, who->name)
          .note(who->origin, diag::amlDeclaredHere);
    }
  }
  const auto scopeText = ir::text(resource.fields.find(RoleAssignment::Scope));
  if (scopeText && !isScope(*scopeText)) {
    context.diags.report(placeOf(resource, RoleAssignment::Scope), diag::amlArmId, *scopeText,
                         diag::Phrase("id of a scope"),
                         diag::Phrase("it begins with `/subscriptions/` and the subscription's id, or names a "
                                      "management group"));
  }
  const ir::Resource* scope = context.resource(resource, RoleAssignment::Scope);
  const bool relay = role == "Azure Relay Owner" || role == kRelayOwner;
  if (scope != nullptr && relay && scope->kind == Kind::AzureConnectedCluster &&
      scope->fields.find(ConnectedCluster::Relay) == nullptr) {
    context.diags.report(placeOf(resource, RoleAssignment::Scope), diag::amlRelay, scope->name)
        .note(scope->origin, diag::amlDeclaredHere);
  }
}

void checkResource(const RuleContext& context, const ir::Resource& resource) {
  checkName(context, resource);
  const Kind kind = resource.kind;
  const Module module = moduleOf(kind);
  if (module == Module::K8s || kind == Kind::AzuremlInstanceType) {
    checkLabels(context, resource.fields.find(ResourceField::Labels), true);
    checkLabels(context, resource.fields.find(ResourceField::Annotations), false);
  }
  if (module == Module::Azure || kind == Kind::AzuremlWorkspace || kind == Kind::AzuremlKubernetesCompute) {
    checkTags(context, resource);
  }
  switch (kind) {
    case Kind::K8sConfigMap: checkConfigMap(context, resource); break;
    case Kind::K8sPvc: checkClaim(context, resource); break;
    case Kind::K8sObject: checkObject(context, resource); break;
    case Kind::AzuremlInstanceType: checkInstanceType(context, resource); break;
    case Kind::AzuremlKubernetesOnlineEndpoint: checkEndpoint(context, resource); break;
    case Kind::AzuremlKubernetesOnlineDeployment: checkDeployment(context, resource); break;
    case Kind::AzuremlEnvironment: checkEnvironment(context, resource.fields, resource.origin); break;
    case Kind::AzuremlCommandJob: checkCommandJob(context, resource); break;
    case Kind::AzuremlPipelineJob: checkPipelineJob(context, resource); break;
    case Kind::AzuremlKubernetesExtension: checkExtension(context, resource); break;
    case Kind::AzureManagedCluster: checkCluster(context, resource); break;
    case Kind::AzureMetricAlert: checkAlert(context, resource); break;
    case Kind::AzureRoleAssignment: checkRoleAssignment(context, resource); break;
    case Kind::AzureResourceGroup:
      if (isMade(resource) && resource.fields.find(ManagedCluster::Location) == nullptr) {
        context.diags.report(resource.origin, diag::amlLocation);
      }
      break;
    case Kind::AzureKeyVault:
      checkDays(context, resource, KeyVault::SoftDeleteRetention, "what was deleted", 7, 90);
      break;
    case Kind::AzureLogAnalytics: checkDays(context, resource, LogAnalytics::Retention, "a log", 30, 730); break;
    case Kind::AzureContainerRegistry:
      if (flag(resource, ContainerRegistry::AdminUser))
        context.diags.report(placeOf(resource, ContainerRegistry::AdminUser), diag::amlAdminUser);
      break;
    case Kind::AzureConnectedCluster:
      if (isMade(resource) && resource.fields.find(ConnectedCluster::KubeContext) == nullptr) {
        context.diags.report(resource.origin, diag::amlKubeContext, resource.name);
      }
      break;
    case Kind::AzuremlWorkspace: {
      const ir::Resource* storage = context.resource(resource, Workspace::StorageAccount);
      if (storage != nullptr && flag(*storage, StorageAccount::HierarchicalNamespace)) {
        context.diags.report(placeOf(resource, Workspace::StorageAccount), diag::amlHierarchicalStorage)
            .note(placeOf(*storage, StorageAccount::HierarchicalNamespace), diag::amlDeclaredHere);
      }
      break;
    }
    case Kind::AzureDiagnosticSettings: {
      const auto empty = [&](DiagnosticSettings field) { return items(resource.fields.find(field)).empty(); };
      if (empty(DiagnosticSettings::Logs) && empty(DiagnosticSettings::Metrics)) {
        context.diags.report(resource.origin, diag::amlNothingSent);
      }
      if (resource.fields.find(DiagnosticSettings::Workspace) == nullptr &&
          resource.fields.find(DiagnosticSettings::Storage) == nullptr) {
        context.diags.report(resource.origin, diag::amlNowhereSent);
      }
      break;
    }
    default: break;
  }
}

}  // namespace mlpc::backends::azureml
