#include "scripts/writer.h"

#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"
#include "scripts/shell_text.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::ResourceField;
using vocabulary::azure::ConnectedCluster;
using vocabulary::azure::ManagedCluster;
using vocabulary::azure::ResourceGroup;
using vocabulary::azureml::ComputeIdentity;

/// A word for the name of a shell variable.
std::string identifier(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain ? c : '_';
  }
  return out;
}

Word variableWord(std::string_view prefix, std::string_view name) {
  return {"\"$" + std::string(prefix) + "_" + std::string(name) + "\""};
}

/// In a section of provisioning: the command that shows its resource.
constexpr std::string_view kIt = "\"${it[@]}\"";

}  // namespace

Writer::Writer(const Context& context, const Plan& plan) : context_(context) {
  for (const ir::Resource* resource : plan.order) variable(*resource);
}

const std::string& Writer::variable(const ir::Resource& resource) {
  auto [entry, added] = names_.emplace(&resource, std::string());
  if (added) {
    // Two files may each have an `rg`.
    std::string name = identifier(resource.name);
    for (int i = 2; !taken_.insert(name).second; ++i) name = identifier(resource.name) + "_" + std::to_string(i);
    entry->second = std::move(name);
  }
  return entry->second;
}

Word Writer::id(const ir::Resource& resource) {
  if (!uses_[&resource].id) lookUp(uses_[&resource].id, idAssignment(resource, true));
  return variableWord("id", variable(resource));
}

const ir::Resource& Writer::principalOwner(const ir::Resource& resource) const {
  if (resource.kind == Kind::AzuremlWorkspace || resource.kind == Kind::AzureManagedCluster) {
    const ir::Resource* identity = context_.resource(resource, ResourceField::Identity);
    return identity == nullptr ? resource : *identity;
  }
  const auto& identities = items(member(resource.fields.find(ResourceField::Identity), ComputeIdentity::Identities));
  const ir::Resource* first = identities.empty() ? nullptr : context_.resource(&identities.front());
  return first == nullptr ? resource : *first;
}

Word Writer::principal(const ir::Resource& resource) {
  const ir::Resource& owner = principalOwner(resource);
  if (!uses_[&owner].principal) lookUp(uses_[&owner].principal, principalAssignment(owner, true));
  return variableWord("principal", variable(owner));
}

Word Writer::relay(const ir::Resource& cluster) {
  if (!uses_[&cluster].relay) lookUp(uses_[&cluster].relay, relayAssignment(cluster, true));
  return variableWord("relay", variable(cluster));
}

Word Writer::location(const ir::Resource& resource) {
  if (const auto own = field(resource, ConnectedCluster::Location)) return *own;
  const ir::Resource* group = groupOf(context_, resource);
  if (group == nullptr) return word("");
  if (const auto of = field(*group, ResourceGroup::Location)) return *of;
  uses_[group].location = true;
  return variableWord("location", variable(*group));
}

void Writer::lookUp(bool& used, const emit::Script& text) {
  used = true;
  lookups_ += text;
}

emit::Script Writer::assignment(const ir::Resource& resource, std::string_view prefix, std::string_view query,
                                const emit::Script& command, bool tolerant) {
  usesValue = true;
  return std::string(prefix) + "_" + variable(resource) + "=\"$(" + (tolerant ? "maybe " : "value ") +
         std::string(query) + " " + command + ")\"\n";
}

emit::Script Writer::idAssignment(const ir::Resource& resource, bool tolerant) {
  return assignment(resource, "id", "id", tolerant ? show(resource).line() : emit::Script(kIt), tolerant);
}

emit::Script Writer::principalAssignment(const ir::Resource& resource, bool tolerant) {
  const char* query = resource.kind == Kind::AzureUserAssignedIdentity ? "principalId"
                      : resource.kind == Kind::AzureManagedCluster     ? "identity.principalId"
                                                                       : "identity.principal_id";
  return assignment(resource, "principal", query, tolerant ? show(resource).line() : emit::Script(kIt), tolerant);
}

emit::Script Writer::relayAssignment(const ir::Resource& resource, bool tolerant) {
  Command command("az relay namespace show");
  command.option("--name", field(resource, ConnectedCluster::Relay).value_or(word("")));
  group(command, resource);
  return assignment(resource, "relay", "id", command.line(), tolerant);
}

emit::Script Writer::assignments(const ir::Resource& resource) {
  emit::Script out;
  if (resource.kind == Kind::AzuremlKubernetesExtension) {
    const ir::Resource* cluster = context_.resource(resource, ResourceField::Cluster);
    const auto use = uses_.find(cluster);
    if (use != uses_.end() && use->second.relay && extensionOf(context_, *cluster) == &resource) {
      out += relayAssignment(*cluster, false);
    }
  }
  const auto use = uses_.find(&resource);
  if (use == uses_.end()) return out;
  if (use->second.id) out += idAssignment(resource, false);
  if (use->second.principal) out += principalAssignment(resource, false);
  // If the script installs the extension, that creates the relay.
  if (use->second.relay && extensionOf(context_, resource) == nullptr) out += relayAssignment(resource, false);
  if (use->second.location) out += assignment(resource, "location", "location", kIt, false);
  return out;
}

std::string Writer::preparation() const {
  std::string out(kNeeds);
  out += "\n# ---- preparation\nneeds az\n";
  if (usesKubectl) out += "needs kubectl\n";
  if (usesKubelogin) out += "needs kubelogin\n";
  out += "if ! az account show >/dev/null 2>&1; then\n  say 'sign in first: az login'\n  exit 1\nfi\n";
  for (const std::string& name : extensions) {
    out += "az extension add --name " + name + " --upgrade --yes --only-show-errors\n";
  }
  if (usesWork) out += usesProxy ? kWorkWithProxies : kWork;
  return out;
}

emit::Script Writer::takeLookups() { return std::exchange(lookups_, {}); }
emit::Script Writer::takeAccess() { return std::exchange(access_, {}); }

std::string Writer::kubectl(const ir::Resource& cluster) {
  usesKubectl = true;
  usesWork = true;
  const std::string name = "kube_" + variable(cluster);
  if (opened_.insert(&cluster).second) {
    emit::Script& out = access_;
    out += name + "=\"$work/" + variable(cluster) + ".kubeconfig\"\n";
    const auto contextName = field(cluster, ConnectedCluster::KubeContext);
    if (cluster.kind == Kind::AzureManagedCluster) {
      Command command("az aks get-credentials");
      command.option("--name", cluster.resourceName);
      group(command, cluster);
      command.option("--file", Word{"\"$" + name + "\""}).flag("--overwrite-existing").flag("--only-show-errors");
      out += command.text();
      if (boolean(cluster.fields.find(ManagedCluster::Entra)).value_or(false)) {
        usesKubelogin = true;
        out += "kubelogin convert-kubeconfig --login azurecli --kubeconfig \"$" + name + "\"\n";
      }
    } else if (contextName) {
      out += "kubectl config view --raw --minify --flatten --context " + contextName->shell + " >\"$" + name + "\"\n";
    } else {
      usesProxy = true;
      extensions.insert("connectedk8s");
      Command command("open_proxy \"$" + name + "\" " + std::to_string(47011 + opened_.size() - 1));
      command.option("--name", cluster.resourceName);
      group(command, cluster);
      out += command.text();
    }
  }
  return "kubectl --kubeconfig \"$" + name + "\"";
}

Word Writer::valueWord(const ir::Value& value) {
  if (const auto constant = value.constant()) return word(constant->toText(), value.origin);
  if (const ir::Resource* resource = context_.resource(&value)) {
    const bool known = value.as<ir::ResourceRef>()->attribute != "id";
    return {(known ? word(resource->resourceName) : id(*resource)).shell, value.origin};
  }
  if (const auto* text = value.as<ir::Interpolation>()) {
    std::string out;
    for (const ir::Value& part : text->parts) out += valueWord(part).shell;
    return {out, value.origin};
  }
  return word(emit::kUnmapped);
}

std::optional<Word> Writer::field(const ir::Resource& resource, vocabulary::FieldName name) {
  const ir::Value* value = resource.fields.find(name);
  return value == nullptr ? std::nullopt : std::optional(valueWord(*value));
}

void Writer::subscription(Command& command, const ir::Resource& resource) {
  const std::string subscription = subscriptionOf(context_, resource);
  if (subscription.empty()) return;
  const ir::Resource* group = groupOf(context_, resource);
  command.option("--subscription", word(subscription, placeOf(*group, ResourceGroup::Subscription)));
}

void Writer::group(Command& command, const ir::Resource& resource) {
  if (const ir::Resource* group = groupOf(context_, resource)) {
    command.option("--resource-group", word(group->resourceName, group->origin));
  }
  subscription(command, resource);
}

void Writer::workspace(Command& command, const ir::Resource& resource) {
  extensions.insert("ml");
  const ir::Resource* workspace = workspaceOf(context_, resource);
  if (workspace != nullptr) command.option("--workspace-name", word(workspace->resourceName, workspace->origin));
  group(command, resource);
}

void Writer::tags(Command& command, const ir::Resource& resource, std::string_view option) {
  std::vector<Word> words;
  for (const ir::Field& tag : fields(resource.fields.find(ResourceField::Tags))) {
    const Word value = valueWord(tag.value);
    const auto text = ir::text(&tag.value);
    words.push_back(text ? word(tag.key + "=" + *text, tag.value.origin)
                         : Word{word(tag.key + "=").shell + value.shell, tag.value.origin});
  }
  if (!words.empty()) command.option(option, words);
}

Command Writer::show(const ir::Resource& resource) {
  const auto simple = [&](std::string_view head, std::string_view option = "--name") {
    Command command(head);
    command.option(option, resource.resourceName);
    group(command, resource);
    return command;
  };
  switch (resource.kind) {
    case Kind::AzureResourceGroup: {
      Command command("az group show");
      command.option("--name", resource.resourceName);
      subscription(command, resource);
      return command;
    }
    case Kind::AzureManagedCluster: return simple("az aks show");
    case Kind::AzureConnectedCluster: {
      extensions.insert("connectedk8s");
      return simple("az connectedk8s show");
    }
    case Kind::AzureContainerRegistry: return simple("az acr show");
    case Kind::AzureKeyVault: return simple("az keyvault show");
    case Kind::AzureStorageAccount: return simple("az storage account show");
    case Kind::AzureApplicationInsights: {
      extensions.insert("application-insights");
      return simple("az monitor app-insights component show", "--app");
    }
    case Kind::AzureLogAnalytics: return simple("az monitor log-analytics workspace show", "--workspace-name");
    case Kind::AzureUserAssignedIdentity: return simple("az identity show");
    case Kind::AzureMetricAlert: return simple("az monitor metrics alert show");
    case Kind::AzureActionGroup: return simple("az monitor action-group show");
    case Kind::AzureDiagnosticSettings: {
      Command command("az monitor diagnostic-settings show");
      command.option("--name", resource.resourceName);
      if (const ir::Resource* target = context_.resource(resource, ResourceField::Target))
        command.option("--resource", id(*target));
      return command;
    }
    case Kind::AzuremlWorkspace: {
      extensions.insert("ml");
      return simple("az ml workspace show");
    }
    case Kind::AzuremlKubernetesExtension: {
      extensions.insert("k8s-extension");
      const ir::Resource* cluster = context_.resource(resource, ResourceField::Cluster);
      Command command("az k8s-extension show");
      command.option("--name", resource.resourceName);
      if (cluster != nullptr) {
        command.option("--cluster-name", cluster->resourceName);
        command.option("--cluster-type",
                       cluster->kind == Kind::AzureManagedCluster ? "managedClusters" : "connectedClusters");
      }
      group(command, resource);
      return command;
    }
    default: break;  // a compute or an endpoint
  }
  const bool compute = resource.kind == Kind::AzuremlKubernetesCompute;
  Command command(compute ? "az ml compute show" : "az ml online-endpoint show");
  command.option("--name", resource.resourceName);
  workspace(command, resource);
  return command;
}

}  // namespace mlpc::backends::azureml
