// Computes that are attached in a namespace used by something else.
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findSharedAttachments(Context& context) {
  context.world.fact<WorkflowScripts>().eachAz(
      "ml compute attach", [&](const WorkflowScript& script, const embedded::AzCommand& command) {
        const embedded::CommandOption* space = command.find({"--namespace"});
        if (space == nullptr || space->value() == "azureml" || space->value() == "default")
          context.report(script.span(space == nullptr ? command.pathRange : space->range), diag::attachNamespace);
      });
}

}  // namespace

extern constinit const Rule attachNamespace{
    .name = "attach-namespace",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::attachNamespace.record},
    .program = findSharedAttachments,
};

}  // namespace mlpc::rules::azure
