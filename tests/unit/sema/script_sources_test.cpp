// What a script reads from the sources.

#include "code/script_sources.h"

#include <gtest/gtest.h>

namespace mlpc::sema {
namespace {

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
