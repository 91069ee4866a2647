#include "script_inputs.h"

#include <algorithm>
#include <iterator>

#include "context.h"
#include "mlpc/vocabulary/azure_devops.h"
#include "mlpc/vocabulary/azure_tasks.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::Language;
using vocabulary::ado::AzureCLI2Input;
using vocabulary::ado::AzureCLI2ScriptType;
using vocabulary::ado::Bash3Input;
using vocabulary::ado::CmdLine2Input;
using vocabulary::ado::PowerShell2Input;

// Inputs that are scripts, and what runs them. The language of AzureCLI@2 is its input `scriptType`.
struct ScriptInput {
  AzureTask task;
  vocabulary::FieldName input;
  std::optional<Language> language;
};
constexpr ScriptInput kScripts[] = {
    {AzureTask::Bash3, Bash3Input::Script, Language::Bash},
    {AzureTask::PowerShell2, PowerShell2Input::Script, Language::Pwsh},
    {AzureTask::CmdLine2, CmdLine2Input::Script, Language::Cmd},
    {AzureTask::AzureCLI2, AzureCLI2Input::InlineScript, {}},
};

}  // namespace

std::optional<Language> scriptLanguage(const ir::Step& step, std::string_view input) {
  const ir::AzureTask* task = step.task();
  const auto* rule = std::find_if(std::begin(kScripts), std::end(kScripts), [&](const ScriptInput& s) {
    return task != nullptr && task->known == s.task && s.input.text() == input;
  });
  if (rule == std::end(kScripts)) return {};
  if (rule->language) return rule->language;
  const auto type = ir::choice<AzureCLI2ScriptType>(setting(step.arguments, AzureCLI2Input::ScriptType));
  // Chosen when Azure expands the file.
  if (!type) return step.language.value_or(Language::Cmd);
  switch (*type) {
    case AzureCLI2ScriptType::Bash: return Language::Bash;
    case AzureCLI2ScriptType::Batch: return Language::Cmd;
    case AzureCLI2ScriptType::Ps:
    case AzureCLI2ScriptType::Pscore: return Language::Pwsh;
  }
  return {};
}

}  // namespace mlpc::backends::azure_devops
