// Options that a command of `az` does not have.
#include <algorithm>

#include "azure/az_options.h"
#include "facts/workflow_scripts.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;
using embedded::CommandOption;

namespace {

/// Options that people write although the command does not have them.
struct WrongOption {
  std::string_view path;
  std::string_view wrong;
  std::string_view right;
};
constexpr WrongOption kWrongOptions[] = {
    {"ml workspace create", "--app-insights", "--application-insights"},
    {"monitor metrics alert create", "--action-group", "--action"},
};

void findWrongOptions(const WorkflowScript& script, const AzCommand& command, Context& context) {
  for (const WrongOption& wrong : kWrongOptions) {
    if (command.path != wrong.path) continue;
    for (const CommandOption& option : command.options) {
      if (option.name != wrong.wrong) continue;
      const source::Span at = script.span(option.range);
      context.report(at, diag::azUnknownOption, command.path, option.name)
          .note(at, diag::didYouMean, wrong.right)
          .fix("use the right option", true, {{at, std::string(wrong.right)}});
    }
  }
}

void findUnknownOptions(Context& context) {
  const WorkflowScripts& scripts = context.world.fact<WorkflowScripts>();
  scripts.eachAz(
      [&](const WorkflowScript& script, const AzCommand& command) { findWrongOptions(script, command, context); });
  eachOddOption(scripts, [&](const OddOption& odd) {
    if (odd.beginning.size() == 1) return;  // an abbreviation of that one
    const source::Span at = odd.script.span(odd.option.range);
    auto report = context.report(at, diag::azUnknownOption, odd.command.path, odd.option.name);
    if (odd.command.path == "ml online-deployment create") {
      std::string setting(odd.option.name.substr(2));
      std::replace(setting.begin(), setting.end(), '-', '_');
      report.note(at, diag::azUseSet, setting);
    } else if (const auto close = context.closest(odd.option.name, odd.known)) {
      report.note(at, diag::didYouMean, *close);
    }
  });
}

}  // namespace

extern constinit const Rule azUnknownOption{
    .name = "az-unknown-option",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::azUnknownOption.record},
    .program = findUnknownOptions,
};

}  // namespace mlpc::rules::azure
