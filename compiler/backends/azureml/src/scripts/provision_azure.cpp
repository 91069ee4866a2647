#include "mlpc/vocabulary/azure.h"
#include "roles.h"
#include "scripts/provision.h"

namespace mlpc::backends::azureml {

using vocabulary::azure::ActionGroup;
using vocabulary::azure::ApplicationInsights;
using vocabulary::azure::ContainerRegistry;
using vocabulary::azure::DiagnosticSettings;
using vocabulary::azure::KeyVault;
using vocabulary::azure::LogAnalytics;
using vocabulary::azure::MetricAlert;
using vocabulary::azure::ResourceGroup;
using vocabulary::azure::RoleAssignment;
using vocabulary::azure::StorageAccount;

emit::Script Provision::group(const ir::Resource& r) {
  Command command("az group create");
  command.option("--name", r.resourceName);
  writer_.subscription(command, r);
  copy(command, "--location", r, ResourceGroup::Location);
  writer_.tags(command, r);
  command.quiet();
  return unlessThere(r, "group", command.text());
}

emit::Script Provision::registry(const ir::Resource& r) {
  Command command = located("az acr create", "--name", r);
  copy(command, "--sku", r, ContainerRegistry::Sku);
  command.option("--admin-enabled", flag(r, ContainerRegistry::AdminUser) ? "true" : "false");
  return unlessThere(r, "registry", command.text());
}

emit::Script Provision::storage(const ir::Resource& r) {
  Command command = located("az storage account create", "--name", r);
  copy(command, "--sku", r, StorageAccount::Sku);
  copy(command, "--kind", r, StorageAccount::Kind);
  command.option("--https-only", "true").option("--min-tls-version", "TLS1_2");
  command.option("--allow-blob-public-access", flag(r, StorageAccount::PublicBlobs) ? "true" : "false");
  if (flag(r, StorageAccount::HierarchicalNamespace)) command.option("--enable-hierarchical-namespace", "true");
  return unlessThere(r, "storage account", command.text());
}

emit::Script Provision::vault(const ir::Resource& r) {
  Command command = located("az keyvault create", "--name", r);
  copy(command, "--sku", r, KeyVault::Sku);
  if (const auto kept = duration(r.fields.find(KeyVault::SoftDeleteRetention))) {
    command.option("--retention-days", std::to_string(kept->inSeconds() / 86400));
  }
  command.option("--enable-rbac-authorization", flag(r, KeyVault::Rbac) ? "true" : "false");
  if (flag(r, KeyVault::PurgeProtection)) command.option("--enable-purge-protection", "true");
  Command deleted("az keyvault show-deleted");
  deleted.option("--name", r.resourceName);
  writer_.subscription(deleted, r);
  Command recover("az keyvault recover");
  recover.option("--name", r.resourceName);
  writer_.subscription(recover, r);
  recover.quiet();
  // The name of a deleted vault stays in use for as long as the vault can be recovered.
  return it(r) + "if exists \"${it[@]}\"; then\n" + sayLine("key vault " + r.resourceName + " is there").indented(2) +
         "elif exists " + deleted.line() + "; then\n" +
         sayLine("bringing back key vault " + r.resourceName).indented(2) + recover.text(2) + "else\n" +
         sayLine("making key vault " + r.resourceName).indented(2) + command.text(2) + "fi\n";
}

emit::Script Provision::insights(const ir::Resource& r) {
  Command command = located("az monitor app-insights component create", "--app", r);
  copy(command, "--application-type", r, ApplicationInsights::ApplicationType);
  if (const ir::Resource* logs = context_.resource(r, DiagnosticSettings::Workspace))
    command.option("--workspace", writer_.id(*logs));
  return unlessThere(r, "Application Insights", command.text());
}

emit::Script Provision::logs(const ir::Resource& r) {
  Command command = located("az monitor log-analytics workspace create", "--workspace-name", r);
  if (const auto kept = duration(r.fields.find(LogAnalytics::Retention))) {
    command.option("--retention-time", std::to_string(kept->inSeconds() / 86400));
  }
  return unlessThere(r, "log workspace", command.text());
}

emit::Script Provision::role(const ir::Resource& r) {
  writer_.usesGrant = true;
  const std::string name = ir::text(r.fields.find(RoleAssignment::Role)).value_or("");
  const std::string role(roleId(name).value_or(name));
  const ir::Resource* who = context_.resource(r, RoleAssignment::Principal);
  const Word principal =
      who != nullptr ? writer_.principal(*who) : writer_.field(r, RoleAssignment::Principal).value_or(word(""));
  const std::string type =
      who != nullptr ? "ServicePrincipal" : ir::text(r.fields.find(RoleAssignment::PrincipalType)).value_or("");
  return "grant " + principal.script() + " " + (type.empty() ? "ServicePrincipal" : type) + " " +
         word(role, placeOf(r, RoleAssignment::Role)).script() + " " + scope(r, role).script() + " # " + name + "\n";
}

Word Provision::scope(const ir::Resource& r, std::string_view role) {
  const ir::Resource* on = context_.resource(r, RoleAssignment::Scope);
  if (on == nullptr) return writer_.field(r, RoleAssignment::Scope).value_or(word(""));
  return role == kRelayOwner && on->kind == Kind::AzureConnectedCluster ? writer_.relay(*on) : writer_.id(*on);
}

emit::Script Provision::diagnostics(const ir::Resource& r) {
  const ir::Resource* target = context_.resource(r, DiagnosticSettings::Target);
  if (target == nullptr) return {};
  Command command("az monitor diagnostic-settings create");
  command.option("--name", r.resourceName).option("--resource", writer_.id(*target));
  if (const ir::Resource* logs = context_.resource(r, DiagnosticSettings::Workspace))
    command.option("--workspace", writer_.id(*logs));
  if (const ir::Resource* account = context_.resource(r, DiagnosticSettings::Storage)) {
    command.option("--storage-account", writer_.id(*account));
  }
  for (const DiagnosticSettings part : {DiagnosticSettings::Logs, DiagnosticSettings::Metrics}) {
    emit::Node list = emit::Node::sequence();
    for (const ir::Value& item : items(r.fields.find(part))) {
      emit::Node& entry = list.push({});
      entry.set("category", ir::text(&item).value_or(""));
      entry.set("enabled", true);
    }
    if (!list.empty()) command.option("--" + std::string(name(part)), word(emit::jsonText(list), placeOf(r, part)));
  }
  command.quiet();
  return unlessThere(r, "diagnostic setting", command.text());
}

emit::Script Provision::alert(const ir::Resource& r) {
  const ir::Resource* target = context_.resource(r, DiagnosticSettings::Target);
  if (target == nullptr) return {};
  Command command("az monitor metrics alert create");
  command.option("--name", r.resourceName);
  writer_.group(command, r);
  command.option("--scopes", writer_.id(*target));
  copy(command, "--condition", r, MetricAlert::Condition);
  // Windows are whole minutes or hours, which both sides spell in the same way.
  copy(command, "--window-size", r, MetricAlert::Window);
  copy(command, "--evaluation-frequency", r, MetricAlert::Every);
  copy(command, "--severity", r, MetricAlert::Severity);
  copy(command, "--description", r, MetricAlert::Description);
  if (r.fields.find(MetricAlert::AutoMitigate) != nullptr) {
    command.option("--auto-mitigate", flag(r, MetricAlert::AutoMitigate) ? "true" : "false");
  }
  for (const ir::Value& action : items(r.fields.find(MetricAlert::Actions))) {
    if (const ir::Resource* found = context_.resource(&action)) command.option("--action", writer_.id(*found));
  }
  writer_.tags(command, r);
  command.quiet();
  return unlessThere(r, "alert", command.text());
}

emit::Script Provision::actionGroup(const ir::Resource& r) {
  Command command("az monitor action-group create");
  command.option("--name", r.resourceName);
  writer_.group(command, r);
  const auto shortName = ir::text(r.fields.find(ActionGroup::ShortName));
  command.option("--short-name", shortName ? *shortName : r.resourceName.substr(0, 12));
  for (const ir::Field& mail : fields(r.fields.find(ActionGroup::Emails))) {
    command.option("--action", {word("email"), word(mail.key), writer_.valueWord(mail.value)});
  }
  writer_.tags(command, r);
  command.quiet();
  return unlessThere(r, "action group", command.text());
}

}  // namespace mlpc::backends::azureml
