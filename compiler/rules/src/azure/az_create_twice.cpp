// What a second run of a workflow cannot create again.
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

using embedded::AzCommand;

namespace {

/// Whether the script checks that the object does not exist yet: `show … || create …`, or an `if`.
bool isGuarded(const AzCommand& command) {
  using embedded::ShellJoint;
  return command.command->before == ShellJoint::Or || command.command->before == ShellJoint::And ||
         command.command->inCondition || command.command->after == ShellJoint::Or;
}

void findRepeatedCreation(Context& context) {
  const auto judge = [&](const WorkflowScript& script, const AzCommand& command, std::string_view what) {
    if (isGuarded(command) || script.changes(command.find({"--name", "-n"}))) return;
    const source::Span at = script.span(command.pathRange);
    context.report(at, diag::azCreateTwice, what).note(at, diag::azShowOrCreate);
  };
  context.world.fact<WorkflowScripts>().eachAz([&](const WorkflowScript& script, const AzCommand& command) {
    if (command.path == "ml online-endpoint create") judge(script, command, "endpoint");
    if (command.path == "ml online-deployment create" && command.find({"--local"}) == nullptr)
      judge(script, command, "deployment");
  });
}

}  // namespace

extern constinit const Rule azCreateTwice{
    .name = "az-create-twice",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azCreateTwice.record},
    .program = findRepeatedCreation,
};

}  // namespace mlpc::rules::azure
