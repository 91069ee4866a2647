#include <gtest/gtest.h>

#include "checked.h"

namespace mlpc::format::test {
namespace {

class Corpus : public testing::TestWithParam<Style> {};

TEST_P(Corpus, keepsItsMeaning) {
  ASSERT_GT(allSources().size(), 300U);
  for (const auto& [name, text] : allSources()) {
    const Checked result = checked(text, GetParam());
    EXPECT_EQ(result.problem, "") << name << "\n" << result.text;
  }
}

TEST(CorpusOfDos, keepsItsMeaningAndItsLineEnds) {
  for (const auto& [name, text] : allSources()) {
    std::string dos;
    for (const char c : text) dos += c == '\n' ? "\r\n" : std::string(1, c);
    const Checked result = checked(dos);
    EXPECT_EQ(result.problem, "") << name << "\n" << result.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Styles, Corpus, testing::Values(Style{}, Style{40, 4}, Style{1, 1}, Style{10'000, 2}));

}  // namespace
}  // namespace mlpc::format::test
