#include "roles.h"
#include "scripts/provision.h"

namespace mlpc::backends::azureml {

emit::Script Provision::group(const ir::Resource& r) {
  Command command("az group create");
  command.option("--name", r.resourceName);
  writer_.subscription(command, r);
  copy(command, "--location", r, "location");
  writer_.tags(command, r);
  command.quiet();
  return unlessThere(r, "group", command.text());
}

emit::Script Provision::registry(const ir::Resource& r) {
  Command command = located("az acr create", "--name", r);
  copy(command, "--sku", r, "sku");
  command.option("--admin-enabled", flag(r, "admin_user") ? "true" : "false");
  return unlessThere(r, "registry", command.text());
}

emit::Script Provision::storage(const ir::Resource& r) {
  Command command = located("az storage account create", "--name", r);
  copy(command, "--sku", r, "sku");
  copy(command, "--kind", r, "kind");
  command.option("--https-only", "true").option("--min-tls-version", "TLS1_2");
  command.option("--allow-blob-public-access", flag(r, "public_blobs") ? "true" : "false");
  if (flag(r, "hierarchical_namespace")) command.option("--enable-hierarchical-namespace", "true");
  return unlessThere(r, "storage account", command.text());
}

emit::Script Provision::vault(const ir::Resource& r) {
  Command command = located("az keyvault create", "--name", r);
  copy(command, "--sku", r, "sku");
  if (const auto kept = duration(r.fields.find("soft_delete_retention"))) {
    command.option("--retention-days", std::to_string(kept->inSeconds() / 86400));
  }
  command.option("--enable-rbac-authorization", flag(r, "rbac") ? "true" : "false");
  if (flag(r, "purge_protection")) command.option("--enable-purge-protection", "true");
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
  copy(command, "--application-type", r, "application_type");
  if (const ir::Resource* logs = context_.resource(r, "workspace")) command.option("--workspace", writer_.id(*logs));
  return unlessThere(r, "Application Insights", command.text());
}

emit::Script Provision::logs(const ir::Resource& r) {
  Command command = located("az monitor log-analytics workspace create", "--workspace-name", r);
  if (const auto kept = duration(r.fields.find("retention"))) {
    command.option("--retention-time", std::to_string(kept->inSeconds() / 86400));
  }
  return unlessThere(r, "log workspace", command.text());
}

emit::Script Provision::role(const ir::Resource& r) {
  writer_.usesGrant = true;
  const std::string name = ir::text(r.fields.find("role")).value_or("");
  const std::string role(roleId(name).value_or(name));
  const ir::Resource* who = context_.resource(r, "principal");
  const Word principal = who != nullptr ? writer_.principal(*who) : writer_.field(r, "principal").value_or(word(""));
  const std::string type = who != nullptr ? "ServicePrincipal" : ir::text(r.fields.find("principal_type")).value_or("");
  return "grant " + principal.script() + " " + (type.empty() ? "ServicePrincipal" : type) + " " +
         word(role, placeOf(r, "role")).script() + " " + scope(r, role).script() + " # " + name + "\n";
}

Word Provision::scope(const ir::Resource& r, std::string_view role) {
  const ir::Resource* on = context_.resource(r, "scope");
  if (on == nullptr) return writer_.field(r, "scope").value_or(word(""));
  return role == kRelayOwner && on->kind == Kind::AzureConnectedCluster ? writer_.relay(*on) : writer_.id(*on);
}

emit::Script Provision::diagnostics(const ir::Resource& r) {
  const ir::Resource* target = context_.resource(r, "target");
  if (target == nullptr) return {};
  Command command("az monitor diagnostic-settings create");
  command.option("--name", r.resourceName).option("--resource", writer_.id(*target));
  if (const ir::Resource* logs = context_.resource(r, "workspace")) command.option("--workspace", writer_.id(*logs));
  if (const ir::Resource* account = context_.resource(r, "storage")) {
    command.option("--storage-account", writer_.id(*account));
  }
  for (const char* part : {"logs", "metrics"}) {
    emit::Node list = emit::Node::sequence();
    for (const ir::Value& item : items(r.fields.find(part))) {
      emit::Node& entry = list.push({});
      entry.set("category", ir::text(&item).value_or(""));
      entry.set("enabled", true);
    }
    if (!list.empty()) command.option(std::string("--") + part, word(emit::jsonText(list), placeOf(r, part)));
  }
  command.quiet();
  return unlessThere(r, "diagnostic setting", command.text());
}

emit::Script Provision::alert(const ir::Resource& r) {
  const ir::Resource* target = context_.resource(r, "target");
  if (target == nullptr) return {};
  Command command("az monitor metrics alert create");
  command.option("--name", r.resourceName);
  writer_.group(command, r);
  command.option("--scopes", writer_.id(*target));
  copy(command, "--condition", r, "condition");
  // Windows are whole minutes or hours, which both sides spell in the same way.
  copy(command, "--window-size", r, "window");
  copy(command, "--evaluation-frequency", r, "every");
  copy(command, "--severity", r, "severity");
  copy(command, "--description", r, "description");
  if (r.fields.find("auto_mitigate") != nullptr) {
    command.option("--auto-mitigate", flag(r, "auto_mitigate") ? "true" : "false");
  }
  for (const ir::Value& action : items(r.fields.find("actions"))) {
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
  const auto shortName = ir::text(r.fields.find("short_name"));
  command.option("--short-name", shortName ? *shortName : r.resourceName.substr(0, 12));
  for (const ir::Field& mail : fields(r.fields.find("emails"))) {
    command.option("--action", {word("email"), word(mail.key), writer_.valueWord(mail.value)});
  }
  writer_.tags(command, r);
  command.quiet();
  return unlessThere(r, "action group", command.text());
}

}  // namespace mlpc::backends::azureml
