#include <algorithm>
#include <array>

#include "legalize/rules.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends::azureml {

namespace {

using support::isAlphanumeric;
using support::isDigit;
using support::isLetter;
using support::isLower;
using vocabulary::ResourceField;

bool within(std::string_view name, size_t least, size_t most) { return name.size() >= least && name.size() <= most; }

template <typename Test>
bool all(std::string_view name, Test&& test) {
  return std::all_of(name.begin(), name.end(), test);
}

bool alphanumericOr(std::string_view name, std::string_view others) {
  return all(name, [&](char c) { return isAlphanumeric(c) || others.find(c) != std::string_view::npos; });
}

/// azure-ai-ml constants/_endpoint.py: `[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?`, 3 to 32.
bool isEndpointName(std::string_view name) {
  return within(name, 3, 32) && isLetter(name.front()) && isAlphanumeric(name.back()) && alphanumericOr(name, "-");
}

bool isAssetName(std::string_view name) {
  return within(name, 1, 255) && isAlphanumeric(name.front()) && alphanumericOr(name, "-_.");
}

/// Control characters and separators of lines are in no name.
bool isText(std::string_view name) {
  return support::visible(name) == name && name.find('\t') == std::string_view::npos;
}

/// The id of the run, which Azure ML derives from the name of a job.
bool isJobName(std::string_view name) {
  return within(name, 1, 255) && isAlphanumeric(name.front()) && alphanumericOr(name, "-_");
}

struct NameRule {
  Kind kind;
  std::string_view what;
  std::string_view rule;
  bool (*holds)(std::string_view name);
};

/// The naming rules of Azure's resource providers, of azure-ai-ml and of Kubernetes.
const std::array<NameRule, 27> kRules{{
    {Kind::AzuremlKubernetesOnlineEndpoint, "an endpoint",
     "3 to 32 letters, digits and dashes, beginning with a letter and not ending with a dash", isEndpointName},
    {Kind::AzuremlKubernetesOnlineDeployment, "a deployment",
     "3 to 32 letters, digits and dashes, beginning with a letter and not ending with a dash", isEndpointName},
    {Kind::AzuremlBatchEndpoint, "an endpoint",
     "3 to 32 letters, digits and dashes, beginning with a letter and not ending with a dash", isEndpointName},
    {Kind::AzuremlInstanceType, "an instance type", "at most 253 lower-case letters, digits, dashes and dots",
     support::isDnsSubdomain},
    {Kind::AzuremlKubernetesCompute, "a compute",
     "2 to 16 letters, digits and dashes, beginning with a letter and not ending with a dash",
     [](std::string_view n) {
       return within(n, 2, 16) && isLetter(n.front()) && isAlphanumeric(n.back()) && alphanumericOr(n, "-");
     }},
    {Kind::AzuremlModel, "a model", "at most 255 letters, digits, `-`, `_` and `.`, beginning with a letter or digit",
     isAssetName},
    {Kind::AzuremlEnvironment, "an environment",
     "at most 255 letters, digits, `-`, `_` and `.`, beginning with a letter or digit", isAssetName},
    {Kind::AzuremlData, "data", "at most 255 letters, digits, `-`, `_` and `.`, beginning with a letter or digit",
     isAssetName},
    {Kind::AzuremlCommandJob, "a job", "at most 255 letters, digits, `-` and `_`, beginning with a letter or digit",
     isJobName},
    {Kind::AzuremlPipelineJob, "a job", "at most 255 letters, digits, `-` and `_`, beginning with a letter or digit",
     isJobName},
    {Kind::AzuremlKubernetesExtension, "an extension",
     "1 to 253 letters, digits, `-` and `.`, beginning with a letter or digit",
     [](std::string_view n) { return within(n, 1, 253) && isAlphanumeric(n.front()) && alphanumericOr(n, "-."); }},
    {Kind::AzuremlWorkspace, "a workspace", "3 to 33 letters, digits, `-` and `_`, beginning with a letter or digit",
     [](std::string_view n) { return within(n, 3, 33) && isAlphanumeric(n.front()) && alphanumericOr(n, "-_"); }},
    {Kind::AzureResourceGroup, "a resource group",
     "1 to 90 letters, digits, `-`, `_`, `.` and parentheses, not ending with `.`",
     [](std::string_view n) { return within(n, 1, 90) && n.back() != '.' && alphanumericOr(n, "-_.()"); }},
    {Kind::AzureManagedCluster, "a cluster",
     "1 to 63 letters, digits, `-` and `_`, with a letter or digit at both ends",
     [](std::string_view n) {
       return within(n, 1, 63) && isAlphanumeric(n.front()) && isAlphanumeric(n.back()) && alphanumericOr(n, "-_");
     }},
    {Kind::AzureConnectedCluster, "a cluster",
     "1 to 63 letters, digits, `-`, `_` and `.`, beginning with a letter or digit",
     [](std::string_view n) { return within(n, 1, 63) && isAlphanumeric(n.front()) && alphanumericOr(n, "-_."); }},
    {Kind::AzureContainerRegistry, "a registry", "5 to 50 letters and digits",
     [](std::string_view n) { return within(n, 5, 50) && all(n, isAlphanumeric); }},
    {Kind::AzureStorageAccount, "a storage account", "3 to 24 lower-case letters and digits",
     [](std::string_view n) { return within(n, 3, 24) && all(n, [](char c) { return isLower(c) || isDigit(c); }); }},
    {Kind::AzureKeyVault, "a key vault",
     "3 to 24 letters, digits and single dashes, beginning with a letter and not ending with a dash",
     [](std::string_view n) {
       return within(n, 3, 24) && isLetter(n.front()) && isAlphanumeric(n.back()) && alphanumericOr(n, "-") &&
              n.find("--") == std::string_view::npos;
     }},
    {Kind::AzureLogAnalytics, "a workspace for logs",
     "4 to 63 letters, digits and dashes, without a dash at either end",
     [](std::string_view n) {
       return within(n, 4, 63) && isAlphanumeric(n.front()) && isAlphanumeric(n.back()) && alphanumericOr(n, "-");
     }},
    {Kind::AzureUserAssignedIdentity, "an identity",
     "3 to 128 letters, digits, `-` and `_`, beginning with a letter or digit",
     [](std::string_view n) { return within(n, 3, 128) && isAlphanumeric(n.front()) && alphanumericOr(n, "-_"); }},
    {Kind::AzureApplicationInsights, "a component",
     "1 to 260 characters, none of `%&\\?/`, not ending with `.` or a space",
     [](std::string_view n) {
       return within(n, 1, 260) && isText(n) && n.find_first_of("%&\\?/") == std::string_view::npos &&
              n.back() != '.' && n.back() != ' ';
     }},
    {Kind::AzureMetricAlert, "an alert",
     "1 to 260 characters, none of `*#&+:<>?@%{}\\/|`, not ending with `.` or a space",
     [](std::string_view n) {
       return within(n, 1, 260) && isText(n) && n.find_first_of("*#&+:<>?@%{}\\/|") == std::string_view::npos &&
              n.back() != '.' && n.back() != ' ';
     }},
    {Kind::AzureDiagnosticSettings, "a diagnostic setting", "1 to 260 characters, none of `*#&+:<>?@%{}\\/|`",
     [](std::string_view n) {
       return within(n, 1, 260) && isText(n) && n.find_first_of("*#&+:<>?@%{}\\/|") == std::string_view::npos;
     }},
    {Kind::AzureActionGroup, "an action group", "1 to 260 characters, none of `%&\\?/`",
     [](std::string_view n) {
       return within(n, 1, 260) && isText(n) && n.find_first_of("%&\\?/") == std::string_view::npos;
     }},
    {Kind::K8sNamespace, "a namespace", "1 to 63 lower-case letters, digits and dashes, without a dash at either end",
     support::isDnsLabel},
    {Kind::K8sConfigMap, "a config map", "at most 253 lower-case letters, digits, dashes and dots",
     support::isDnsSubdomain},
    {Kind::K8sPvc, "a claim", "at most 253 lower-case letters, digits, dashes and dots", support::isDnsSubdomain},
}};

}  // namespace

void checkName(const RuleContext& context, const ir::Resource& resource) {
  const auto rule =
      std::find_if(kRules.begin(), kRules.end(), [&](const NameRule& r) { return r.kind == resource.kind; });
  if (rule == kRules.end() || rule->holds(resource.resourceName)) return;
  context.diags.report(placeOf(resource, ResourceField::Name), diag::amlName, resource.resourceName,
                       diag::Phrase(rule->what), diag::Phrase(rule->rule));
}

// Microsoft Learn, "Use tags to organize your Azure resources": limits. The Azure CLI reads `--tags key=value`.
void checkTags(const RuleContext& context, const ir::Resource& resource) {
  const auto& tags = fields(resource.fields.find(ResourceField::Tags));
  const bool storage = resource.kind == Kind::AzureStorageAccount;
  const size_t longest = storage ? 128 : 512;
  for (size_t i = 0; i < tags.size(); ++i) {
    const std::string& key = tags[i].key;
    const source::Span place = tags[i].keyOrigin;
    if (key.empty() || key.size() > longest) {
      context.diags.report(place, diag::amlTagName, key, longest);
    } else if (const size_t at = key.find_first_of("<>%&\\?/"); at != std::string::npos) {
      context.diags.report(place, diag::amlTagCharacter, key, key.substr(at, 1));
    } else if (key.find('=') != std::string::npos || key.front() == '-') {
      context.diags.report(place, diag::amlTagForCli, key);
    }
    const auto same = [&](const ir::Field& other) { return support::equalIgnoringCase(other.key, key); };
    if (std::any_of(tags.begin(), tags.begin() + static_cast<std::ptrdiff_t>(i), same)) {
      context.diags.report(place, diag::amlTagTwice, key);
    }
    const auto text = ir::text(&tags[i].value);
    if (text && text->size() > 256) context.diags.report(tags[i].value.origin, diag::amlTagValue, key);
  }
  if (tags.size() > 50) {
    context.diags.report(tags[50].keyOrigin, diag::amlTooManyTags, tags.size());
  }
}

void checkLabels(const RuleContext& context, const ir::Value* labels, bool values) {
  for (const ir::Field& label : fields(labels)) {
    if (!support::isQualifiedName(label.key)) {
      context.diags.report(label.keyOrigin, diag::amlKubernetesKey, label.key,
                           diag::Phrase(values ? "key of a label" : "key of an annotation"));
    }
    const auto text = ir::text(&label.value);
    if (values && text && !support::isLabelValue(*text)) {
      context.diags.report(label.value.origin, diag::amlKubernetesKey, *text, diag::Phrase("value of a label"));
    }
  }
}

}  // namespace mlpc::backends::azureml
