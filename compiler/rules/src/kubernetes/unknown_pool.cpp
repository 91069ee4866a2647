// Pods that select a node pool that no cluster of the program has.
#include "facts/node_pools.h"
#include "kubernetes/selectors.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::kubernetes {

using namespace syntax;

namespace {

void findUnknownPools(Context& context) {
  const NodePools& pools = context.world.fact<NodePools>();
  if (!pools.complete()) return;
  for (const File& file : context.world.files()) {
    eachSelector(file, [&](const RecordItem& item) {
      if (!selectsPool(item)) return;
      const auto pool = file.text(item.value);
      if (!pool || pools.hasPool(*pool)) return;
      auto report = context.report(file.span(item.value), diag::unknownPool, *pool);
      if (const auto close = context.closest(*pool, pools.names()))
        report.note(file.span(item.value), diag::didYouMean, *close);
    });
  }
}

}  // namespace

extern constinit const Rule unknownPool{
    .name = "unknown-pool",
    .category = Category::Kubernetes,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::unknownPool.record},
    .program = findUnknownPools,
};

}  // namespace mlpc::rules::kubernetes
