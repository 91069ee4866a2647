#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "grammar.h"

namespace mlpc::editors::testing {
namespace {

struct Case {
  std::string title;
  std::string code;
  std::string expected;
};

/// The cases of a file as `tree-sitter test` writes them.
std::vector<Case> cases(const std::string& path) {
  static const std::string kRule(18, '=');
  const std::string text = readFile(path);
  std::vector<Case> result;
  for (size_t at = text.find(kRule + "\n"); at != std::string::npos;) {
    const size_t title = at + kRule.size() + 1;
    const size_t titleEnd = text.find("\n" + kRule + "\n\n", title);
    const size_t code = titleEnd + kRule.size() + 3;
    const size_t codeEnd = text.find("\n---\n\n", code);
    const size_t tree = codeEnd + 6;
    at = text.find(kRule + "\n", tree);
    const std::string lines = text.substr(tree, at == std::string::npos ? at : at - tree);
    std::string expected = std::regex_replace(lines, std::regex("\\s+"), " ");
    while (expected.ends_with(' ')) expected.pop_back();
    result.push_back({text.substr(title, titleEnd - title), text.substr(code, codeEnd - code), expected});
  }
  return result;
}

TEST(Corpus, HasTheExpectedTrees) {
  std::set<std::string> titles;
  for (const auto& path : files({"tools/tree-sitter-mlp/test/corpus"}, ".txt")) {
    const auto found = cases(path);
    EXPECT_FALSE(found.empty()) << path;
    for (const auto& [title, code, expected] : found) {
      EXPECT_EQ(shape(read(code).get()), expected) << path << ": " << title;
      EXPECT_TRUE(titles.insert(title).second) << title << " twice";
    }
  }
  EXPECT_GE(titles.size(), 26U);
}

}  // namespace
}  // namespace mlpc::editors::testing
