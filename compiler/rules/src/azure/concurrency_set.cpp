// The number of concurrent requests, which Azure advises not to change.
#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesOnlineDeployment;
using vocabulary::azureml::RequestSettings;

void findConcurrency(Context& context) {
  for (const Resource* deployment : context.world.fact<Resources>().of(Kind::AzuremlKubernetesOnlineDeployment)) {
    const syntax::RecordItem* item =
        findItem(deployment->file->tree(), deployment->field(KubernetesOnlineDeployment::RequestSettings),
                 RequestSettings::MaxConcurrentRequestsPerInstance);
    if (item != nullptr) context.report(item->key.span, diag::concurrencySet);
  }
}

}  // namespace

extern constinit const Rule concurrencySet{
    .name = "concurrency-set",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::concurrencySet.record},
    .program = findConcurrency,
};

}  // namespace mlpc::rules::azure
