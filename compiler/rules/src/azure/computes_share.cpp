// Two computes of a workspace in one namespace.
#include <map>
#include <tuple>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

namespace {

using vocabulary::azureml::KubernetesCompute;

/// The computes of one workspace in one namespace: the first, and the first with another name.
struct Sharing {
  const Resource* first = nullptr;
  const Resource* other = nullptr;
};

void findSharingComputes(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  std::map<std::tuple<const Resource*, const Resource*, const Resource*>, Sharing> byPlace;
  for (const Resource* compute : resources.of(Kind::AzuremlKubernetesCompute)) {
    const Resource* workspace = resources.reference(*compute, KubernetesCompute::Workspace);
    const Resource* cluster = resources.reference(*compute, KubernetesCompute::Cluster);
    const Resource* space = resources.reference(*compute, KubernetesCompute::Namespace);
    if (workspace == nullptr || cluster == nullptr || space == nullptr) continue;
    Sharing& sharing = byPlace[{workspace, cluster, space}];
    if (sharing.first == nullptr) {
      sharing.first = compute;
      continue;
    }
    // Two computes with the same name are reported by another rule.
    const bool same = !compute->name.empty() && compute->name == sharing.first->name;
    if (!same && sharing.other == nullptr) sharing.other = compute;
    const Resource* earlier = same ? sharing.other : sharing.first;
    if (earlier == nullptr) continue;
    context.report(compute->fieldSpan(KubernetesCompute::Namespace), diag::computesShare, space->name)
        .note(earlier->span, diag::declaredHere, earlier->word);
  }
}

}  // namespace

extern constinit const Rule computesShare{
    .name = "computes-share",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::computesShare.record},
    .program = findSharingComputes,
};

}  // namespace mlpc::rules::azure
