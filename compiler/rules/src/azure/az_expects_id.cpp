// Names where `az` expects ids.
#include <algorithm>
#include <array>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;
using embedded::CommandOption;

namespace {

/// Options of `az ml workspace create` that take an ARM id.
constexpr std::array<std::string_view, 8> kIdOptions = {
    "--storage-account", "--key-vault", "--application-insights", "--container-registry", "-s", "-k", "-a", "-c"};

/// Whether a word is a name and not an id.
bool isName(const WorkflowScript& script, const embedded::ShellWord& word) {
  if (const auto* placeholder = script.placeholder(word)) {
    const auto* use = script.file->use<sema::AttributeUse>(placeholder->value);
    return use != nullptr && is(use->attribute, vocabulary::ResourceField::Name);
  }
  return !word.expands && word.value.find('/') == std::string::npos &&
         word.value.find(embedded::kPlaceholderByte) == std::string::npos;
}

/// An id whose first character is missing.
void findCutId(const WorkflowScript& script, const CommandOption* option, Context& context) {
  if (option == nullptr || !option->value().starts_with("subscriptions/")) return;
  context.report(script.span(option->values.empty() ? option->range : option->values.front()->range), diag::azExpectsId,
                 option->name);
}

void findNamesForIds(Context& context) {
  const WorkflowScripts& scripts = context.world.fact<WorkflowScripts>();
  scripts.eachAz("ml workspace create", [&](const WorkflowScript& script, const AzCommand& command) {
    for (const CommandOption& option : command.options) {
      const bool takesId = std::find(kIdOptions.begin(), kIdOptions.end(), option.name) != kIdOptions.end();
      if (takesId && !option.values.empty() && isName(script, *option.values.front()))
        context.report(script.span(option.values.front()->range), diag::azExpectsId, option.name);
    }
  });
  scripts.eachAz("ml compute attach", [&](const WorkflowScript& script, const AzCommand& command) {
    findCutId(script, command.find({"--user-assigned-identities", "-i"}), context);
    findCutId(script, command.find({"--resource-id"}), context);
  });
}

}  // namespace

extern constinit const Rule azExpectsId{
    .name = "az-expects-id",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::azExpectsId.record},
    .program = findNamesForIds,
};

}  // namespace mlpc::rules::azure
