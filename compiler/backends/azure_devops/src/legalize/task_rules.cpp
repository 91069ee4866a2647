#include "legalize/task_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "mlpc/diag/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

// `input` is needed when `other` has `value` (or has it by default).
struct NeededInput {
  std::string_view task;
  std::string_view input;
  std::string_view other;
  std::string_view value;
  bool byDefault;
};
constexpr NeededInput kNeeded[] = {
    {"AzureCLI@2", "inlineScript", "scriptLocation", "inlineScript", false},
    {"AzureCLI@2", "scriptPath", "scriptLocation", "scriptPath", true},
    {"Bash@3", "filePath", "targetType", "filePath", true},
    {"Bash@3", "script", "targetType", "inline", false},
    {"PowerShell@2", "filePath", "targetType", "filePath", true},
    {"PowerShell@2", "script", "targetType", "inline", false},
    {"DownloadPipelineArtifact@2", "project", "source", "specific", false},
    {"DownloadPipelineArtifact@2", "pipeline", "source", "specific", false},
    {"DownloadPipelineArtifact@2", "runId", "runVersion", "specific", false},
    {"DownloadPipelineArtifact@2", "runBranch", "runVersion", "latestFromBranch", false},
    {"HelmDeploy@0", "chartName", "chartType", "Name", false},
    {"HelmDeploy@0", "chartPath", "chartType", "FilePath", false},
    {"InvokeRESTAPI@1", "serviceConnection", "connectionType", "connectedServiceName", true},
    {"InvokeRESTAPI@1", "azureServiceConnection", "connectionType", "connectedServiceNameARM", false},
    {"PublishPipelineArtifact@1", "fileSharePath", "publishLocation", "filepath", false},
    {"GitHubRelease@1", "tagPattern", "tagSource", "userSpecifiedPattern", false},
};

constexpr std::string_view kServerTasks[] = {"ManualValidation@0",
                                             "ManualValidation@1",
                                             "Delay@1",
                                             "InvokeRESTAPI@1",
                                             "AzureFunction@1",
                                             "AzureFunction@2",
                                             "AzureMonitor@1",
                                             "PublishToAzureServiceBus@1",
                                             "PublishToAzureServiceBus@2",
                                             "queryWorkItems@0",
                                             "ReviewApp@0"};

// Inputs that are scripts, and what runs them. The language of AzureCLI@2 is its input `scriptType`.
struct ScriptInput {
  std::string_view task;
  std::string_view input;
  std::string_view language;
};
constexpr ScriptInput kScripts[] = {
    {"Bash@3", "script", "bash"},
    {"PowerShell@2", "script", "pwsh"},
    {"CmdLine@2", "script", "cmd"},
    {"AzureCLI@2", "inlineScript", ""},
};

}  // namespace

std::string_view scriptLanguage(Context& context, const ir::Step& step, std::string_view input) {
  const auto* rule = std::find_if(std::begin(kScripts), std::end(kScripts),
                                  [&](const ScriptInput& s) { return s.task == step.kind && s.input == input; });
  if (rule == std::end(kScripts)) return {};
  std::string_view language = rule->language;
  if (language.empty()) {
    const ir::Value* type = setting(step.arguments, "scriptType");
    const std::string* text = type != nullptr ? type->text() : nullptr;
    language = text == nullptr ? "" : *text == "ps" || *text == "pscore" ? "pwsh" : *text == "batch" ? "cmd" : "bash";
    // Chosen when Azure expands the file.
    if (language.empty()) language = step.language.empty() ? "cmd" : std::string_view(step.language);
  }
  const bool powerShell = step.language == "pwsh" || step.language == "powershell";
  const bool fits = step.language.empty() || (language == "pwsh" ? powerShell : step.language == language);
  if (!fits) {
    const diag::Phrase runs(language == "cmd" ? "the agent's own shell" : language == "pwsh" ? "PowerShell" : "bash");
    const ir::Value* script = setting(step.arguments, input);
    context.diags.report(script != nullptr ? script->origin : step.origin, diag::fenceLanguageForTask, step.kind, runs,
                         step.language);
  }
  return language;
}

void checkTask(Context& context, const ir::Step& step, bool serverJob) {
  const bool server = std::find(std::begin(kServerTasks), std::end(kServerTasks), step.kind) != std::end(kServerTasks);
  if (server && !serverJob) context.diags.report(step.origin, diag::serverTaskOnAgent, step.kind);
  const ir::Value* limit = context.job != nullptr ? setting(context.job->settings, "timeout") : nullptr;
  if (serverJob && step.kind.starts_with("ManualValidation@") && context.job != nullptr && !given(limit))
    context.diags.report(step.origin, diag::validationTimeout);
  // An external task may be made for either.
  const bool known = step.kind.find('.') == std::string::npos;
  if (!server && serverJob && known) context.diags.report(step.origin, diag::scriptInServerJob, step.kind);
  for (const NeededInput& rule : kNeeded) {
    if (rule.task != step.kind) continue;
    const ir::Value* other = setting(step.arguments, rule.other);
    const std::string* value = other != nullptr ? other->text() : nullptr;
    const bool applies = other == nullptr || (other->scalar() != nullptr && other->scalar()->isNull())
                             ? rule.byDefault
                             : value != nullptr && *value == rule.value;
    const ir::Value* input = setting(step.arguments, rule.input);
    const bool given = input != nullptr && !(input->scalar() != nullptr && input->scalar()->isNull());
    if (applies && !given) {
      context.diags.report(step.origin, diag::missingTaskInput, step.kind, rule.input,
                           diag::Phrase(fmt::format("`{}` is `{}`", rule.other, rule.value)));
    }
  }
}

}  // namespace mlpc::backends::azure_devops
