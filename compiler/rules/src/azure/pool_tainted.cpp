// Instance types on a node pool whose taint Azure Machine Learning does not tolerate.
#include <unordered_map>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

using vocabulary::azure::ManagedCluster;
using vocabulary::azure::NodePool;
using vocabulary::azure::Taint;
using vocabulary::azureml::InstanceType;
using namespace syntax;

namespace {

/// A pool with a taint that Azure Machine Learning does not tolerate: it only tolerates its own.
struct Tainted {
  const File* file;
  ExprId taint;
  std::string key;
};

std::unordered_map<std::string, std::vector<Tainted>> taintedPools(const Resources& resources) {
  std::unordered_map<std::string, std::vector<Tainted>> tainted;
  for (const Resource* cluster : resources.of(Kind::AzureManagedCluster)) {
    const File& file = *cluster->file;
    const auto* pools = file.as<ListExpr>(cluster->field(ManagedCluster::NodePools));
    for (size_t i = 0; pools != nullptr && i < pools->items.size(); ++i) {
      const ExprId pool = pools->items[i].value;
      const auto name = file.text(fieldValue(file.tree(), pool, NodePool::Name));
      const auto* taints = name ? file.as<ListExpr>(fieldValue(file.tree(), pool, NodePool::Taints)) : nullptr;
      for (size_t k = 0; taints != nullptr && k < taints->items.size(); ++k) {
        const ExprId taint = taints->items[k].value;
        auto key = file.text(fieldValue(file.tree(), taint, Taint::Key));
        if (key && !key->starts_with("ml.azure.com/")) tainted[*name].push_back({&file, taint, std::move(*key)});
      }
    }
  }
  return tainted;
}

void findTaintedPools(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  if (!resources.has(Kind::AzuremlInstanceType)) return;
  const auto tainted = taintedPools(resources);
  for (const Resource* type : resources.of(Kind::AzuremlInstanceType)) {
    const ExprId selected =
        syntax::fieldValue(type->file->tree(), type->field(InstanceType::NodeSelector), "agentpool");
    const auto pool = type->file->text(selected);
    const auto found = pool ? tainted.find(*pool) : tainted.end();
    if (found == tainted.end()) continue;
    for (const Tainted& taint : found->second) {
      context.report(type->file->span(selected), diag::poolTainted, *pool, taint.key)
          .note(taint.file->span(taint.taint), diag::taintHere, taint.key);
    }
  }
}

}  // namespace

extern constinit const Rule poolTainted{
    .name = "pool-tainted",
    .category = Category::Azure,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::poolTainted.record},
    .program = findTaintedPools,
};

}  // namespace mlpc::rules::azure
