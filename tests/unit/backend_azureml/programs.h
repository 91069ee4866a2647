#pragma once

#include "../backend_trainer/build_ir.h"

// Programs that several tests use.
namespace mlpc::test {

inline ir::Value flag(bool is) { return value(support::Constant(is)); }
inline ir::Value number(int64_t count) { return value(support::Constant(count)); }
inline ir::Value days(int64_t count) { return seconds(count * 86400); }
inline ir::Value strings(std::vector<const char*> texts) {
  std::vector<ir::Value> items;
  for (const char* text : texts) items.push_back(value(text));
  return list(std::move(items));
}

/// Creates everything: a cluster with two pools, the workspace and what it needs, compute, endpoint, monitoring.
struct Infrastructure {
  ir::Program program;
  ir::ResourceId group, registry, storage, vault, insights, logs, cluster, extension, workspace, home, compute,
      endpoint;
};

inline Infrastructure infrastructure(const char* subscription = "") {
  Infrastructure i;
  ir::Program& p = i.program;
  p.stem = "infra";
  std::vector<Entry> group{{"location", value("eastus")}, {"tags", record({{"purpose", value("mlops")}})}};
  if (*subscription != '\0') group.emplace_back("subscription", value(subscription));
  i.group = addResource(p, vocabulary::Kind::AzureResourceGroup, "rg-mlops-pipeline", std::move(group));
  const auto in = [&](std::vector<Entry> more) {
    more.insert(more.begin(), {"resource_group", reference(i.group)});
    return more;
  };
  i.registry = addResource(p, vocabulary::Kind::AzureContainerRegistry, "acrmlops1234",
                           in({{"sku", value("Standard")}, {"admin_user", flag(false)}}));
  i.storage = addResource(p, vocabulary::Kind::AzureStorageAccount, "stmlops1234",
                          in({{"sku", value("Standard_LRS")}, {"kind", value("StorageV2")}}));
  i.vault = addResource(p, vocabulary::Kind::AzureKeyVault, "kv-mlops-1234",
                        in({{"soft_delete_retention", days(90)}, {"rbac", flag(true)}}));
  i.insights = addResource(p, vocabulary::Kind::AzureApplicationInsights, "mlops-insights",
                           in({{"application_type", value("web")}}));
  i.logs = addResource(p, vocabulary::Kind::AzureLogAnalytics, "mlops-logs", in({}));
  i.cluster = addResource(
      p, vocabulary::Kind::AzureManagedCluster, "aks-mlops-cluster",
      in({{"pull_from", list({reference(i.registry)})},
          {"monitoring", reference(i.logs)},
          {"node_pools", list({record({{"name", value("system")},
                                       {"mode", value("System")},
                                       {"vm_size", value("Standard_DS3_v2")},
                                       {"min_count", number(2)},
                                       {"max_count", number(5)}}),
                               record({{"name", value("mlpool")},
                                       {"mode", value("User")},
                                       {"vm_size", value("Standard_DS3_v2")},
                                       {"min_count", number(1)},
                                       {"max_count", number(4)},
                                       {"taints", list({record({{"key", value("ml.azure.com/amlarc")},
                                                                {"value", value("true")},
                                                                {"effect", value("NoSchedule")}})})}})})}}));
  i.extension = addResource(p, vocabulary::Kind::AzuremlKubernetesExtension, "extension",
                            {{"cluster", reference(i.cluster)},
                             {"training", flag(true)},
                             {"auto_upgrade", flag(true)},
                             {"inference", record({{"router_service_type", value("LoadBalancer")},
                                                   {"allow_insecure_connections", flag(true)},
                                                   {"router_ha", flag(false)}})}});
  i.workspace = addResource(p, vocabulary::Kind::AzuremlWorkspace, "mlw-mlops-demo",
                            in({{"storage_account", reference(i.storage)},
                                {"key_vault", reference(i.vault)},
                                {"application_insights", reference(i.insights)},
                                {"container_registry", reference(i.registry)}}));
  i.home = addResource(p, vocabulary::Kind::K8sNamespace, "ml-workloads", {{"cluster", reference(i.cluster)}});
  // Declared before the instance type, which must exist first.
  i.compute = addResource(p, vocabulary::Kind::AzuremlKubernetesCompute, "aks-compute",
                          {{"workspace", reference(i.workspace)},
                           {"cluster", reference(i.cluster)},
                           {"namespace", reference(i.home)},
                           {"identity", record({{"type", value("system_assigned")}, {"identities", list({})}})}});
  addResource(p, vocabulary::Kind::AzuremlInstanceType, "small-cpu-model",
              {{"node_selector", record({{"agentpool", value("mlpool")}})},
               {"resources", record({{"requests", record({{"cpu", number(1)}, {"memory", quantity("2Gi")}})},
                                     {"limits", record({{"cpu", number(2)}, {"memory", quantity("4Gi")}})}})}});
  i.endpoint = addResource(p, vocabulary::Kind::AzuremlKubernetesOnlineEndpoint, "mlops-endpoint",
                           {{"compute", reference(i.compute)}, {"auth_mode", value("key")}});
  addResource(p, vocabulary::Kind::AzureRoleAssignment, "pull-images",
              {{"principal", reference(i.compute)}, {"role", value("AcrPull")}, {"scope", reference(i.registry)}});
  addResource(p, vocabulary::Kind::AzureDiagnosticSettings, "aks-diagnostics",
              {{"target", reference(i.cluster)},
               {"workspace", reference(i.logs)},
               {"logs", strings({"kube-apiserver", "kube-scheduler"})},
               {"metrics", strings({"AllMetrics"})}});
  addResource(p, vocabulary::Kind::AzureMetricAlert, "high-latency-alert",
              {{"target", reference(i.endpoint)},
               {"condition", value("avg RequestLatency > 1000")},
               {"window", seconds(300)},
               {"every", seconds(60)},
               {"severity", number(2)}});
  return i;
}

/// Everything exists except the computes, on AKS and through Arc; the workspace was given its identity.
inline ir::Program attachment() {
  ir::Program p;
  p.stem = "attach";
  const auto group = addResource(p, vocabulary::Kind::AzureResourceGroup, "rg-mlops-pipeline",
                                 {{"subscription", value("00000000-0000-0000-0000-000000000000")}}, true);
  const auto in = [&](std::vector<Entry> more) {
    more.insert(more.begin(), {"resource_group", reference(group)});
    return more;
  };
  const auto identity = addResource(p, vocabulary::Kind::AzureUserAssignedIdentity, "id-mlops", in({}), true);
  const auto workspace = addResource(p, vocabulary::Kind::AzuremlWorkspace, "mlw-mlops-demo",
                                     in({{"identity", reference(identity)}}), true);
  const auto aks = addResource(p, vocabulary::Kind::AzureManagedCluster, "aks-mlops-cluster", in({}), true);
  const auto arc =
      addResource(p, vocabulary::Kind::AzureConnectedCluster, "edge-1", in({{"relay", value("relay-edge-1")}}), true);
  const auto workloads = addResource(p, vocabulary::Kind::K8sNamespace, "ml-workloads", {{"cluster", reference(aks)}});
  const auto edge = addResource(p, vocabulary::Kind::K8sNamespace, "ml-edge", {{"cluster", reference(arc)}}, true);
  const auto registry = addResource(p, vocabulary::Kind::AzureContainerRegistry, "acrmlops1234", in({}), true);
  const auto compute = addResource(p, vocabulary::Kind::AzuremlKubernetesCompute, "k8s-compute",
                                   {{"workspace", reference(workspace)},
                                    {"cluster", reference(aks)},
                                    {"namespace", reference(workloads)},
                                    {"identity", record({{"type", value("system_assigned")}})}});
  addResource(p, vocabulary::Kind::AzuremlKubernetesCompute, "amlarc-compute",
              {{"workspace", reference(workspace)},
               {"cluster", reference(arc)},
               {"namespace", reference(edge)},
               {"identity", record({{"type", value("user_assigned")}, {"identities", list({reference(identity)})}})}});
  addResource(p, vocabulary::Kind::AzureRoleAssignment, "pull-images",
              {{"principal", reference(compute)}, {"role", value("AcrPull")}, {"scope", reference(registry)}});
  addResource(p, vocabulary::Kind::AzureRoleAssignment, "relay-owner",
              {{"principal", reference(identity)}, {"role", value("Azure Relay Owner")}, {"scope", reference(arc)}});
  return p;
}

}  // namespace mlpc::test
