// Texts, their lines and columns, and where files come from.

#include <gmock/gmock.h>

#include "mlpc/source/source_manager.h"

namespace mlpc::source {
namespace {

using testing::ElementsAre;

std::pair<uint32_t, uint32_t> at(const SourceFile& file, uint32_t offset) {
  const LineColumn place = file.lineColumn(offset);
  return {place.line, place.column};
}

TEST(SourceFile, CountsLinesAndColumnsFromOne) {
  const SourceFile file("a.mlp", "", "ab\n\ncd");
  EXPECT_EQ(at(file, 0), std::pair(1U, 1U));
  EXPECT_EQ(at(file, 2), std::pair(1U, 3U)) << "the break belongs to its line";
  EXPECT_EQ(at(file, 3), std::pair(2U, 1U));
  EXPECT_EQ(at(file, 4), std::pair(3U, 1U));
  EXPECT_EQ(at(file, 6), std::pair(3U, 3U)) << "the end of the text";
  EXPECT_EQ(file.lineCount(), 3U);
}

TEST(SourceFile, CountsCodePoints) {
  const SourceFile file("a.mlp", "", "\u00e9\u20ac\U0001f600x");
  EXPECT_EQ(at(file, 2), std::pair(1U, 2U));
  EXPECT_EQ(at(file, 5), std::pair(1U, 3U));
  EXPECT_EQ(at(file, 9), std::pair(1U, 4U));
}

TEST(SourceFile, CountsInLongLinesAsInShortOnes) {
  // Longer than any block that is counted in advance.
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 3 == 0 ? "\u00e9" : "a";
  const SourceFile file("a.mlp", "", text + "\nb");
  uint32_t column = 1;
  for (uint32_t offset = 0; offset < text.size(); ++column) {
    ASSERT_EQ(at(file, offset), std::pair(1U, column)) << offset;
    offset += text[offset] == 'a' ? 1 : 2;
  }
  EXPECT_EQ(at(file, static_cast<uint32_t>(text.size()) + 1), std::pair(2U, 1U));
}

TEST(SourceFile, GivesLinesWithoutTheirEnds) {
  const SourceFile file("a.mlp", "", "a\r\nb\n\nc");
  EXPECT_EQ(file.lineText(0), "a");
  EXPECT_EQ(file.lineText(1), "b");
  EXPECT_EQ(file.lineText(2), "");
  EXPECT_EQ(file.lineText(3), "c");
  EXPECT_EQ(file.lineOf(0), 0U);
  EXPECT_EQ(file.lineOf(file.lineStart(3)), 3U);
}

TEST(SourceFile, AnEmptyTextHasOneLine) {
  const SourceFile file("a.mlp", "", "");
  EXPECT_EQ(file.lineCount(), 1U);
  EXPECT_EQ(at(file, 0), std::pair(1U, 1U));
  EXPECT_EQ(file.lineText(0), "");
}

TEST(SourceManager, KeepsTextsWhereTheyAre) {
  SourceManager sources;
  const FileId first = sources.add("a.mlp", "/p/a.mlp", "first");
  const std::string_view text = sources.file(first).text();
  for (int i = 0; i < 100; ++i) sources.add("b.mlp", "", std::string(1000, 'b'));
  EXPECT_EQ(sources.file(first).text().data(), text.data());
  EXPECT_EQ(sources.file(first).name(), "a.mlp");
  EXPECT_EQ(sources.file(first).path(), "/p/a.mlp");
  EXPECT_EQ(sources.text({first, 1, 3}), "ir");
  EXPECT_EQ(sources.size(), 101U);
}

TEST(Span, CoversBoth) {
  const FileId file(0);
  EXPECT_EQ(cover({file, 2, 3}, {file, 5, 9}), (Span{file, 2, 9}));
  EXPECT_EQ(cover({file, 5, 9}, {file, 2, 3}), (Span{file, 2, 9}));
  EXPECT_EQ(cover({}, {file, 2, 3}), (Span{file, 2, 3}));
  EXPECT_FALSE(Span{}.valid());
}

TEST(MemoryFiles, ContainWhatTheyWereGiven) {
  const auto files = makeMemoryFileSystem({{"a.mlp", "text"}});
  EXPECT_EQ(std::get<std::string>(files->read("a.mlp")), "text");
  EXPECT_FALSE(std::get<ReadError>(files->read("b.mlp")).message.empty());
}

TEST(RealFiles, ReportWhatCannotBeRead) {
  const auto files = makeRealFileSystem();
  EXPECT_FALSE(std::get<ReadError>(files->read("/no/such/file.mlp")).message.empty());
  EXPECT_FALSE(std::get<ReadError>(files->read("/")).message.empty()) << "a folder";
  EXPECT_FALSE(std::get<ReadError>(files->list("/no/such/folder")).message.empty());
}

TEST(RealFiles, OneSpellingForEachFile) {
  const auto files = makeRealFileSystem();
  EXPECT_EQ(files->canonical("tests/../tests/./unit"), files->canonical("tests/unit"));
}

}  // namespace
}  // namespace mlpc::source
