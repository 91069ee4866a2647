// What conditions of documents compare with.
#include <gtest/gtest.h>

#include <string_view>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

TEST(Comparisons, WithCredentials) {
  const auto found = [](std::string_view text) {
    bool any = false;
    search(
        text, [&](const Found&) { any = true; }, formatOf("condition"));
    return any;
  };
  for (const char* text : {
           "inputs.parameter_values['pipelinechannel--password'] == 'hunter2'",
           "'hunter2' != inputs.parameter_values['db_password']",
           "inputs.parameter_values['a'] == 'b' && inputs.parameter_values['password'] in ['x', 'hunter2']",
           "and(succeeded(), eq(variables['DB_PASSWORD'], 'hunter2'))",
           "eq(variables.password, 'hunter2')",
           "and(succeeded(), eq('${{ parameters.password }}', 'hunter2'))",
           "eq('${{ replace(parameters.password, '''', '''''') }}', 'hunter2')",
           "ne('hunter2', lower(variables['api_key']))",
       })
    EXPECT_TRUE(found(text)) << text;
  for (const char* text : {
           "inputs.parameter_values['kind'] == 'hunter2'",
           "inputs.parameter_values['password'] == ''",
           "inputs.parameter_values['password'] != '' && inputs.parameter_values['kind'] == 'hunter2'",
           "and(ne(variables['password'], ''), eq(variables['Build.Reason'], 'hunter2'))",
           "eq(variables['password'], variables['hunter2'])",
           "eq(variables['max_tokens'], 'hunter2')",
           "eq('${{ parameters.kind }}', 'hunter2')",
           "eq('${{ }}', '${{parameters.}}')",
       })
    EXPECT_FALSE(found(text)) << text;
}

}  // namespace
}  // namespace mlpc::credentials
