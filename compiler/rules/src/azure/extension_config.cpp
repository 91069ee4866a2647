// Machine learning extensions that are not told what they are for.
#include <algorithm>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;
using embedded::CommandOption;

namespace {

bool enables(std::string_view setting) {
  return setting.starts_with("enableTraining") || setting.starts_with("enableInference");
}

bool isConfigured(const AzCommand& command) {
  if (command.find({"--config-file", "--config-settings-file"}) != nullptr) return true;
  return std::any_of(command.options.begin(), command.options.end(), [](const CommandOption& option) {
    if (option.name != "--config" && option.name != "--configuration-settings") return false;
    return option.inlined.starts_with("enable") ||
           std::any_of(option.values.begin(), option.values.end(),
                       [](const embedded::ShellWord* word) { return word->expands || enables(word->value); });
  });
}

void findUnconfiguredExtensions(Context& context) {
  context.world.fact<WorkflowScripts>().eachAz("k8s-extension create", [&](const WorkflowScript& script,
                                                                           const AzCommand& command) {
    const CommandOption* type = command.find({"--extension-type"});
    if (type == nullptr || support::toKebab(type->value()) != "microsoft-azureml-kubernetes" || isConfigured(command))
      return;
    context.report(script.span(command.pathRange), diag::extensionConfig);
  });
}

}  // namespace

extern constinit const Rule extensionConfig{
    .name = "extension-config",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::extensionConfig.record},
    .program = findUnconfiguredExtensions,
};

}  // namespace mlpc::rules::azure
