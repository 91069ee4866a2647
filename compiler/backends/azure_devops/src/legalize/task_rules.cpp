#include "legalize/task_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "mlpc/diag/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

// `input` is needed when `other` has `value` (or has it by default).
struct NeededInput {
  AzureTask task;
  std::string_view input;
  std::string_view other;
  std::string_view value;
  bool byDefault;
};
constexpr NeededInput kNeeded[] = {
    {AzureTask::AzureCLI2, "inlineScript", "scriptLocation", "inlineScript", false},
    {AzureTask::AzureCLI2, "scriptPath", "scriptLocation", "scriptPath", true},
    {AzureTask::Bash3, "filePath", "targetType", "filePath", true},
    {AzureTask::Bash3, "script", "targetType", "inline", false},
    {AzureTask::PowerShell2, "filePath", "targetType", "filePath", true},
    {AzureTask::PowerShell2, "script", "targetType", "inline", false},
    {AzureTask::DownloadPipelineArtifact2, "project", "source", "specific", false},
    {AzureTask::DownloadPipelineArtifact2, "pipeline", "source", "specific", false},
    {AzureTask::DownloadPipelineArtifact2, "runId", "runVersion", "specific", false},
    {AzureTask::DownloadPipelineArtifact2, "runBranch", "runVersion", "latestFromBranch", false},
    {AzureTask::HelmDeploy0, "chartName", "chartType", "Name", false},
    {AzureTask::HelmDeploy0, "chartPath", "chartType", "FilePath", false},
    {AzureTask::InvokeRESTAPI1, "serviceConnection", "connectionType", "connectedServiceName", true},
    {AzureTask::InvokeRESTAPI1, "azureServiceConnection", "connectionType", "connectedServiceNameARM", false},
    {AzureTask::PublishPipelineArtifact1, "fileSharePath", "publishLocation", "filepath", false},
    {AzureTask::GitHubRelease1, "tagPattern", "tagSource", "userSpecifiedPattern", false},
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

}  // namespace

void checkTask(RuleContext& context, const ir::Step& step, bool serverJob) {
  const ir::AzureTask& task = *step.task();
  const bool server = std::find(std::begin(kServerTasks), std::end(kServerTasks), task.task) != std::end(kServerTasks);
  if (server && !serverJob) context.diags.report(step.origin, diag::serverTaskOnAgent, step.calledAs());
  const ir::Value* limit = context.job != nullptr ? setting(context.job->settings, "timeout") : nullptr;
  if (serverJob && task.task.starts_with("ManualValidation@") && context.job != nullptr && !given(limit))
    context.diags.report(step.origin, diag::validationTimeout);
  // An external task may be made for either.
  const bool known = !task.isForeign();
  if (!server && serverJob && known) context.diags.report(step.origin, diag::scriptInServerJob, step.calledAs());
  for (const NeededInput& rule : kNeeded) {
    if (task.known != rule.task) continue;
    const ir::Value* other = setting(step.arguments, rule.other);
    const std::string* value = other != nullptr ? other->text() : nullptr;
    const bool applies = other == nullptr || (other->scalar() != nullptr && other->scalar()->isNull())
                             ? rule.byDefault
                             : value != nullptr && *value == rule.value;
    const ir::Value* input = setting(step.arguments, rule.input);
    const bool given = input != nullptr && !(input->scalar() != nullptr && input->scalar()->isNull());
    if (applies && !given) {
      context.diags.report(step.origin, diag::missingTaskInput, step.calledAs(), rule.input,
                           diag::Phrase(fmt::format("`{}` is `{}`", rule.other, rule.value)));
    }
  }
}

void checkFence(RuleContext& context, const ir::Step& step, std::string_view input, std::string_view language) {
  const bool powerShell = step.language == "pwsh" || step.language == "powershell";
  const bool fits = step.language.empty() || (language == "pwsh" ? powerShell : step.language == language);
  if (fits) return;
  const diag::Phrase runs(language == "cmd" ? "the agent's own shell" : language == "pwsh" ? "PowerShell" : "bash");
  const ir::Value* script = setting(step.arguments, input);
  context.diags.report(script != nullptr ? script->origin : step.origin, diag::fenceLanguageForTask, step.calledAs(),
                       runs, step.language);
}

}  // namespace mlpc::backends::azure_devops
