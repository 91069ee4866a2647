#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lowering.h"

namespace mlpc::lower::test {
namespace {

using testing::ElementsAre;

TEST(Declarations, SecretsOfThreeKinds) {
  const Lowered result = lower(R"(
secret my_token { keys: ["a", "b"], optional: true }
secret variable { group: "g", variable: "V" }
secret vaulted { vault: "kv", name: "pw" }
)");
  EXPECT_EQ(result.text, R"(secret my_token kubernetes optional
  name "my-token"
  keys ["a", "b"]
secret variable variable
  group "g"
  variable "V"
secret vaulted key vault
  name "pw"
  vault "kv"
)");
}

TEST(Declarations, AttributesFoldAndCyclesEnd) {
  const Lowered result = lower(R"(
const where = "westeurope"
resource rg: azure.ResourceGroup { name: "the-group", location: where }
resource my_vault: azure.KeyVault { resource_group: rg, location: rg.location, tags: { group: rg.name, own: "~{my_vault.name}-x" } }
)");
  EXPECT_EQ(part(result.text, "resource my_vault"), R"(resource my_vault: azure.KeyVault "my-vault" requested
  fields
    resource_group: resource.rg
    location: "westeurope"
    tags: {group: "the-group", own: "my-vault-x"}
    sku: "standard"
    soft_delete_retention: Duration(90d)
    purge_protection: false
    rbac: true
)");
}

TEST(Declarations, TrainJobsKeepWhatWasWritten) {
  const Lowered result = lower(R"(
secret hf { keys: ["token"] }
trainjob fine_tune(lr: float = 2e-4, model: string) {
  runtime: "torch-distributed"
  trainer: { image: "img", args: ["--lr=~{lr}", model], env: { T: hf.token }, resources_per_node: { limits: { cpu: 2 } } }
}
)");
  EXPECT_EQ(part(result.text, "trainjob"), R"(trainjob fine_tune "fine-tune" task only requested
  input lr: float optional = 0.0002
  input model: string
  fields
    runtime: "torch-distributed"
    trainer: {image: "img", args: [text("--lr=", input.lr), input.model], env: {T: secret.hf["token"]}, resources_per_node: {limits: {cpu: Quantity(2)}}}
)");
}

TEST(Declarations, ResourcesWithTheSameNameNeedDifferentPlaces) {
  const Lowered apart = lower(R"(
existing rg: azure.ResourceGroup { name: "g" }
existing one: azure.ManagedCluster { name: "one", resource_group: rg }
existing two: azure.ManagedCluster { name: "two", resource_group: rg }
resource a: k8s.Namespace { name: "ml", cluster: one }
resource b: k8s.Namespace { name: "ml", cluster: two }
)");
  EXPECT_THAT(apart.errors, ElementsAre());
  const Lowered same = lower(R"(
resource a: k8s.Namespace { name: "ml" }
resource b: k8s.Namespace { name: "ml" }
)");
  EXPECT_THAT(same.errors, ElementsAre("MLP3906 3:10 another `k8s.Namespace` is already named `ml`"));
}

}  // namespace
}  // namespace mlpc::lower::test
