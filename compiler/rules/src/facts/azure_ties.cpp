#include "azure_ties.h"

#include <algorithm>

#include "mlpc/vocabulary/azure.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules {

using vocabulary::azure::RoleAssignment;
using vocabulary::azureml::KubernetesExtension;

AzureTies::AzureTies(const World& world) : resources_(world.fact<Resources>()) {
  for (const Resource* extension : resources_.of(Kind::AzuremlKubernetesExtension)) {
    if (const Resource* cluster = resources_.reference(*extension, KubernetesExtension::Cluster))
      extensions_[cluster] = extension;
  }
  for (const Resource* assignment : resources_.of(Kind::AzureRoleAssignment)) {
    const Resource* principal = resources_.reference(*assignment, RoleAssignment::Principal);
    auto role = assignment->text(RoleAssignment::Role);
    if (principal != nullptr && role)
      roles_[principal].push_back({std::move(*role), resources_.reference(*assignment, RoleAssignment::Scope)});
  }
  for (const Resource* registry : resources_.of(Kind::AzureContainerRegistry)) {
    if (!registry->name.empty()) registries_[registry->name] = registry;
  }
}

const Resource* AzureTies::extensionOf(const Resource& cluster) const {
  const auto found = extensions_.find(&cluster);
  return found != extensions_.end() ? found->second : nullptr;
}

bool AzureTies::hasRole(const Resource& principal, std::string_view role, const Resource& scope) const {
  const auto found = roles_.find(&principal);
  if (found == roles_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const Role& given) {
    // If a role is given by its id, assume that it is the right one.
    const bool fits = given.name == role || given.name.find('-') != std::string::npos;
    return fits && (given.scope == nullptr || given.scope == &scope || given.scope->kind == Kind::AzureResourceGroup);
  });
}

const Resource* AzureTies::registryOf(std::string_view image) const {
  const size_t host = image.find(".azurecr.io/");
  const auto found = host != std::string_view::npos ? registries_.find(image.substr(0, host)) : registries_.end();
  return found != registries_.end() ? found->second : nullptr;
}

}  // namespace mlpc::rules
