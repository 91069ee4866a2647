// Endpoints that Azure would manage, because no file says otherwise.
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findManagedEndpoints(Context& context) {
  context.world.fact<WorkflowScripts>().eachAz(
      "ml online-endpoint create", [&](const WorkflowScript& script, const embedded::AzCommand& command) {
        if (command.find({"--file", "-f", "--local"}) == nullptr)
          context.report(script.span(command.pathRange), diag::azManagedEndpoint);
      });
}

}  // namespace

extern constinit const Rule azManagedEndpoint{
    .name = "az-managed-endpoint",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azManagedEndpoint.record},
    .program = findManagedEndpoints,
};

}  // namespace mlpc::rules::azure
