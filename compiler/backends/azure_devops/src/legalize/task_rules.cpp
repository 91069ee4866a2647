#include "legalize/task_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "mlpc/diag/azure_devops.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/azure_tasks.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::Language;
using vocabulary::ado::AzureCLI2Input;
using vocabulary::ado::Bash3Input;
using vocabulary::ado::DownloadPipelineArtifact2Input;
using vocabulary::ado::GitHubRelease1Input;
using vocabulary::ado::HelmDeploy0Input;
using vocabulary::ado::InvokeRESTAPI1Input;
using vocabulary::ado::Job;
using vocabulary::ado::PowerShell2Input;
using vocabulary::ado::PublishPipelineArtifact1Input;

// `input` is needed when `other` has `value` (or has it by default).
struct NeededInput {
  AzureTask task;
  vocabulary::FieldName input;
  vocabulary::FieldName other;
  std::string_view value;
  bool byDefault;
};
constexpr NeededInput kNeeded[] = {
    {AzureTask::AzureCLI2, AzureCLI2Input::InlineScript, AzureCLI2Input::ScriptLocation, "inlineScript", false},
    {AzureTask::AzureCLI2, AzureCLI2Input::ScriptPath, AzureCLI2Input::ScriptLocation, "scriptPath", true},
    {AzureTask::Bash3, Bash3Input::FilePath, Bash3Input::TargetType, "filePath", true},
    {AzureTask::Bash3, Bash3Input::Script, Bash3Input::TargetType, "inline", false},
    {AzureTask::PowerShell2, PowerShell2Input::FilePath, PowerShell2Input::TargetType, "filePath", true},
    {AzureTask::PowerShell2, PowerShell2Input::Script, PowerShell2Input::TargetType, "inline", false},
    {AzureTask::DownloadPipelineArtifact2, DownloadPipelineArtifact2Input::Project,
     DownloadPipelineArtifact2Input::Source, "specific", false},
    {AzureTask::DownloadPipelineArtifact2, DownloadPipelineArtifact2Input::Pipeline,
     DownloadPipelineArtifact2Input::Source, "specific", false},
    {AzureTask::DownloadPipelineArtifact2, DownloadPipelineArtifact2Input::RunId,
     DownloadPipelineArtifact2Input::RunVersion, "specific", false},
    {AzureTask::DownloadPipelineArtifact2, DownloadPipelineArtifact2Input::RunBranch,
     DownloadPipelineArtifact2Input::RunVersion, "latestFromBranch", false},
    {AzureTask::HelmDeploy0, HelmDeploy0Input::ChartName, HelmDeploy0Input::ChartType, "Name", false},
    {AzureTask::HelmDeploy0, HelmDeploy0Input::ChartPath, HelmDeploy0Input::ChartType, "FilePath", false},
    {AzureTask::InvokeRESTAPI1, InvokeRESTAPI1Input::ServiceConnection, InvokeRESTAPI1Input::ConnectionType,
     "connectedServiceName", true},
    {AzureTask::InvokeRESTAPI1, InvokeRESTAPI1Input::AzureServiceConnection, InvokeRESTAPI1Input::ConnectionType,
     "connectedServiceNameARM", false},
    {AzureTask::PublishPipelineArtifact1, PublishPipelineArtifact1Input::FileSharePath,
     PublishPipelineArtifact1Input::PublishLocation, "filepath", false},
    {AzureTask::GitHubRelease1, GitHubRelease1Input::TagPattern, GitHubRelease1Input::TagSource, "userSpecifiedPattern",
     false},
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
  const ir::Value* limit = context.job != nullptr ? setting(context.job->settings, Job::Timeout) : nullptr;
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
      context.diags.report(step.origin, diag::missingTaskInput, step.calledAs(), rule.input.text(),
                           diag::Phrase(fmt::format("`{}` is `{}`", rule.other.text(), rule.value)));
    }
  }
}

void checkFence(RuleContext& context, const ir::Step& step, const ir::Field& input, Language language) {
  const bool fits = !step.language || step.language == language ||
                    (language == Language::Pwsh && step.language == Language::Powershell);
  if (fits) return;
  const diag::Phrase runs(language == Language::Cmd    ? "the agent's own shell"
                          : language == Language::Pwsh ? "PowerShell"
                                                       : "bash");
  const diag::Phrase found(
      *step.language == Language::Text ? "text" : fmt::format("a `{}` fence", vocabulary::name(*step.language)));
  context.diags.report(input.value.origin, diag::fenceLanguageForTask, step.calledAs(), runs, found);
}

}  // namespace mlpc::backends::azure_devops
