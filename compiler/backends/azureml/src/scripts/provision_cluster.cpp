#include "map/documents.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/k8s.h"
#include "scripts/provision.h"

namespace mlpc::backends::azureml {

using vocabulary::azure::ConnectedCluster;
using vocabulary::azure::ManagedCluster;
using vocabulary::azure::NodePool;
using vocabulary::azure::NodePoolPriority;
using vocabulary::azure::Taint;
using vocabulary::k8s::Namespace;

void Provision::poolOptions(Command& command, const ir::Value& pool, bool first) {
  const auto given = [&](std::string_view option, NodePool name) {
    const ir::Value* value = pool.field(name);
    if (const auto known = ir::text(value)) command.option(option, word(*known, value->origin));
  };
  given("--node-vm-size", NodePool::VmSize);
  const auto least = integer(pool.field(NodePool::MinCount));
  const auto most = integer(pool.field(NodePool::MaxCount));
  const int64_t start = integer(pool.field(NodePool::Count)).value_or(least.value_or(1));
  command.option("--node-count", std::to_string(start));
  if (least && most) {
    command.flag("--enable-cluster-autoscaler");
    command.option("--min-count", std::to_string(*least)).option("--max-count", std::to_string(*most));
  }
  std::vector<Word> labels;
  for (const ir::Field& label : fields(pool.field(NodePool::Labels))) {
    labels.push_back(word(label.key + "=" + ir::text(&label.value).value_or(""), label.value.origin));
  }
  if (!labels.empty()) command.option(first ? "--nodepool-labels" : "--labels", labels);
  std::string taints;
  for (const ir::Value& taint : items(pool.field(NodePool::Taints))) {
    const auto part = [&](Taint name) { return ir::text(taint.field(name)).value_or(""); };
    taints += (taints.empty() ? "" : ",") + part(Taint::Key) + "=" + part(Taint::Value) + ":" + part(Taint::Effect);
  }
  if (!taints.empty()) {
    command.option(first ? "--nodepool-taints" : "--node-taints", word(taints, pool.field(NodePool::Taints)->origin));
  }
  std::vector<Word> zones;
  for (const ir::Value& zone : items(pool.field(NodePool::Zones))) zones.push_back(writer_.valueWord(zone));
  if (!zones.empty()) command.option("--zones", zones);
  given("--os-sku", NodePool::OsSku);
  if (const auto disk = integer(pool.field(NodePool::OsDiskSizeGb))) {
    command.option("--node-osdisk-size", std::to_string(*disk));
  }
  if (!first && ir::choice<NodePoolPriority>(pool.field(NodePool::Priority)) == NodePoolPriority::Spot) {
    command.option("--priority", "Spot").option("--eviction-policy", "Delete").option("--spot-max-price", "-1");
  }
}

emit::Script Provision::cluster(const ir::Resource& r) {
  Command command = located("az aks create", "--name", r);
  copy(command, "--kubernetes-version", r, ManagedCluster::KubernetesVersion);
  copy(command, "--network-plugin", r, ManagedCluster::NetworkPlugin);
  copy(command, "--tier", r, ManagedCluster::Tier);
  if (const ir::Resource* identity = context_.resource(r, ManagedCluster::Identity)) {
    command.option("--assign-identity", writer_.id(*identity));
  } else {
    command.flag("--enable-managed-identity");
  }
  const auto& pools = items(r.fields.find(ManagedCluster::NodePools));
  if (!pools.empty()) {
    command.option("--nodepool-name", ir::text(pools.front().field(NodePool::Name)).value_or("system"));
    poolOptions(command, pools.front(), true);
  }
  const auto& registries = items(r.fields.find(ManagedCluster::PullFrom));
  if (!registries.empty()) {
    if (const ir::Resource* first = context_.resource(&registries.front())) {
      command.option("--attach-acr", writer_.id(*first));
    }
  }
  if (const ir::Resource* logs = context_.resource(r, ManagedCluster::Monitoring)) {
    command.option("--enable-addons", "monitoring").option("--workspace-resource-id", writer_.id(*logs));
  }
  if (flag(r, ManagedCluster::WorkloadIdentity))
    command.flag("--enable-oidc-issuer").flag("--enable-workload-identity");
  if (flag(r, ManagedCluster::Entra)) command.flag("--enable-aad");
  if (flag(r, ManagedCluster::DisableLocalAccounts)) command.flag("--disable-local-accounts");
  command.flag("--no-ssh-key");
  emit::Script make = command.text();
  for (size_t i = 1; i < registries.size(); ++i) {
    const ir::Resource* registry = context_.resource(&registries[i]);
    if (registry == nullptr) continue;
    Command attach("az aks update");
    attach.option("--name", r.resourceName);
    writer_.group(attach, r);
    make += attach.option("--attach-acr", writer_.id(*registry)).quiet().text();
  }
  emit::Script out = unlessThere(r, "cluster", make) + wait(r, "provisioningState");
  for (size_t i = 1; i < pools.size(); ++i) out += pool(r, pools[i]);
  return out;
}

emit::Script Provision::pool(const ir::Resource& r, const ir::Value& pool) {
  const std::string name = ir::text(pool.field(NodePool::Name)).value_or("");
  Command show("az aks nodepool show");
  show.option("--name", name).option("--cluster-name", r.resourceName);
  writer_.group(show, r);
  Command add("az aks nodepool add");
  add.option("--name", name).option("--cluster-name", r.resourceName);
  writer_.group(add, r);
  add.option("--mode", ir::text(pool.field(NodePool::Mode)).value_or("User"));
  poolOptions(add, pool, false);
  add.quiet();
  return "if exists " + show.line() + "; then\n" + sayLine("node pool " + name + " is there").indented(2) + "else\n" +
         sayLine("adding node pool " + name).indented(2) + add.text(2) + "fi\n";
}

emit::Script Provision::connectedCluster(const ir::Resource& r) {
  Command command = located("az connectedk8s connect", "--name", r);
  copy(command, "--kube-context", r, ConnectedCluster::KubeContext);
  command.flag("--yes");
  return unlessThere(r, "connected cluster", command.text()) + wait(r, "provisioningState");
}

emit::Script Provision::nameSpace(const ir::Resource& r) {
  emit::Script out;
  for (const ir::Resource* cluster : clustersOf(context_, r)) {
    const std::string kubectl = writer_.kubectl(*cluster);
    const std::string name = word(r.resourceName).shell;
    out += "if ! exists " + kubectl + " get namespace " + name + "; then\n" +
           sayLine("making namespace " + r.resourceName).indented(2) + "  " + kubectl + " create namespace " + name +
           "\nfi\n";
    const emit::Script labels = pairs(r.fields.find(Namespace::Labels));
    if (!labels.empty()) out += kubectl + " label --overwrite namespace " + name + labels + "\n";
    const emit::Script notes = pairs(r.fields.find(Namespace::Annotations));
    if (!notes.empty()) out += kubectl + " annotate --overwrite namespace " + name + notes + "\n";
  }
  return out;
}

emit::Script Provision::pairs(const ir::Value* map) {
  emit::Script out;
  for (const ir::Field& field : fields(map)) {
    out += " " + word(field.key + "=" + ir::text(&field.value).value_or(""), field.value.origin).script();
  }
  return out;
}

emit::Script Provision::instanceType(const ir::Resource& r) {
  emit::Script out;
  const emit::Script document = emit::Script::document(azureml::instanceType(context_, r));
  for (const ir::Resource* cluster : clustersOf(context_, r)) {
    const std::string kubectl = writer_.kubectl(*cluster);
    out += kubectl + " wait --for condition=established --timeout 300s crd/instancetypes.amlarc.azureml.com\n";
    out += kubectl + " apply --filename - <<'YAML'\n" + document + "YAML\n";
  }
  return out;
}

}  // namespace mlpc::backends::azureml
