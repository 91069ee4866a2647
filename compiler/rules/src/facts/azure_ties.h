#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "resources.h"

namespace mlpc::rules {

/// The relations between Azure resources, looked up from the other end: who has a role, what extends a cluster.
class AzureTies {
 public:
  explicit AzureTies(const World& world);

  /// The machine learning extension of a cluster that the program declares, or null.
  [[nodiscard]] const Resource* extensionOf(const Resource& cluster) const;
  /// Whether a principal has a role in a scope, as far as that can be known.
  [[nodiscard]] bool hasRole(const Resource& principal, std::string_view role, const Resource& scope) const;
  /// The registry that an image comes from, or null.
  [[nodiscard]] const Resource* registryOf(std::string_view image) const;

 private:
  struct Role {
    std::string name;
    const Resource* scope;  ///< null for a string, which is assumed to fit
  };
  const Resources& resources_;
  std::unordered_map<const Resource*, const Resource*> extensions_;
  std::unordered_map<const Resource*, std::vector<Role>> roles_;
  std::unordered_map<std::string_view, const Resource*> registries_;
};

}  // namespace mlpc::rules
