#include "script_inputs.h"

#include <algorithm>
#include <iterator>

#include "context.h"

namespace mlpc::backends::azure_devops {
namespace {

// Inputs that are scripts, and what runs them. The language of AzureCLI@2 is its input `scriptType`.
struct ScriptInput {
  AzureTask task;
  std::string_view input;
  std::string_view language;
};
constexpr ScriptInput kScripts[] = {
    {AzureTask::Bash3, "script", "bash"},
    {AzureTask::PowerShell2, "script", "pwsh"},
    {AzureTask::CmdLine2, "script", "cmd"},
    {AzureTask::AzureCLI2, "inlineScript", ""},
};

}  // namespace

std::string_view scriptLanguage(const ir::Step& step, std::string_view input) {
  const ir::AzureTask* task = step.task();
  const auto* rule = std::find_if(std::begin(kScripts), std::end(kScripts), [&](const ScriptInput& s) {
    return task != nullptr && task->known == s.task && s.input == input;
  });
  if (rule == std::end(kScripts)) return {};
  std::string_view language = rule->language;
  if (language.empty()) {
    const ir::Value* type = setting(step.arguments, "scriptType");
    const std::string* text = type != nullptr ? type->text() : nullptr;
    language = text == nullptr ? "" : *text == "ps" || *text == "pscore" ? "pwsh" : *text == "batch" ? "cmd" : "bash";
    // Chosen when Azure expands the file.
    if (language.empty()) language = step.language.empty() ? "cmd" : std::string_view(step.language);
  }
  return language;
}

}  // namespace mlpc::backends::azure_devops
