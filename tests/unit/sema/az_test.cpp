// What is read from az commands in bash scripts.

#include <gtest/gtest.h>

#include "azure_rules.h"

namespace mlpc::sema {
namespace {

TEST(Az, Commands) {
  const embedded::ShellScript script = embedded::readShell(
      "x=$(az ml model show -n \"a b\" --query=id) && az ml online-endpoint update --traffic a=1 b=2\n");
  const std::vector<AzCommand> commands = azCommands(script);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].path, "ml model show");
  ASSERT_NE(commands[0].find({"--name", "-n"}), nullptr);
  EXPECT_EQ(commands[0].find({"--name", "-n"})->value(), "a b");
  EXPECT_EQ(commands[0].find({"--query"})->value(), "id");
  EXPECT_EQ(commands[1].find({"--traffic"})->values.size(), 2U);
}

TEST(Az, ReadsSources) {
  const auto reads = [](std::string_view text) { return readsSources(embedded::readShell(text)).has_value(); };
  EXPECT_TRUE(reads("az deployment group create --template-file main.bicep"));
  EXPECT_TRUE(reads("python tools/check.py"));
  EXPECT_TRUE(reads("kubectl apply -f k8s/"));
  EXPECT_TRUE(reads("./run.sh"));
  EXPECT_TRUE(reads("python -m service.report --build 1"));
  EXPECT_FALSE(reads("python -m pip install x"));
  EXPECT_FALSE(reads("kubectl apply -f https://example.org/x.yaml"));
  EXPECT_FALSE(reads("az ml model create --path \"$DIR\""));
  EXPECT_FALSE(reads("echo done"));
}

}  // namespace
}  // namespace mlpc::sema
