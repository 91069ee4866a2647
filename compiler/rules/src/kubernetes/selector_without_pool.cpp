// Pods that select a label that no node pool has.
#include <algorithm>

#include "facts/node_pools.h"
#include "kubernetes/selectors.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::kubernetes {

using namespace syntax;

namespace {

/// Labels that Kubernetes and AKS assign to nodes automatically.
constexpr std::string_view kNodeLabels[] = {
    "kubernetes.io/",      "node.kubernetes.io/",        "topology.kubernetes.io/",
    "beta.kubernetes.io/", "kubernetes.azure.com/",      "node-role.kubernetes.io/",
    "nvidia.com/",         "feature.node.kubernetes.io/"};

constexpr Option kLabelOptions[] = {
    {"prefixes", "how labels begin that nodes have by themselves", std::span(kNodeLabels)}};

void findUnknownLabels(Context& context) {
  const NodePools& pools = context.world.fact<NodePools>();
  if (!pools.complete()) return;
  const std::vector<std::string_view> common = context.words("prefixes");
  for (const File& file : context.world.files()) {
    eachSelector(file, [&](const RecordItem& item) {
      const std::string_view key = item.key.text;
      if (selectsPool(item) || pools.hasLabel(key)) return;
      if (std::any_of(common.begin(), common.end(), [&](std::string_view prefix) { return key.starts_with(prefix); }))
        return;
      context.report(item.key.span, diag::selectorWithoutPool, key);
    });
  }
}

}  // namespace

extern constinit const Rule selectorWithoutPool{
    .name = "selector-without-pool",
    .category = Category::Kubernetes,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::selectorWithoutPool.record},
    .options = kLabelOptions,
    .program = findUnknownLabels,
};

}  // namespace mlpc::rules::kubernetes
