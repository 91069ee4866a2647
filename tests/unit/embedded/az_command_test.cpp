// Reading az commands in bash scripts.

#include "mlpc/embedded/az_command.h"

#include <gtest/gtest.h>

#include "mlpc/embedded/shell_script.h"

namespace mlpc::embedded {
namespace {

TEST(Az, Commands) {
  const ShellScript script =
      readShell("x=$(az ml model show -n \"a b\" --query=id) && az ml online-endpoint update --traffic a=1 b=2\n");
  const std::vector<AzCommand> commands = azCommands(script);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].path, "ml model show");
  ASSERT_NE(commands[0].find({"--name", "-n"}), nullptr);
  EXPECT_EQ(commands[0].find({"--name", "-n"})->value(), "a b");
  EXPECT_EQ(commands[0].find({"--query"})->value(), "id");
  EXPECT_EQ(commands[1].find({"--traffic"})->values.size(), 2U);
}

}  // namespace
}  // namespace mlpc::embedded
