// `system_assigned` with identities.
#include "azure/identities.h"
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::ComputeIdentityType;

void findUnwantedIdentities(Context& context) {
  eachIdentity(context.world.fact<Resources>(), [&](const Identity& identity) {
    const bool some = identity.identities != nullptr && !identity.identities->items.empty();
    if (identity.type == ComputeIdentityType::SystemAssigned && some)
      context.report(identity.owner->file->span(identity.list), diag::identityNotAllowed, identity.what);
  });
}

}  // namespace

extern constinit const Rule identityNotAllowed{
    .name = "identity-not-allowed",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::identityNotAllowed.record},
    .program = findUnwantedIdentities,
};

}  // namespace mlpc::rules::azure
