// Computes with more than one identity.
#include "azure/identities.h"
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::ComputeIdentityType;

void findIgnoredIdentities(Context& context) {
  eachIdentity(context.world.fact<Resources>(), [&](const Identity& identity) {
    const bool several = identity.identities != nullptr && identity.identities->items.size() > 1;
    if (several && identity.what == "compute" && identity.type != ComputeIdentityType::SystemAssigned)
      context.report(identity.owner->file->span(identity.identities->items[1].value), diag::identityIgnored);
  });
}

}  // namespace

extern constinit const Rule identityIgnored{
    .name = "identity-ignored",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::identityIgnored.record},
    .program = findIgnoredIdentities,
};

}  // namespace mlpc::rules::azure
