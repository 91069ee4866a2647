#include "mlpc/diag/argument.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlpc/diag/engine.h"

namespace mlpc::diag {
namespace {

using Names = std::vector<std::string>;

TEST(Arguments, AlternativesForAPerson) {
  EXPECT_EQ(OneOf(Names{}).text, "");
  EXPECT_EQ(OneOf(Names{"a"}).text, "`a`");
  EXPECT_EQ(OneOf(Names{"a", "b"}).text, "`a` or `b`");
  EXPECT_EQ(OneOf(Names{"a", "b", "c"}).text, "`a`, `b` or `c`");
  EXPECT_EQ(OneOf(Names{"a", "b", "c"}, " and ").text, "`a`, `b` and `c`");
}

TEST(Arguments, ManyAlternativesAreCounted) {
  Names names;
  for (int i = 0; i < 21; ++i) names.push_back("n" + std::to_string(i));
  EXPECT_EQ(OneOf(names).text.find("more"), std::string::npos) << "one more would take as much room as the name";
  names.emplace_back("n21");
  const std::string text = OneOf(names).text;
  EXPECT_EQ(text.substr(text.size() - 15), "`n19` or 2 more");
}

TEST(Arguments, TextIsOneLine) { EXPECT_EQ(Text("a\n\tb\r").text, "a\\n\\tb\\r"); }

TEST(Arguments, LongTextIsCutBetweenCharacters) {
  EXPECT_EQ(Text(std::string(80, 'x')).text, std::string(80, 'x'));
  EXPECT_EQ(Text(std::string(81, 'x')).text, std::string(77, 'x') + "…");
  // The 77th byte would be the second of an `é`.
  EXPECT_EQ(Text(std::string(76, 'x') + "éééé").text, std::string(76, 'x') + "…");
}

TEST(Arguments, NumbersOfAnyWidth) {
  EXPECT_EQ(Number(-3).text, "-3");
  EXPECT_EQ(Number(uint32_t{7}).text, "7");
  EXPECT_EQ(Number(int64_t{1} << 40).text, "1099511627776");
}

TEST(Arguments, FillPlacesInAnyOrder) {
  EXPECT_EQ(formatMessage("`{1}` before `{0}`, {1} again", {"a", "b"}), "`b` before `a`, b again");
  EXPECT_EQ(formatMessage("a brace {{ and `{0}`", {"{1}"}), "a brace { and `{1}`") << "arguments are not expanded";
}

}  // namespace
}  // namespace mlpc::diag
