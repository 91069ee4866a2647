#include "node_pools.h"

#include "mlpc/vocabulary/azure.h"
#include "resources.h"

namespace mlpc::rules {

using vocabulary::azure::ManagedCluster;
using vocabulary::azure::NodePool;
using vocabulary::azure::Taint;

NodePools::NodePools(const World& world) {
  for (const Resource& cluster : world.fact<Resources>().all()) {
    if (cluster.kind != Kind::AzureManagedCluster && cluster.kind != Kind::AzureConnectedCluster) continue;
    any_ = true;
    addTaints(*cluster.file, cluster.field(ManagedCluster::Taints));
    const auto* pools = cluster.file->as<syntax::ListExpr>(cluster.field(ManagedCluster::NodePools));
    if (pools == nullptr) {
      all_ = false;
      continue;
    }
    for (const syntax::ListItem& pool : pools->items) addPool(*cluster.file, pool.value);
  }
}

void NodePools::addPool(const File& file, syntax::ExprId pool) {
  const auto name = file.text(fieldValue(file.tree(), pool, NodePool::Name));
  if (!name) {
    all_ = false;
    return;
  }
  if (known_.insert(*name).second) names_.push_back(*name);
  addTaints(file, fieldValue(file.tree(), pool, NodePool::Taints));
  const syntax::ExprId labels = fieldValue(file.tree(), pool, NodePool::Labels);
  const auto* record = file.as<syntax::RecordExpr>(labels);
  if (labels && record == nullptr) all_ = false;
  for (size_t i = 0; record != nullptr && i < record->items.size(); ++i) labels_.insert(record->items[i].key.text);
}

void NodePools::addTaints(const File& file, syntax::ExprId list) {
  const auto* items = file.as<syntax::ListExpr>(list);
  for (size_t i = 0; items != nullptr && i < items->items.size(); ++i) {
    if (const auto key = file.text(fieldValue(file.tree(), items->items[i].value, Taint::Key))) taints_.insert(*key);
  }
}

}  // namespace mlpc::rules
