// Tolerations for taints that no node pool has.
#include <algorithm>

#include "facts/node_pools.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::kubernetes {

using vocabulary::prelude::TaskOptions;
using vocabulary::prelude::Toleration;
using namespace syntax;

namespace {

/// Taints that Kubernetes, Azure and GPU drivers assign automatically.
constexpr std::string_view kNodeTaints[] = {"node.kubernetes.io/", "ml.azure.com/", "kubernetes.azure.com/",
                                            "nvidia.com/"};

constexpr Option kTaintOptions[] = {
    {"prefixes", "how taints begin that nodes have by themselves", std::span(kNodeTaints)}};

void findIdleTolerations(Context& context) {
  const NodePools& pools = context.world.fact<NodePools>();
  if (!pools.complete()) return;
  const std::vector<std::string_view> common = context.words("prefixes");
  for (const File& file : context.world.files()) {
    for (const ExprId record : file.records()) {
      const auto* list = file.as<ListExpr>(fieldValue(file.tree(), record, TaskOptions::Tolerations));
      for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        const ExprId value = fieldValue(file.tree(), list->items[i].value, Toleration::Key);
        const auto key = file.text(value);
        if (!key || pools.hasTaint(*key)) continue;
        if (std::none_of(common.begin(), common.end(), [&](std::string_view p) { return key->starts_with(p); }))
          context.report(file.span(value), diag::tolerationWithoutTaint, *key);
      }
    }
  }
}

}  // namespace

extern constinit const Rule tolerationWithoutTaint{
    .name = "toleration-without-taint",
    .category = Category::Kubernetes,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::tolerationWithoutTaint.record},
    .options = kTaintOptions,
    .program = findIdleTolerations,
};

}  // namespace mlpc::rules::kubernetes
