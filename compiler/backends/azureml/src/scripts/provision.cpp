#include "scripts/provision.h"

#include <algorithm>

#include "mlpc/support/characters.h"
#include "scripts/shell_text.h"

namespace mlpc::backends::azureml {

namespace {

/// Text for an unquoted here-document: only our own variables are expanded.
std::string escapeHereDocument(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '$' || c == '`') out += '\\';
    out += c;
  }
  return out;
}

constexpr std::string_view kMarkBegin = "@mlpc-id-";
constexpr std::string_view kMarkEnd = "-di-clpm@";

/// Replaces the marks of ids by variables.
std::string resolveMarks(std::string text) {
  size_t at = 0;
  while ((at = text.find(kMarkBegin, at)) != std::string::npos) {
    const size_t end = text.find(kMarkEnd, at);
    const size_t name = at + kMarkBegin.size();
    const std::string_view marked = std::string_view(text).substr(name, end - name);
    if (end == std::string::npos || !std::all_of(marked.begin(), marked.end(), support::isWordCharacter)) {
      at = name;  // text of the program that looks like a mark
      continue;
    }
    const std::string variable = "${id_" + std::string(marked) + "}";
    text.replace(at, end + kMarkEnd.size() - at, variable);
    at += variable.size();
  }
  return text;
}

/// Applied to a document with ids that are known only when the script runs.
std::string fillIn(std::string text) { return resolveMarks(escapeHereDocument(text)); }

}  // namespace

emit::Script Provision::it(const ir::Resource& resource) { return "it=(" + writer_.show(resource).line() + ")\n"; }

emit::Script Provision::unlessThere(const ir::Resource& resource, std::string_view what, const emit::Script& make) {
  const std::string label = std::string(what) + " " + resource.resourceName;
  return it(resource) + "if exists \"${it[@]}\"; then\n" + sayLine(label + " is there").indented(2) + "else\n" +
         sayLine("making " + label).indented(2) + make.indented(2) + "fi\n";
}

emit::Script Provision::script() {
  struct Section {
    const ir::Resource* resource;
    emit::Script access;
    emit::Script body;
  };
  std::vector<Section> sections;
  for (const ir::Resource* resource : plan_.order) {
    emit::Script body = isScripted(context_, *resource) ? make(*resource) : find(*resource);
    sections.push_back({resource, writer_.takeAccess(), std::move(body)});
  }
  emit::Script out;
  for (const Section& section : sections) {
    const emit::Script set = writer_.assignments(*section.resource);
    // If its id was found, it exists, and no further check is needed.
    const bool found = !isScripted(context_, *section.resource) && !set.empty();
    const emit::Script text = section.access + (found ? it(*section.resource) : section.body) + set;
    if (text.empty()) continue;
    const std::string title = "\n# ---- " + commentText(section.resource->resourceName) + " (" +
                              std::string(name(section.resource->kind)) + ")\n";
    out += emit::Script(title + text).at(section.resource->origin);
  }
  return head() + out + "\nsay 'everything is there'\n";
}

emit::Script Provision::head() {
  std::string out = "#!/usr/bin/env bash\n";
  out += "# Makes the Azure resources of `" + commentText(context_.program.stem) +
         "` with the Azure CLI. It can be run again: what is there is\n";
  out += "# left as it is. mlpc wrote it; change the source instead.\n";
  out += "set -euo pipefail\numask 077\n\n";
  out += kSay;
  out += kExists;
  if (writer_.usesRequire) out += kRequire;
  if (writer_.usesValue) out += kValue;
  if (writer_.usesWait) out += kWait;
  if (writer_.usesGrant) out += kGrant;
  if (writer_.usesProxy) out += kProxy;
  out += writer_.preparation();
  return out;
}

emit::Script Provision::find(const ir::Resource& resource) {
  if (resource.kind == Kind::AzuremlInstanceType || resource.kind == Kind::AzureRoleAssignment) return {};
  if (resource.kind == Kind::K8sNamespace) {
    emit::Script out;
    for (const ir::Resource* cluster : clustersOf(context_, resource)) {
      writer_.usesRequire = true;
      out += "require " + writer_.kubectl(*cluster) + " get namespace " + word(resource.resourceName).shell + "\n";
    }
    return out;
  }
  writer_.usesRequire = true;
  return it(resource) + "require \"${it[@]}\"\n";
}

emit::Script Provision::make(const ir::Resource& r) {
  switch (r.kind) {
    case Kind::AzureResourceGroup: return group(r);
    case Kind::AzureManagedCluster: return cluster(r);
    case Kind::AzureConnectedCluster: return connectedCluster(r);
    case Kind::AzureContainerRegistry: return registry(r);
    case Kind::AzureKeyVault: return vault(r);
    case Kind::AzureStorageAccount: return storage(r);
    case Kind::AzureApplicationInsights: return insights(r);
    case Kind::AzureLogAnalytics: return logs(r);
    case Kind::AzureUserAssignedIdentity:
      return unlessThere(r, "identity", located("az identity create", "--name", r).text());
    case Kind::AzureRoleAssignment: return role(r);
    case Kind::AzureDiagnosticSettings: return diagnostics(r);
    case Kind::AzureMetricAlert: return alert(r);
    case Kind::AzureActionGroup: return actionGroup(r);
    case Kind::AzuremlWorkspace: return workspace(r);
    case Kind::AzuremlKubernetesExtension: return extension(r);
    case Kind::AzuremlKubernetesCompute: return compute(r);
    case Kind::AzuremlKubernetesOnlineEndpoint: return endpoint(r);
    case Kind::AzuremlInstanceType: return instanceType(r);
    case Kind::K8sNamespace: return nameSpace(r);
    case Kind::AdoConnection:
    case Kind::AdoContainer:
    case Kind::AdoEnvironment:
    case Kind::AdoPipeline:
    case Kind::AdoRepository:
    case Kind::AdoVariableGroup:
    case Kind::AzuremlBatchEndpoint:
    case Kind::AzuremlCommandJob:
    case Kind::AzuremlData:
    case Kind::AzuremlEnvironment:
    case Kind::AzuremlKubernetesOnlineDeployment:
    case Kind::AzuremlModel:
    case Kind::AzuremlPipelineJob:
    case Kind::K8sConfigMap:
    case Kind::K8sObject:
    case Kind::K8sPvc:
    case Kind::TrainerClusterTrainingRuntime:
    case Kind::TrainerTrainingRuntime: return {};
  }
  return {};
}

Command Provision::located(std::string_view head, std::string_view nameOption, const ir::Resource& r) {
  Command command(head);
  command.option(nameOption, r.resourceName);
  writer_.group(command, r);
  command.option("--location", writer_.location(r));
  writer_.tags(command, r);
  return command.quiet();
}

void Provision::copy(Command& command, std::string_view option, const ir::Resource& r, vocabulary::FieldName name) {
  if (const auto value = writer_.field(r, name)) command.option(option, *value);
}

emit::Script Provision::wait(const ir::Resource& r, std::string_view query) {
  writer_.usesWait = true;
  return "wait_for " + word(r.resourceName).shell + " " + std::string(query) + " \"${it[@]}\"\n";
}

Word Provision::document(emit::Script& out, const std::string& name, emit::Node body) {
  writer_.usesWork = true;
  bool marked = false;
  emit::forEachText(body, {}, [&](std::string_view /*key*/, const std::string& text, source::Span /*origin*/) {
    marked = marked || text.find(kMarkBegin) != std::string::npos;
  });
  const std::string path = "\"$work/" + name + "\"";
  out += "cat >" + path + (marked ? " <<YAML\n" : " <<'YAML'\n");
  out += emit::Script::document(std::move(body), marked ? &fillIn : nullptr);
  out += "YAML\n";
  return {path};
}

Context Provision::marking() {
  Context context = context_;
  context.idOf = [this](const ir::Resource& resource) -> std::optional<std::string> {
    writer_.id(resource);
    return std::string(kMarkBegin) + writer_.variable(resource) + std::string(kMarkEnd);
  };
  return context;
}

emit::Script provisionScript(const Context& context, const Plan& plan) { return Provision(context, plan).script(); }

}  // namespace mlpc::backends::azureml
