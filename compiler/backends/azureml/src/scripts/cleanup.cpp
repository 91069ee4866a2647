#include <algorithm>

#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "roles.h"
#include "scripts/shell_text.h"
#include "scripts/writer.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azure::ConnectedCluster;
using vocabulary::azure::DiagnosticSettings;
using vocabulary::azure::KeyVault;
using vocabulary::azure::RoleAssignment;
using vocabulary::azureml::KubernetesCompute;
using vocabulary::azureml::Workspace;

class Cleanup {
 public:
  Cleanup(const Context& context, const Plan& plan) : writer_(context, plan), context_(context), plan_(plan) {}

  emit::Script script() {
    emit::Script out;
    for (auto at = plan_.order.rbegin(); at != plan_.order.rend(); ++at) {
      const ir::Resource& resource = **at;
      if (!isScripted(context_, resource)) continue;
      const emit::Script body = remove(resource);
      if (body.empty()) continue;
      const std::string title =
          "\n# ---- " + commentText(resource.resourceName) + " (" + std::string(name(resource.kind)) + ")\n";
      out += emit::Script(title + writer_.takeLookups() + body).at(resource.origin);
    }
    return head() + out + "\nsay 'everything is gone'\n";
  }

 private:
  std::string head() {
    const std::string stem = commentText(context_.program.stem);
    std::string out = "#!/usr/bin/env bash\n";
    out += "# Deletes the Azure resources that `" + stem +
           ".provision.sh` makes, with all that is in them. Can be run again. mlpc wrote\n";
    out += "# it; change the source instead.\n";
    out += "set -euo pipefail\numask 077\n";
    out += "# The word --yes below is the only question.\nexport AZURE_CORE_DISABLE_CONFIRM_PROMPT=yes\n\n";
    out += kSay;
    out += "if [[ $# -ne 1 || \"$1\" != --yes ]]; then\n  say \"usage: $0 --yes\"\n";
    out += "  say 'This deletes resources with all that is in them.'\n  exit 2\nfi\n\n";
    out += kExists;
    if (writer_.usesValue) {
      out += kValue;
      out += kMaybe;
    }
    if (revokes_) out += kRevoke;
    if (writer_.usesProxy) out += kProxy;
    out += writer_.preparation();
    return out;
  }

  emit::Script ifThere(const ir::Resource& r, std::string_view what, const emit::Script& commands) {
    return "if exists " + writer_.show(r).line() + "; then\n" +
           sayLine("deleting " + std::string(what) + " " + r.resourceName).indented(2) + commands.indented(2) + "fi\n";
  }

  /// `az … delete` with the name and group of a resource.
  Command deletion(std::string_view head, const ir::Resource& r, bool asks, std::string_view name = "--name") {
    Command command(head);
    command.option(name, r.resourceName);
    writer_.group(command, r);
    if (asks) command.flag("--yes");
    return command;
  }

  emit::Script remove(const ir::Resource& r) {
    switch (r.kind) {
      case Kind::AzureResourceGroup: {
        Command command("az group delete");
        command.option("--name", r.resourceName);
        writer_.subscription(command, r);
        return ifThere(r, "group", command.flag("--yes").text());
      }
      case Kind::AzureManagedCluster: return ifThere(r, "cluster", deletion("az aks delete", r, true).text());
      case Kind::AzureConnectedCluster: {
        Command command = deletion("az connectedk8s delete", r, true);
        if (const auto name = writer_.field(r, ConnectedCluster::KubeContext)) command.option("--kube-context", *name);
        return ifThere(r, "connected cluster", command.text());
      }
      case Kind::AzureContainerRegistry: return ifThere(r, "registry", deletion("az acr delete", r, true).text());
      case Kind::AzureStorageAccount: {
        return ifThere(r, "storage account", deletion("az storage account delete", r, true).text());
      }
      case Kind::AzureKeyVault: {
        const std::string kept =
            duration(r.fields.find(KeyVault::SoftDeleteRetention)).value_or(support::Duration()).text();
        return ifThere(r, "key vault",
                       deletion("az keyvault delete", r, false).text() +
                           sayLine("key vault " + r.resourceName + " can be brought back for " + kept));
      }
      case Kind::AzureApplicationInsights: {
        return ifThere(r, "Application Insights",
                       deletion("az monitor app-insights component delete", r, false, "--app").text());
      }
      case Kind::AzureLogAnalytics: {
        return ifThere(r, "log workspace",
                       deletion("az monitor log-analytics workspace delete", r, true, "--workspace-name").text());
      }
      case Kind::AzureUserAssignedIdentity: {
        return ifThere(r, "identity", deletion("az identity delete", r, false).text());
      }
      case Kind::AzureMetricAlert:
        return ifThere(r, "alert", deletion("az monitor metrics alert delete", r, false).text());
      case Kind::AzureActionGroup: {
        return ifThere(r, "action group", deletion("az monitor action-group delete", r, false).text());
      }
      case Kind::AzureDiagnosticSettings: return diagnostics(r);
      case Kind::AzureRoleAssignment: return role(r);
      case Kind::AzuremlWorkspace: {
        // A workspace that is only marked as deleted would keep its name in use.
        return ifThere(r, "workspace", deletion("az ml workspace delete", r, true).flag("--permanently-delete").text());
      }
      case Kind::AzuremlKubernetesExtension: return extension(r);
      case Kind::AzuremlKubernetesCompute: return compute(r);
      case Kind::AzuremlKubernetesOnlineEndpoint: {
        Command command("az ml online-endpoint delete");
        command.option("--name", r.resourceName);
        writer_.workspace(command, r);
        return ifThere(r, "endpoint", command.flag("--yes").text());
      }
      default: return inCluster(r);
    }
  }

  emit::Script diagnostics(const ir::Resource& r) {
    const ir::Resource* target = context_.resource(r, DiagnosticSettings::Target);
    if (target == nullptr) return {};
    const Word id = writer_.id(*target);
    Command command("az monitor diagnostic-settings delete");
    command.option("--name", r.resourceName).option("--resource", id);
    const std::string name = r.resourceName;
    return "if [[ -n " + id.shell + " ]] && exists " + writer_.show(r).line() + "; then\n" +
           sayLine("deleting diagnostic setting " + name).indented(2) + command.text(2) + "fi\n";
  }

  emit::Script role(const ir::Resource& r) {
    revokes_ = true;
    const std::string name = ir::text(r.fields.find(RoleAssignment::Role)).value_or("");
    const std::string role(roleId(name).value_or(name));
    const ir::Resource* who = context_.resource(r, RoleAssignment::Principal);
    const Word principal =
        who != nullptr ? writer_.principal(*who) : writer_.field(r, RoleAssignment::Principal).value_or(word(""));
    const ir::Resource* on = context_.resource(r, RoleAssignment::Scope);
    const bool relay = on != nullptr && role == kRelayOwner && on->kind == Kind::AzureConnectedCluster;
    const Word scope = on == nullptr ? writer_.field(r, RoleAssignment::Scope).value_or(word(""))
                       : relay       ? writer_.relay(*on)
                                     : writer_.id(*on);
    return "revoke " + principal.script() + " " + word(role, placeOf(r, RoleAssignment::Role)).script() + " " +
           scope.script() + " # " + commentText(name) + "\n";
  }

  emit::Script extension(const ir::Resource& r) {
    const ir::Resource* cluster = context_.resource(r, KubernetesCompute::Cluster);
    if (cluster == nullptr) return {};
    Command command("az k8s-extension delete");
    command.option("--name", r.resourceName).option("--cluster-name", cluster->resourceName);
    command.option("--cluster-type",
                   cluster->kind == Kind::AzureManagedCluster ? "managedClusters" : "connectedClusters");
    writer_.group(command, r);
    return ifThere(r, "extension", command.flag("--yes").text());
  }

  emit::Script compute(const ir::Resource& r) {
    Command command("az ml compute detach");
    command.option("--name", r.resourceName);
    writer_.workspace(command, r);
    emit::Script out = ifThere(r, "compute", command.flag("--yes").text());
    const ir::Resource* workspace = workspaceOf(context_, r);
    const ir::Resource* cluster = context_.resource(r, KubernetesCompute::Cluster);
    const ir::Resource* identity = workspace == nullptr ? nullptr : context_.resource(*workspace, Workspace::Identity);
    if (identity != nullptr && cluster != nullptr && !isScripted(context_, *cluster)) {
      // Other computes of the workspace may be attached to the cluster with the same roles.
      out += sayLine("left: the roles of identity " + identity->resourceName + " on cluster " + cluster->resourceName);
    }
    return out;
  }

  /// Namespaces and instance types; a deleted cluster takes them with it anyway.
  emit::Script inCluster(const ir::Resource& r) {
    emit::Script out;
    for (const ir::Resource* cluster : clustersOf(context_, r)) {
      if (isScripted(context_, *cluster)) continue;
      const std::string kubectl = writer_.kubectl(*cluster);
      out += writer_.takeAccess();
      out += kubectl + " delete " + (r.kind == Kind::K8sNamespace ? "namespace " : "instancetype ") +
             word(r.resourceName).shell + " --ignore-not-found\n";
    }
    return out;
  }

  Writer writer_;
  const Context& context_;
  const Plan& plan_;
  bool revokes_ = false;
};

}  // namespace

emit::Script cleanupScript(const Context& context, const Plan& plan) { return Cleanup(context, plan).script(); }

}  // namespace mlpc::backends::azureml
