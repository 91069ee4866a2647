#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The node pools of the clusters of a program.
class NodePools {
 public:
  explicit NodePools(const World& world);

  /// Whether there are clusters and all of them list their pools: only then does a pool that is not here not exist.
  [[nodiscard]] bool complete() const { return any_ && all_; }
  [[nodiscard]] bool hasPool(const std::string& name) const { return known_.count(name) != 0; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] bool hasLabel(std::string_view key) const { return labels_.count(key) != 0; }
  [[nodiscard]] bool hasTaint(const std::string& key) const { return taints_.count(key) != 0; }

 private:
  void addPool(const File& file, syntax::ExprId pool);
  void addTaints(const File& file, syntax::ExprId list);

  std::vector<std::string> names_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string_view> labels_;
  std::unordered_set<std::string> taints_;
  bool any_ = false;
  bool all_ = true;
};

}  // namespace mlpc::rules
