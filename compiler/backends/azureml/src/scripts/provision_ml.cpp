#include <array>
#include <utility>

#include "map/documents.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "roles.h"
#include "scripts/provision.h"

namespace mlpc::backends::azureml {

using vocabulary::azure::ConnectedCluster;
using vocabulary::azure::RoleAssignment;
using vocabulary::azureml::ComputeIdentity;
using vocabulary::azureml::ComputeIdentityType;
using vocabulary::azureml::Inference;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::KubernetesExtension;
using vocabulary::azureml::Workspace;

emit::Script Provision::extension(const ir::Resource& r) {
  const ir::Resource* cluster = context_.resource(r, KubernetesExtension::Cluster);
  if (cluster == nullptr) return {};
  Command command("az k8s-extension create");
  command.option("--name", r.resourceName).option("--cluster-name", cluster->resourceName);
  command.option("--cluster-type",
                 cluster->kind == Kind::AzureManagedCluster ? "managedClusters" : "connectedClusters");
  writer_.group(command, r);
  command.option("--extension-type", "Microsoft.AzureML.Kubernetes").option("--scope", "cluster");
  command.option("--auto-upgrade-minor-version", flag(r, KubernetesExtension::AutoUpgrade) ? "true" : "false");
  std::vector<Word> config;
  const auto set = [&](std::string_view name, std::string_view value, source::Span origin = {}) {
    config.push_back(word(std::string(name) + "=" + std::string(value), origin));
  };
  set("enableTraining", flag(r, KubernetesExtension::Training) ? "True" : "False");
  const ir::Value* inference = r.fields.find(KubernetesExtension::Inference);
  set("enableInference", inference != nullptr ? "True" : "False");
  if (inference != nullptr) {
    set("inferenceRouterServiceType",
        ir::text(inference->field(Inference::RouterServiceType)).value_or("LoadBalancer"));
    set("inferenceRouterHA", boolean(inference->field(Inference::RouterHa)).value_or(true) ? "True" : "False");
    if (boolean(inference->field(Inference::AllowInsecureConnections)).value_or(false))
      set("allowInsecureConnections", "True");
    if (boolean(inference->field(Inference::Internal)).value_or(false)) set("internalLoadBalancerProvider", "azure");
    if (const ir::Value* given = inference->field(Inference::SslSecret)) {
      if (const auto* ref = given->as<ir::SecretRef>()) {
        set("sslSecret", context_.program.secrets[ref->secret].secretName, given->origin);
      }
    }
    if (const auto name = ir::text(inference->field(Inference::SslCname)))
      set("sslCname", *name, inference->field(Inference::SslCname)->origin);
  }
  static constexpr std::array<std::pair<KubernetesExtension, std::string_view>, 4> kParts{
      {{KubernetesExtension::NvidiaDevicePlugin, "installNvidiaDevicePlugin"},
       {KubernetesExtension::Prometheus, "installPromOp"},
       {KubernetesExtension::Volcano, "installVolcano"},
       {KubernetesExtension::DcgmExporter, "installDcgmExporter"}}};
  for (const auto& [name, option] : kParts) {
    if (const auto given = boolean(r.fields.find(name))) set(option, *given ? "True" : "False");
  }
  for (const ir::Field& field : fields(r.fields.find(KubernetesExtension::Config))) {
    set(field.key, ir::text(&field.value).value_or(""), field.value.origin);
  }
  command.option("--config", config).quiet();
  return unlessThere(r, "extension", command.text()) + wait(r, "provisioningState");
}

emit::Script Provision::workspace(const ir::Resource& r) {
  Command command = located("az ml workspace create", "--name", r);
  copy(command, "--display-name", r, Workspace::DisplayName);
  copy(command, "--description", r, Workspace::Description);
  static constexpr std::array<std::pair<Workspace, std::string_view>, 4> kParts{
      {{Workspace::StorageAccount, "--storage-account"},
       {Workspace::KeyVault, "--key-vault"},
       {Workspace::ApplicationInsights, "--application-insights"},
       {Workspace::ContainerRegistry, "--container-registry"}}};
  // These options take ARM ids.
  for (const auto& [name, option] : kParts) {
    if (const ir::Resource* part = context_.resource(r, name)) command.option(option, writer_.id(*part));
  }
  if (r.fields.find(Workspace::PublicNetworkAccess) != nullptr && !flag(r, Workspace::PublicNetworkAccess)) {
    command.option("--public-network-access", "Disabled");
  }
  emit::Script files;
  if (const ir::Resource* identity = context_.resource(r, Workspace::Identity)) {
    emit::Node body = withSchema("workspace");
    body.set("name", r.resourceName);
    emit::Node& node = body["identity"];
    node.set("type", "user_assigned");
    const std::string id = *marking().id(*identity);
    node["user_assigned_identities"].push({}).set("resource_id", id);
    node.at(placeOf(r, Workspace::Identity));
    command.option("--file", document(files, writer_.variable(r) + ".workspace.yml", std::move(body)));
    command.option("--primary-user-assigned-identity", writer_.id(*identity));
  }
  return files + unlessThere(r, "workspace", command.text()) + wait(r, "provisioning_state");
}

bool Provision::givenElsewhere(const ir::Resource& identity, std::string_view role, const ir::Resource& scope) {
  for (const ir::Resource& other : context_.program.resources) {
    if (other.kind != Kind::AzureRoleAssignment || !isMade(other)) continue;
    const auto name = ir::text(other.fields.find(RoleAssignment::Role)).value_or("");
    const bool same = name == role || roleId(name) == role;
    if (same && context_.resource(other, RoleAssignment::Principal) == &identity &&
        context_.resource(other, RoleAssignment::Scope) == &scope) {
      return true;
    }
  }
  return false;
}

emit::Script Provision::rolesForAttaching(const ir::Resource& workspace, const ir::Resource& cluster) {
  const ir::Resource* identity = context_.resource(workspace, Workspace::Identity);
  if (identity == nullptr) return {};
  const bool arc = cluster.kind == Kind::AzureConnectedCluster;
  emit::Script out;
  const auto give = [&](std::string_view role, std::string_view name, const Word& scope) {
    if (givenElsewhere(*identity, role, cluster)) return;
    writer_.usesGrant = true;
    out += "grant " + writer_.principal(*identity).shell + " ServicePrincipal " + std::string(role) + " " +
           scope.shell + " # " + std::string(name) + "\n";
  };
  give(kReader, "Reader", writer_.id(cluster));
  give(kExtensionContributor, "Kubernetes Extension Contributor", writer_.id(cluster));
  if (!arc) give(kClusterAdmin, "Azure Kubernetes Service Cluster Admin Role", writer_.id(cluster));
  if (arc && cluster.fields.find(ConnectedCluster::Relay) != nullptr)
    give(kRelayOwner, "Azure Relay Owner", writer_.relay(cluster));
  return out.empty() ? out : "# Roles that the workspace's identity needs before it can attach a cluster.\n" + out;
}

emit::Script Provision::compute(const ir::Resource& r) {
  const ir::Resource* cluster = context_.resource(r, KubernetesExtension::Cluster);
  const ir::Resource* workspace = workspaceOf(context_, r);
  if (cluster == nullptr || workspace == nullptr) return {};
  Command command("az ml compute attach");
  command.option("--name", r.resourceName).option("--type", "Kubernetes");
  writer_.workspace(command, r);
  command.option("--resource-id", writer_.id(*cluster));
  if (const ir::Resource* home = context_.resource(r, KubernetesCompute::Namespace))
    command.option("--namespace", home->resourceName);
  if (const ir::Value* identity = r.fields.find(Workspace::Identity)) {
    const bool user =
        ir::choice<ComputeIdentityType>(identity->field(ComputeIdentity::Type)) == ComputeIdentityType::UserAssigned;
    command.option("--identity-type", user ? "UserAssigned" : "SystemAssigned");
    std::string ids;
    for (const ir::Value& item : items(identity->field(ComputeIdentity::Identities))) {
      if (const ir::Resource* found = context_.resource(&item))
        ids += (ids.empty() ? "" : ",") + writer_.id(*found).shell;
    }
    if (!ids.empty()) command.option("--user-assigned-identities", Word{ids});
  }
  emit::Script files;
  // Description and tags have no options.
  if (r.fields.find(Workspace::Description) != nullptr || !fields(r.fields.find(Workspace::Tags)).empty()) {
    command.option("--file", document(files, writer_.variable(r) + ".compute.yml", azureml::compute(marking(), r)));
  }
  command.quiet();
  return files + rolesForAttaching(*workspace, *cluster) + unlessThere(r, "compute", command.text()) +
         wait(r, "provisioning_state");
}

emit::Script Provision::endpoint(const ir::Resource& r) {
  emit::Script files;
  const Word file = document(files, writer_.variable(r) + ".endpoint.yml", azureml::endpoint(marking(), r));
  Command command("az ml online-endpoint create");
  command.option("--name", r.resourceName);
  command.option("--file", file);
  writer_.workspace(command, r);
  command.quiet();
  return files + unlessThere(r, "endpoint", command.text()) + wait(r, "provisioning_state");
}

}  // namespace mlpc::backends::azureml
