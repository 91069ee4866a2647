#include <gtest/gtest.h>

#include <algorithm>
#include <random>

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

/// The text with other spaces between its tokens and in front of its lines.
std::string respaced(const syntax::ParsedFile& file, std::minstd_rand& random) {
  std::vector<std::pair<uint32_t, uint32_t>> pieces;
  for (const syntax::Comment& comment : file.comments) pieces.emplace_back(comment.begin, comment.end);
  for (size_t i = 0; i < file.tokens.size(); ++i) {
    const uint32_t begin = file.tokens[i].begin;
    // What is in a placeholder stays as it is.
    for (int open = 0;; ++i) {
      const auto kind = file.tokens[i].kind;
      if (kind == syntax::TokenKind::StringHead || kind == syntax::TokenKind::FenceHead) ++open;
      if (kind == syntax::TokenKind::StringTail || kind == syntax::TokenKind::FenceTail) --open;
      if (open == 0) break;
    }
    pieces.emplace_back(begin, file.tokens[i].end);
  }
  std::sort(pieces.begin(), pieces.end());
  const std::string_view text = file.source->text();
  std::string result;
  uint32_t from = 0;
  uint16_t depth = 0;
  for (const auto& [begin, end] : pieces) {
    if (begin < from) continue;  // a comment in a placeholder
    const std::string_view gap = text.substr(from, begin - from);
    const auto lines = static_cast<size_t>(std::count(gap.begin(), gap.end(), '\n'));
    result.append(lines, '\n');
    // In column 1, words may begin declarations.
    if (lines != 0 && depth != 0) result.append(1 + random() % 9, ' ');
    if (lines == 0 && !gap.empty()) result.append(1 + random() % 3, ' ');
    result += text.substr(begin, end - begin);
    from = end;
    const auto next = std::lower_bound(file.tokens.begin(), file.tokens.end(), end,
                                       [](const syntax::Token& token, uint32_t at) { return token.begin < at; });
    depth = next == file.tokens.end() ? 0 : next->depth;
  }
  return result + "\n";
}

TEST(CorpusRespaced, isFormattedAsBefore) {
  std::minstd_rand random(1);
  for (const auto& [name, text] : allSources()) {
    const auto file = parsed(text);
    // What is left alone keeps its spaces.
    const bool leftAlone = file->findings.hasErrors() || text.find("// fmt: ") != std::string::npos;
    if (leftAlone || name.starts_with("tests/fuzz/")) continue;
    const std::string other = respaced(*file, random);
    EXPECT_EQ(formatText(other), formatText(text)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Styles, Corpus, testing::Values(Style{}, Style{40, 4}, Style{1, 1}, Style{10'000, 2}));

}  // namespace
}  // namespace mlpc::format::test
