// `user_assigned` without an identity.
#include "azure/identities.h"
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::ComputeIdentityType;

void findMissingIdentities(Context& context) {
  eachIdentity(context.world.fact<Resources>(), [&](const Identity& identity) {
    const bool none = !identity.list || (identity.identities != nullptr && identity.identities->items.empty());
    if (identity.type == ComputeIdentityType::UserAssigned && none)
      context.report(identity.owner->file->span(identity.typeExpr), diag::identityMissing, identity.what);
  });
}

}  // namespace

extern constinit const Rule identityMissing{
    .name = "identity-missing",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::identityMissing.record},
    .program = findMissingIdentities,
};

}  // namespace mlpc::rules::azure
