#pragma once

#include "facts/resources.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::rules::azure {

/// The environment of a deployment, which is declared or written in place.
struct Environment {
  const Resource* deployment = nullptr;
  const Resource* declared = nullptr;  ///< null if written in place
  const File* file = nullptr;          ///< where it is written
  syntax::ExprId value;                ///< of the deployment's field
  syntax::ExprId record;
  syntax::ExprId imageExpr;
  std::optional<std::string> image;
};

/// Calls `visit(const Environment&)` for each deployment that has one.
template <typename Visit>
void eachEnvironment(const Resources& resources, const Visit& visit) {
  for (const Resource* deployment : resources.of(Kind::AzuremlKubernetesOnlineDeployment)) {
    Environment environment;
    environment.deployment = deployment;
    environment.value = deployment->field(vocabulary::azureml::KubernetesOnlineDeployment::Environment);
    if (!environment.value) continue;
    environment.declared =
        resources.reference(*deployment, vocabulary::azureml::KubernetesOnlineDeployment::Environment);
    environment.file = environment.declared != nullptr ? environment.declared->file : deployment->file;
    environment.record = environment.declared != nullptr ? environment.declared->record : environment.value;
    environment.imageExpr =
        fieldValue(environment.file->tree(), environment.record, vocabulary::azureml::Environment::Image);
    environment.image = environment.file->text(environment.imageExpr);
    visit(environment);
  }
}

}  // namespace mlpc::rules::azure
