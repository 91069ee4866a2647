#include <gtest/gtest.h>

#include "lexer.h"
#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

/// The programs that the language was designed with, which are kept beside the project.
class Examples : public ::testing::Test {
 protected:
  void SetUp() override {
    files_ = exampleFiles();
    if (files_.empty()) GTEST_SKIP() << "no examples: set MLPC_SHARED to the folder that holds design/examples";
  }
  std::vector<std::string> files_;
};

TEST_F(Examples, ParseWithoutADiagnostic) {
  for (const auto& file : files_) EXPECT_EQ(Parsed(readFile(file)).messages(), std::vector<std::string>{}) << file;
}

TEST_F(Examples, ParseAlikeWithWindowsLineEnds) {
  for (const auto& file : files_) {
    const std::string text = readFile(file);
    std::string windows;
    for (const char c : text) {
      if (c == '\n') windows += '\r';
      windows += c;
    }
    const Parsed parsed(windows);
    EXPECT_EQ(parsed.diags.size(), 0U) << file;
    EXPECT_EQ(parsed.shape(), Parsed(text).shape()) << file;
  }
}

TEST_F(Examples, TokensAndGapsMakeUpTheFile) {
  for (const auto& file : files_) {
    const std::string text = readFile(file);
    source::SourceManager sources;
    const TokenFile tokens = Lexer(text, sources.add(file, file, text)).run();
    uint32_t at = 0;
    for (const Token& token : tokens.tokens) {
      ASSERT_GE(token.begin, at);
      // There are only spaces and comments between two tokens.
      std::string gap = text.substr(at, token.begin - at);
      while (gap.find("//") != std::string::npos)
        gap.erase(gap.find("//"), std::min(gap.find('\n', gap.find("//")), gap.size()) - gap.find("//"));
      EXPECT_EQ(gap.find_first_not_of(" \t\r\n"), std::string::npos) << file << ": " << gap;
      at = token.end;
    }
  }
}

// Each token of each example is left out once: never a crash, nearly always a message, and usually just one.
TEST_F(Examples, WithOneTokenMissing) {
  size_t mutants = 0;
  size_t silent = 0;
  size_t single = 0;
  for (const auto& file : files_) {
    const std::string text = readFile(file);
    source::SourceManager sources;
    const TokenFile tokens = Lexer(text, sources.add(file, file, text)).run();
    for (size_t i = 0; i < tokens.tokens.size(); i += 3) {
      const Token& token = tokens.tokens[i];
      const Parsed parsed(text.substr(0, token.begin) + text.substr(token.end));
      ++mutants;
      if (parsed.diags.errorCount() == 0) ++silent;
      if (parsed.diags.errorCount() == 1) ++single;
      EXPECT_LE(parsed.diags.errorCount(), 6U) << file << " without the token at " << token.begin;
    }
  }
  RecordProperty("mutants", static_cast<int>(mutants));
  // What is still a valid program: a trailing comma, a name made of two, an empty list.
  EXPECT_LT(silent * 100, mutants * 20);
  EXPECT_GT(single * 100, (mutants - silent) * 85);
}

}  // namespace
}  // namespace mlpc::parse::testing
