#include "helpers.h"

#include <fmt/format.h>

#include <algorithm>

#include "expression.h"
#include "mlpc/emit/document.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends::azure_devops {
namespace {

using support::quoteShell;
using vocabulary::ResourceField;
using vocabulary::azureml::DeployInput;
using vocabulary::azureml::KubernetesOnlineDeployment;
using vocabulary::azureml::SetTrafficInput;

const ir::Resource* referenced(const Context& context, const ir::Value* value) {
  const auto* ref = value != nullptr ? value->as<ir::ResourceRef>() : nullptr;
  return ref != nullptr && ref->attribute.empty() ? &context.program.resources[ref->resource] : nullptr;
}

const ir::Resource* referenced(const Context& context, const ir::Resource& resource, vocabulary::FieldName field) {
  return referenced(context, resource.fields.find(field));
}

// From a deployment through its endpoint and compute, or from an endpoint through its compute, to the workspace.
std::optional<WorkspaceNames> workspaceOf(const Context& context, const ir::Resource& start) {
  const ir::Resource* at = &start;
  for (int i = 0; i < 4 && at != nullptr; ++i) {
    if (const ir::Resource* workspace = referenced(context, *at, ResourceField::Workspace)) {
      const ir::Resource* group = referenced(context, *workspace, ResourceField::ResourceGroup);
      if (group == nullptr) return std::nullopt;
      return WorkspaceNames{group->resourceName, workspace->resourceName};
    }
    const ir::Resource* next = referenced(context, *at, ResourceField::Endpoint);
    at = next != nullptr ? next : referenced(context, *at, ResourceField::Compute);
  }
  return std::nullopt;
}

// A value as a word of the script: a constant in quotes, or a variable of the process.
std::string word(Context& context, const ir::Value& value, std::string_view name, Script& script) {
  if (const auto* constant = value.scalar()) return quoteShell(constant->toText());
  const std::string held = text(context, value, Place::Input, true);
  const std::string free = freeName(context, std::string(name), held, {}, script.env);
  script.env.add({free, held, value.origin});
  return fmt::format("\"${{{}}}\"", free);
}

std::string fileArgument(const ir::Step& step, const ir::Resource& resource, std::string_view kind) {
  const ir::Value* folder = ifGiven(setting(step.arguments, DeployInput::Dir));
  const std::string dir = folder != nullptr && folder->scalar() != nullptr ? folder->scalar()->toText() : "deployments";
  const std::string name = fmt::format("{}.{}.yml", resource.resourceName, kind);
  return quoteShell(dir.empty() || dir == "." ? name : dir + "/" + name);
}

std::string slotOf(Context& context, const ir::Step& step, const ir::Resource* deployment, Script& script) {
  if (const ir::Value* slot = setting(step.arguments, DeployInput::Slot);
      slot != nullptr && !(slot->scalar() != nullptr && slot->scalar()->isNull())) {
    return word(context, *slot, "SLOT", script);
  }
  return deployment != nullptr ? quoteShell(deployment->resourceName) : std::string("''");
}

void begin(Script& script, const WorkspaceNames& names) {
  script.text += "set -euo pipefail\n";
  script.text += "az extension add --name ml --upgrade --yes --only-show-errors\n";
  script.text += fmt::format("az configure --defaults group={} workspace={}\n", quoteShell(names.resourceGroup),
                             quoteShell(names.workspace));
}

void deploy(Context& context, const ir::Step& step, const ir::Resource& deployment, const ir::Resource& endpoint,
            Script& script) {
  const std::string slot = slotOf(context, step, &deployment, script);
  const std::string endpointName = quoteShell(endpoint.resourceName);
  std::string model;
  if (const ir::Value* version = setting(step.arguments, DeployInput::ModelVersion);
      version != nullptr && !(version->scalar() != nullptr && version->scalar()->isNull())) {
    const std::string reference = modelWithoutVersion(context, deployment).value_or(std::string(emit::kUnmapped));
    const std::string versionWord = word(context, *version, "MODEL_VERSION", script);
    model = fmt::format(" \\\n  --set model={}{}", quoteShell(reference), versionWord);
  }
  if (!endpoint.existing) {
    script.text += fmt::format(
        "az ml online-endpoint show --name {0} >/dev/null 2>&1 \\\n  || az ml online-endpoint create --file {1}\n",
        endpointName, fileArgument(step, endpoint, "endpoint"));
  }
  // `create` fails if the deployment exists, as it does when a run is started again.
  script.text += fmt::format(
      "if az ml online-deployment show --name {0} --endpoint-name {1} >/dev/null 2>&1; then\n  verb=update\nelse\n  "
      "verb=create\nfi\n",
      slot, endpointName);
  script.text += fmt::format("az ml online-deployment \"$verb\" --name {} --endpoint-name {} \\\n  --file {}{}\n", slot,
                             endpointName, fileArgument(step, deployment, "deployment"), model);
}

}  // namespace

std::optional<std::string> modelWithoutVersion(const Context& context, const ir::Resource& deployment) {
  const ir::Value* model = deployment.fields.find(KubernetesOnlineDeployment::Model);
  if (const ir::Resource* declared = referenced(context, model)) return "azureml:" + declared->resourceName + ":";
  const std::string* text = model != nullptr ? model->text() : nullptr;
  if (text == nullptr) return std::nullopt;
  // `azureml:NAME:VERSION`, `azureml:NAME@LABEL`, or `azureml://registries/R/models/NAME/versions/VERSION`.
  if (text->starts_with("azureml://")) return text->substr(0, text->rfind('/') + 1);
  const size_t begin = text->starts_with("azureml:") ? std::string_view("azureml:").size() : 0;
  const std::string name = text->substr(begin, text->find_first_of(":@", begin) - begin);
  return "azureml:" + name + ":";
}

bool isHelper(const ir::Step& step) {
  return step.is(Builtin::AzuremlDeploy) || step.is(Builtin::AzuremlSetTraffic) ||
         step.is(Builtin::AzuremlDeleteDeployment);
}

Helper helperOf(const Context& context, const ir::Step& step) {
  Helper helper;
  helper.deployment = referenced(context, setting(step.arguments, DeployInput::Deployment));
  helper.endpoint = helper.deployment != nullptr
                        ? referenced(context, *helper.deployment, ResourceField::Endpoint)
                        : referenced(context, setting(step.arguments, SetTrafficInput::Endpoint));
  if (helper.endpoint != nullptr) helper.workspace = workspaceOf(context, *helper.endpoint);
  return helper;
}

std::optional<Script> helperScript(Context& context, const ir::Step& step) {
  const Helper helper = helperOf(context, step);
  const auto& [deployment, endpoint, names] = helper;
  if (endpoint == nullptr || !names) return std::nullopt;
  Script script;
  begin(script, *names);
  const std::string endpointName = quoteShell(endpoint->resourceName);
  if (step.is(Builtin::AzuremlDeploy)) {
    deploy(context, step, *deployment, *endpoint, script);
  } else if (step.is(Builtin::AzuremlSetTraffic)) {
    const std::string slot = slotOf(context, step, nullptr, script);
    const ir::Value* percent = setting(step.arguments, SetTrafficInput::Percent);
    std::string share = quoteShell("=100");
    if (given(percent)) {
      share = percent->scalar() != nullptr ? quoteShell("=" + percent->scalar()->toText())
                                           : "=" + word(context, *percent, "PERCENT", script);
    }
    script.text += fmt::format("az ml online-endpoint update --name {} --traffic {}\n", endpointName, slot + share);
  } else {
    const std::string slot = slotOf(context, step, nullptr, script);
    script.text += fmt::format(
        "if az ml online-deployment show --name {0} --endpoint-name {1} >/dev/null 2>&1; then\n"
        "  az ml online-deployment delete --name {0} --endpoint-name {1} --yes\nfi\n",
        slot, endpointName);
  }
  return script;
}

}  // namespace mlpc::backends::azure_devops
