#pragma once

#include "facts/resources.h"

namespace mlpc::rules::azure {

/// The `identity` of a compute or an endpoint.
struct Identity {
  const Resource* owner = nullptr;
  std::string_view what;                         ///< what the owner is: `compute`, `endpoint`
  std::string type;                              ///< `user_assigned`
  syntax::ExprId typeExpr;                       ///< where that is written
  syntax::ExprId list;                           ///< of the identities; invalid if none is written
  const syntax::ListExpr* identities = nullptr;  ///< null if it is not written as a list
};

/// Calls `visit(const Identity&)` for each identity that gives its type.
template <typename Visit>
void eachIdentity(const Resources& resources, const Visit& visit) {
  for (const auto& [kind, what] :
       {std::pair<std::string_view, std::string_view>("KubernetesCompute", "compute"),
        std::pair<std::string_view, std::string_view>("KubernetesOnlineEndpoint", "endpoint")}) {
    for (const Resource* owner : resources.of(kind)) {
      Identity identity;
      identity.owner = owner;
      identity.what = what;
      identity.typeExpr = owner->field("identity", "type");
      const auto type = owner->file->text(identity.typeExpr);
      if (!type) continue;
      identity.type = *type;
      identity.list = owner->field("identity", "identities");
      identity.identities = owner->file->template as<syntax::ListExpr>(identity.list);
      visit(identity);
    }
  }
}

}  // namespace mlpc::rules::azure
