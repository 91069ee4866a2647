// Computes in a namespace that belongs to something else.
#include <algorithm>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesCompute;

constexpr std::string_view kTaken[] = {"default", "azureml"};

constexpr Option kSharedOptions[] = {
    {"taken", "namespaces that belong to something else, beside those of Kubernetes", std::span(kTaken)}};

void findSharedNamespaces(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  const std::vector<std::string_view> taken = context.words("taken");
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* space = resources.reference(*compute, KubernetesCompute::Namespace);
    if (space == nullptr) continue;
    if (space->name.starts_with("kube-") || std::find(taken.begin(), taken.end(), space->name) != taken.end())
      context.report(compute->fieldSpan(KubernetesCompute::Namespace), diag::sharedNamespace, space->name);
  }
}

}  // namespace

extern constinit const Rule sharedNamespace{
    .name = "shared-namespace",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::sharedNamespace.record},
    .options = kSharedOptions,
    .program = findSharedNamespaces,
};

}  // namespace mlpc::rules::azure
