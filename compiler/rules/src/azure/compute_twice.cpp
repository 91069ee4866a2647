// Two computes with the same name in a workspace.
#include <map>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

void findComputesTwice(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  std::map<std::pair<const Resource*, std::string_view>, const Resource*> first;
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* workspace = resources.reference(*compute, vocabulary::azureml::KubernetesCompute::Workspace);
    if (workspace == nullptr || compute->name.empty()) continue;
    const auto [earlier, isNew] = first.emplace(std::pair(workspace, std::string_view(compute->name)), compute);
    if (isNew) continue;
    context.report(compute->span, diag::computeTwice, compute->name)
        .note(earlier->second->span, diag::declaredHere, earlier->second->word);
  }
}

}  // namespace

extern constinit const Rule computeTwice{
    .name = "compute-twice",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::computeTwice.record},
    .program = findComputesTwice,
};

}  // namespace mlpc::rules::azure
