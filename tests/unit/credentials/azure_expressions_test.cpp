// Credentials among what an expression of Azure Pipelines chooses from.
#include <gtest/gtest.h>

#include <string_view>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

bool found(std::string_view value) { return isCredential(judgeName("DB_PASSWORD"), value, Where::Variable); }

TEST(AzureExpressions, WhatIsChosenIsJudged) {
  for (const std::string_view value :
       {"${{ iif(parameters.prod, 'Tr0ub4dor3xyz', 'hunter2xyz') }}", "$[coalesce(variables.x, 'Tr0ub4dor3xyz')]",
        "${{ format('Tr0ub4dor{0}', parameters.e) }}", "${{ 'Tr0ub4dor3xyz' }}",
        "${{ iif(eq(parameters.e, 'prod'), lower('Tr0ub4dor3xyz'), variables.x) }}",
        "${{ upper('it''s Tr0ub4dor3xyz') }}", "${{ parameters.x }}${{ iif(parameters.prod, '', 'Tr0ub4dor3xyz') }}"})
    EXPECT_TRUE(found(value)) << value;
}

TEST(AzureExpressions, WhatIsComparedOrLookedUpIsNot) {
  for (const std::string_view value :
       {"${{ parameters.password }}", "$[variables['Tr0ub4dor3xyz']]", "${{ iif(parameters.prod, variables.a, '') }}",
        "$[iif(eq(variables['Build.SourceBranch'], 'refs/heads/main'), variables['db-password1'], variables.other)]",
        "$[dependencies.a.outputs['step1.password1']]", "$(password)"})
    EXPECT_FALSE(found(value)) << value;
}

}  // namespace
}  // namespace mlpc::credentials
