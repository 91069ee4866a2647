// An `instance_count` that the load overrules.
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesOnlineDeployment;

void findCountsWithoutScale(Context& context) {
  for (const Resource* deployment : context.world.fact<Resources>().of(Kind::AzuremlKubernetesOnlineDeployment)) {
    if (deployment->field(KubernetesOnlineDeployment::InstanceCount) &&
        !deployment->field(KubernetesOnlineDeployment::ScaleSettings))
      context.report(deployment->keySpan(KubernetesOnlineDeployment::InstanceCount), diag::countWithoutScale);
  }
}

}  // namespace

extern constinit const Rule countWithoutScale{
    .name = "count-without-scale",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::countWithoutScale.record},
    .program = findCountsWithoutScale,
};

}  // namespace mlpc::rules::azure
