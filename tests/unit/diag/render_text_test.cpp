#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mlpc/diag/engine.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/lint.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/render.h"
#include "mlpc/diag/types.h"
#include "samples.h"

namespace mlpc::diag {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::OneFile;

std::string render(const OneFile& source, const Engine& diags, const TextStyle& style = {}) {
  return renderText(source.sources, diags.sorted(), style);
}

/// What is shown for `piece` in `text`: the line and the carets below it.
std::string snippet(const std::string& text, std::string_view piece) {
  const OneFile source(text);
  Engine diags;
  diags.report(source.of(piece), unknownType, "A");
  const std::string all = render(source, diags);
  return all.substr(all.find('\n') + 1);
}

TEST(RenderText, PlaceMessageLineAndCarets) {
  const OneFile source("const a: Sting = 1\n");
  Engine diags;
  diags.report(source.of("Sting"), unknownType, "Sting");
  EXPECT_EQ(render(source, diags),
            "a.mlp:1:10: error[MLP2203]: there is no type `Sting`\n"
            "    1 | const a: Sting = 1\n"
            "      |          ^~~~~\n");
}

TEST(RenderText, ConcealsWhatAReportConcealsInEveryExcerpt) {
  const OneFile source("a = \"sécret\" + b\n");
  Engine diags;
  diags.report(source.of("b"), unknownType, "b");
  diags.report(source.of("\"sécret\""), unknownType, "x").conceal(source.of("sécret"));
  diags.report(source.of("a"), unknownType, "x").conceal(source.of("cret\""));
  EXPECT_EQ(render(source, diags),
            "a.mlp:1:1: error[MLP2203]: there is no type `x`\n"
            "    1 | a = \"******* + b\n"
            "      | ^\n"
            "a.mlp:1:5: error[MLP2203]: there is no type `x`\n"
            "    1 | a = \"******* + b\n"
            "      |     ^~~~~~~~\n"
            "a.mlp:1:16: error[MLP2203]: there is no type `b`\n"
            "    1 | a = \"******* + b\n"
            "      |                ^\n"
            "3 errors\n");
}

TEST(RenderText, NotesAndFixes) {
  const OneFile source("a\nb\n");
  Engine diags;
  diags.report(source.of("b"), unknownType, "b")
      .note({}, didYouMean, "a")
      .note(source.of("a"), declaredHere, "a")
      .fix("use the other", true, {{source.of("b"), "a"}})
      .fix("write `c`", false, {{source.of("b"), "c"}})
      .fix("put it in front", false, {{source.at(2, 2), "x: "}})
      .fix("remove it", false, {{source.of("b"), ""}})
      .fix("change both", false, {{source.of("a"), "x"}, {source.of("b"), "x"}});
  EXPECT_EQ(render(source, diags),
            "a.mlp:2:1: error[MLP2203]: there is no type `b`\n"
            "    2 | b\n"
            "      | ^\n"
            "note: did you mean `a`?\n"
            "a.mlp:1:1: note: `a` is declared here\n"
            "    1 | a\n"
            "      | ^\n"
            "      fix: use the other: `a`\n"
            "      fix: write `c`\n"
            "      fix: put it in front: insert `x: `\n"
            "      fix: remove it\n"
            "      fix: change both\n");
}

TEST(RenderText, WithoutAPlace) {
  Engine diags;
  diags.report({}, internalError, Phrase("a hole"));
  EXPECT_EQ(renderText({}, diags.sorted(), {}),
            "error[MLP9001]: the compiler met a state it should not: a hole; please report it\n");
}

TEST(RenderText, CountsFromTwo) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "A");
  EXPECT_THAT(render(source, diags), Not(HasSubstr("1 error")));
  diags.report(source.at(1, 2), deprecated, "a", Phrase("use b"));
  EXPECT_THAT(render(source, diags), HasSubstr("\n1 error, 1 warning\n"));
  diags.report(source.at(2, 3), unknownType, "A");
  EXPECT_THAT(render(source, diags), HasSubstr("\n2 errors, 1 warning\n"));
}

TEST(RenderText, EndsAfterTheMostErrors) {
  const OneFile source("abcdef");
  Engine diags;
  for (uint32_t i = 0; i < 4; ++i) diags.report(source.at(i, i + 1), unknownType, "A");
  diags.report(source.at(5, 6), deprecated, "a", Phrase("use b"));
  TextStyle style;
  style.mostErrors = 3;
  const std::string text = render(source, diags, style);
  EXPECT_THAT(text, HasSubstr("a.mlp:1:3: error"));
  EXPECT_THAT(text, Not(HasSubstr("a.mlp:1:4: error")));
  EXPECT_THAT(text, Not(HasSubstr("use b")));
  EXPECT_TRUE(text.ends_with("\nnot shown: 1 error, 1 warning; `--max-errors 0` shows all\n4 errors, 1 warning\n"))
      << text;
  for (const size_t most : {0, 4}) {
    style.mostErrors = most;
    EXPECT_THAT(render(source, diags, style), HasSubstr("a.mlp:1:4: error"));
  }
}

TEST(RenderText, OnlyWarnings) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), deprecated, "a", Phrase("use b"));
  diags.report(source.at(1, 2), deprecated, "a", Phrase("use b"));
  EXPECT_THAT(render(source, diags), HasSubstr("warning[MLP2309]"));
  EXPECT_THAT(render(source, diags), HasSubstr("\n2 warnings\n"));
}

TEST(RenderText, WarningsAsErrorsLeavesInfos) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), deprecated, "a", Phrase("use b"));
  diags.report(source.at(1, 2), unusedLet, "b");
  TextStyle style;
  style.warningsAsErrors = true;
  const std::string text = render(source, diags, style);
  EXPECT_THAT(text, HasSubstr("error[MLP2309]"));
  EXPECT_THAT(text, HasSubstr("info[MLP7102]"));
}

TEST(RenderText, ColoursOnlyIfAsked) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(0, 1), unknownType, "A").note({}, didYouMean, "B");
  EXPECT_THAT(render(source, diags), Not(HasSubstr("\033")));
  TextStyle style;
  style.colour = true;
  const std::string text = render(source, diags, style);
  EXPECT_THAT(text, HasSubstr("\033[1;31merror[MLP2203]\033[0m"));
  EXPECT_THAT(text, HasSubstr("\033[1;36mnote\033[0m"));
}

TEST(RenderText, TabsAreOneSpace) {
  EXPECT_EQ(snippet("\t\tx\ty\n", "y"),
            "    1 |   x y\n"
            "      |     ^\n");
}

TEST(RenderText, CaretsCountCharactersNotBytes) {
  EXPECT_EQ(snippet("\"é日本\" bad\n", "bad"),
            "    1 | \"é日本\" bad\n"
            "      |       ^~~\n");
  EXPECT_EQ(snippet("a 日本\n", "日本"),
            "    1 | a 日本\n"
            "      |   ^~\n");
}

TEST(RenderText, CarriageReturnsAreNotPrinted) {
  EXPECT_EQ(snippet("first\r\nbad\r\nlast\r\n", "bad"),
            "    2 | bad\n"
            "      | ^~~\n");
}

TEST(RenderText, ControlCharactersAndForeignBytesAreMarked) {
  EXPECT_EQ(snippet("a\033[31m b\n", "b"),
            "    1 | a?[31m b\n"
            "      |        ^\n");
  EXPECT_EQ(snippet("a\xFF b\n", "b"),
            "    1 | a? b\n"
            "      |    ^\n");
}

TEST(RenderText, SpansOverLinesShowTheFirst) {
  EXPECT_EQ(snippet("a {\n  b\n}\n", "{\n  b\n}"),
            "    1 | a {\n"
            "      |   ^\n");
}

TEST(RenderText, AtTheEndOfTheFile) {
  const OneFile source("abc");
  Engine diags;
  diags.report(source.at(3, 3), unknownType, "A");
  EXPECT_THAT(render(source, diags), HasSubstr("    1 | abc\n      |    ^\n"));
  const OneFile empty("");
  Engine none;
  none.report(empty.at(0, 0), unknownType, "A");
  EXPECT_EQ(render(empty, none), "a.mlp:1:1: error[MLP2203]: there is no type `A`\n");
}

TEST(RenderText, LongLinesShowTheSurroundings) {
  const std::string text = std::string(1000, 'x') + "bad" + std::string(1000, 'y') + "\n";
  const std::string shown = snippet(text, "bad");
  EXPECT_EQ(shown, "    1 | …" + std::string(60, 'x') + "bad" + std::string(97, 'y') + "…\n" + "      |  " +
                       std::string(60, ' ') + "^~~\n");
}

TEST(RenderText, LongLinesAreCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "é";
  text += "bad";
  for (int i = 0; i < 200; ++i) text += "é";
  const std::string shown = snippet(text + "\n", "bad");
  EXPECT_THAT(shown, Not(HasSubstr("?")));
  EXPECT_THAT(shown, HasSubstr("ébadé"));
}

}  // namespace
}  // namespace mlpc::diag
