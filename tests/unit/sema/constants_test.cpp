#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checking.h"

namespace mlpc::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string value(const std::string& expression) {
  const Checked checked("const v = " + expression + "\n");
  if (!checked.codes().empty()) return "error " + std::to_string(checked.codes()[0]);
  const auto constant = checked.constant("v");
  return constant ? constant->toJson() : "nothing";
}

TEST(ConstantsTest, Arithmetic) {
  EXPECT_EQ(value("1 + 2 * 3"), "7");
  EXPECT_EQ(value("7 / 2"), "3");
  EXPECT_EQ(value("7.0 / 2"), "3.5");
  EXPECT_EQ(value("-7 % 4"), "-3");
  EXPECT_EQ(value("2e-4"), "0.0002");
  EXPECT_EQ(value("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(value("9223372036854775808"), "error 2601");
  EXPECT_EQ(value("9223372036854775807 + 1"), "error 2604");
  EXPECT_EQ(value("1 / 0"), "error 2605");
  EXPECT_EQ(value("\"a\" + \"b\""), "error 2212");
}

TEST(ConstantsTest, Logic) {
  EXPECT_EQ(value("1 < 2 && !(2 <= 1)"), "true");
  EXPECT_EQ(value("1 < 2 < 3"), "true");
  EXPECT_EQ(value("\"a\" in [\"a\", \"b\"]"), "true");
  EXPECT_EQ(value("1 == 1.0"), "true");
  EXPECT_EQ(value("1 == \"1\""), "error 2211");
  EXPECT_EQ(value("1 && true"), "error 2212");
  EXPECT_EQ(value("true ? 1 : 2.5"), "1");
}

TEST(ConstantsTest, TextsAndRecords) {
  EXPECT_EQ(value("\"a~{1 + 1}b~{[1, \"x\"]}\""), "\"a2b[1, \\\"x\\\"]\"");
  EXPECT_EQ(value("{ a: 1, ...{ a: 2, b: 3 }, b: 4 }"), "{\"a\": 2, \"b\": 4}");
  EXPECT_EQ(value("[0, ...[1, 2], 3]"), "[0, 1, 2, 3]");
}

TEST(ConstantsTest, DoublingIsReportedOnce) {
  const auto twice = [](const std::string& first, const std::string& before, const std::string& between,
                        const std::string& after) {
    std::string text = "const c0 = " + first + "\n";
    for (int i = 1; i < 60; ++i) {
      const std::string last = "c" + std::to_string(i - 1);
      text += "const c" + std::to_string(i) + " = " + before + last + between + last + after + "\n";
    }
    return Checked(text).codes();
  };
  EXPECT_THAT(twice("\"x\"", "\"~{", "}~{", "}\""), ElementsAre(3910));
  EXPECT_THAT(twice("\"x\"", "concat(", ", ", ")"), ElementsAre(3910));
  EXPECT_THAT(twice("[1]", "[...", ", ...", "]"), ElementsAre(3910));
  EXPECT_THAT(twice("[1]", "[", ", ", "]"), ElementsAre(3910));
  EXPECT_THAT(twice("{ x: 1 }", "{ a: ", ", b: ", " }"), ElementsAre(3910));
}

TEST(ConstantsTest, FloatExpected) {
  const Checked checked("const a: float = 1\nconst b: list[float] = [1, 2]\n");
  EXPECT_EQ(checked.constant("a")->toJson(), "1.0");
  EXPECT_EQ(checked.constant("b")->toJson(), "[1.0, 2.0]");
}

// Rules look at constants in files with errors too.
TEST(ConstantsTest, ANamespaceHasNoValue) {
  const Checked checked("const x = \"a~{run}\"\n");
  EXPECT_FALSE(checked.messages().empty());
  EXPECT_FALSE(checked.constant("x").has_value());
}

}  // namespace
}  // namespace mlpc::sema::test
