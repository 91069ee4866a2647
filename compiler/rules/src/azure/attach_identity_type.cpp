// Identities of a compute without the type that makes `az` read them.
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

void findUntypedIdentities(Context& context) {
  context.world.fact<WorkflowScripts>().eachAz(
      "ml compute attach", [&](const WorkflowScript& script, const embedded::AzCommand& command) {
        const embedded::CommandOption* identities = command.find({"--user-assigned-identities", "-i"});
        if (identities != nullptr && command.find({"--identity-type"}) == nullptr)
          context.report(script.span(identities->range), diag::attachIdentityType);
      });
}

}  // namespace

extern constinit const Rule attachIdentityType{
    .name = "attach-identity-type",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::attachIdentityType.record},
    .program = findUntypedIdentities,
};

}  // namespace mlpc::rules::azure
