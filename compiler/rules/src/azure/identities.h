#pragma once

#include "facts/resources.h"
#include "mlpc/vocabulary/azure_ml.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::rules::azure {

/// The `identity` of a compute or an endpoint.
struct Identity {
  const Resource* owner = nullptr;
  std::string_view what;  ///< what the owner is: `compute`, `endpoint`
  vocabulary::azureml::ComputeIdentityType type{};
  syntax::ExprId typeExpr;                       ///< where that is written
  syntax::ExprId list;                           ///< of the identities; invalid if none is written
  const syntax::ListExpr* identities = nullptr;  ///< null if it is not written as a list
};

/// Calls `visit(const Identity&)` for each identity that gives its type.
template <typename Visit>
void eachIdentity(const Resources& resources, const Visit& visit) {
  for (const auto& [kind, what] :
       {std::pair<Kind, std::string_view>(Kind::AzuremlKubernetesCompute, "compute"),
        std::pair<Kind, std::string_view>(Kind::AzuremlKubernetesOnlineEndpoint, "endpoint")}) {
    for (const Resource* owner : resources.of(kind)) {
      Identity identity;
      identity.owner = owner;
      identity.what = what;
      identity.typeExpr = owner->field(vocabulary::ResourceField::Identity, vocabulary::azureml::ComputeIdentity::Type);
      const auto text = owner->file->text(identity.typeExpr);
      const auto type = text ? vocabulary::find<vocabulary::azureml::ComputeIdentityType>(*text) : std::nullopt;
      if (!type) continue;
      identity.type = *type;
      identity.list =
          owner->field(vocabulary::ResourceField::Identity, vocabulary::azureml::ComputeIdentity::Identities);
      identity.identities = owner->file->template as<syntax::ListExpr>(identity.list);
      visit(identity);
    }
  }
}

}  // namespace mlpc::rules::azure
