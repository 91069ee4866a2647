// Keys of endpoints that a script reads and does not hide.
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findKeysInLogs(Context& context) {
  context.world.fact<WorkflowScripts>().eachAz("ml online-endpoint get-credentials",
                                               [&](const WorkflowScript& script, const embedded::AzCommand& command) {
                                                 if (!script.says("task.setsecret"))
                                                   context.report(script.span(command.pathRange), diag::keyInScript);
                                               });
}

}  // namespace

extern constinit const Rule keyInScript{
    .name = "key-in-script",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::keyInScript.record},
    .program = findKeysInLogs,
};

}  // namespace mlpc::rules::azure
