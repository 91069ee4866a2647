// Documents: which groups fit, and what that costs.
#include <gtest/gtest.h>

#include <numeric>

#include "document.h"

namespace mlpc::format {
namespace {

/// Makes documents whose pieces are the words of a text.
class Words {
 public:
  explicit Words(std::string_view text) : document(text), text_(text) {}
  Words& word() {
    const size_t begin = text_.find_first_not_of(' ', at_);
    at_ = std::min(text_.find(' ', begin), text_.size());
    document.copy(static_cast<uint32_t>(begin), static_cast<uint32_t>(at_));
    return *this;
  }
  [[nodiscard]] std::string laidOut(uint32_t width) const { return layOut(document, Style{width, 2}, "\n").text; }

  Document document;

 private:
  std::string_view text_;
  size_t at_ = 0;
};

/// `( a b c )`, broken after the opener, between the words and before the closer.
void brackets(Words& words, size_t count, bool forced = false) {
  words.document.open(forced);
  words.word().document.indent();
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) words.document.comma();
    words.document.lineBreak(i == 0 ? Break::Soft : Break::Space);
    words.word();
  }
  words.document.commaIfBroken();
  words.document.dedent();
  words.document.lineBreak(Break::Soft);
  words.word().document.close();
}

TEST(Layout, aGroupIsFlatIfItFits) {
  Words words("( one two )");
  brackets(words, 2);
  EXPECT_EQ(words.laidOut(10), "(one, two)");
  EXPECT_EQ(words.laidOut(9), "(\n  one,\n  two,\n)");
}

TEST(Layout, whatFollowsCountsUpToTheNextBreak) {
  Words words("( one two ) tail");
  brackets(words, 2);
  words.document.space();
  words.word();
  EXPECT_EQ(words.laidOut(15), "(one, two) tail");
  EXPECT_EQ(words.laidOut(14), "(\n  one,\n  two,\n) tail");
}

TEST(Layout, aLaterGroupBreaksFirstUnlessItKeepsTogether) {
  for (const bool together : {false, true}) {
    Words words("( a ) ( b )");
    brackets(words, 1);
    words.document.open(false, together);
    words.word().document.indent();
    words.document.lineBreak(Break::Soft);
    words.word().document.dedent();
    words.document.lineBreak(Break::Soft);
    words.word().document.close();
    EXPECT_EQ(words.laidOut(6), "(a)(b)");
    EXPECT_EQ(words.laidOut(5), together ? "(\n  a,\n)(b)" : "(a)(\n  b\n)");
  }
}

TEST(Layout, widthsAreCodePoints) {
  Words words("( \xC3\xA4\xC3\xB6\xC3\xBC )");
  brackets(words, 1);
  EXPECT_EQ(words.laidOut(5), "(\xC3\xA4\xC3\xB6\xC3\xBC)");
}

TEST(Layout, aForcedGroupBreaksThoseAroundIt) {
  Words words("( a b )");
  words.document.open(false);
  words.word().document.lineBreak(Break::Space);
  words.document.open(true);
  words.word().document.close();
  words.document.lineBreak(Break::Space);
  words.word().word().document.close();
  EXPECT_EQ(words.laidOut(100), "(\na\nb)");
}

TEST(Layout, whatHangsDoesNotBreakThoseAroundIt) {
  Words words("( a { b } )");
  words.document.open(false);
  words.word().document.indent();
  words.document.lineBreak(Break::Soft);
  words.word().document.lineBreak(Break::Space);
  words.document.hang();
  brackets(words, 1, true);
  words.document.release();
  words.document.dedent();
  words.document.lineBreak(Break::Soft);
  words.word().document.close();
  EXPECT_EQ(words.laidOut(100), "(a {\n  b,\n})");
  EXPECT_EQ(words.laidOut(3), "(\n  a\n  {\n    b,\n  }\n)");
}

TEST(Layout, filledLinesTakeWhatFits) {
  Words words("a b c d e f");
  words.document.open(false);
  words.word();
  for (int i = 0; i < 5; ++i) {
    words.document.lineBreak(Break::Fill);
    words.word();
  }
  words.document.close();
  EXPECT_EQ(words.laidOut(5), "a b c\nd e f");
}

TEST(Layout, blankLinesHaveNoSpaces) {
  Words words("a b");
  words.document.open(true);
  words.word().document.indent();
  words.document.space();
  words.document.lineBreak(Break::Hard, true);
  words.word().document.dedent();
  words.document.close();
  EXPECT_EQ(words.laidOut(100), "a\n\n  b");
}

TEST(Layout, anchorsSayWhereThePiecesAre) {
  Words words("( one )");
  brackets(words, 1);
  const Layout layout = layOut(words.document, Style{3, 2}, "\n");
  ASSERT_EQ(layout.anchors.size(), 3U);
  EXPECT_EQ(layout.anchors[1].begin, 2U);
  EXPECT_EQ(layout.text.substr(layout.anchors[1].at, 3), "one");
}

TEST(Layout, depthCostsNoStack) {
  constexpr size_t kDeep = 200'000;
  std::string text;
  for (size_t i = 0; i < 2 * kDeep; ++i) text += "x ";
  Words words(text);
  for (size_t i = 0; i < kDeep; ++i) {
    words.document.open(false);
    words.word().document.lineBreak(Break::Soft);
  }
  for (size_t i = 0; i < kDeep; ++i) words.word().document.close();
  EXPECT_EQ(words.laidOut(UINT32_MAX).size(), 2 * kDeep);
}

}  // namespace
}  // namespace mlpc::format
