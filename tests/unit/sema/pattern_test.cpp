#include "types/pattern.h"

#include <gtest/gtest.h>

namespace mlpc::sema {
namespace {

std::string problemOf(std::string_view pattern) {
  std::string problem;
  const bool valid = Pattern(pattern).valid(problem);
  EXPECT_EQ(valid, problem.empty()) << pattern;
  return problem;
}

TEST(Pattern, MatchesWholeTexts) {
  const Pattern pattern("[a-z]+|[0-9]{2}");
  EXPECT_TRUE(pattern.matches("abc"));
  EXPECT_TRUE(pattern.matches("42"));
  EXPECT_FALSE(pattern.matches("abc1"));
  EXPECT_FALSE(pattern.matches("421"));
  EXPECT_FALSE(pattern.matches(""));
  EXPECT_FALSE(pattern.matches("abc\n"));
}

TEST(Pattern, KnowsTheUsualClasses) {
  EXPECT_TRUE(Pattern(R"(\d+\.\d+[\w\s]*(?:x|y))").matches("1.25 a_Bx"));
  EXPECT_TRUE(Pattern("[[:alpha:]]+").matches("abc"));
  EXPECT_TRUE(Pattern(R"(\D\W\S)").matches("a-b"));
  EXPECT_TRUE(Pattern(R"([\]\\-]+)").matches(R"(]\-)"));
}

TEST(Pattern, CountsCharactersAndNotBytes) {
  EXPECT_TRUE(Pattern("...").matches("\u65e5\u672c\u8a9e"));
  EXPECT_TRUE(Pattern("[\u00e4-\u00fc]").matches("\u00f6"));
  EXPECT_TRUE(Pattern(R"(\p{Greek}+)").matches("\u03b1\u03b2"));
}

TEST(Pattern, ADotIsALineBreakToo) { EXPECT_TRUE(Pattern("a.*b").matches("a\n\nb")); }

TEST(Pattern, SaysWhatIsWrong) {
  EXPECT_EQ(problemOf("[a-z]+"), "");
  EXPECT_EQ(problemOf(R"((a)\1)"), "back references are not supported");
  EXPECT_EQ(problemOf("a(?=b)"), "look-around is not supported");
  EXPECT_EQ(problemOf("(?!b)a"), "look-around is not supported");
  EXPECT_EQ(problemOf("(?<=b)a"), "look-around is not supported");
  EXPECT_EQ(problemOf("[a-z"), "missing ]: [a-z");
  EXPECT_EQ(problemOf("(a"), "missing ): (a");
  EXPECT_EQ(problemOf(R"(\y)"), R"(invalid escape sequence: \y)");
  EXPECT_EQ(problemOf("*a"), "no argument for repetition operator: *");
  EXPECT_NE(problemOf("a{1001}"), "");
  EXPECT_NE(problemOf("\xff"), "");
}

TEST(Pattern, NothingMatchesWhatIsNotValid) { EXPECT_FALSE(Pattern("(").matches("(")); }

// A backtracking matcher would practically never finish.
TEST(Pattern, TakesLinearTime) { EXPECT_FALSE(Pattern("(a*)*(a|aa)+b").matches(std::string(100000, 'a'))); }

}  // namespace
}  // namespace mlpc::sema
