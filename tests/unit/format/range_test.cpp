// Ranges, and what is left alone around errors.
#include <gtest/gtest.h>

#include "checked.h"

namespace mlpc::format::test {
namespace {

/// The text after the range between « and » was formatted. The marks are not part of it.
std::string afterRange(std::string text, const Style& style = {}) {
  const auto begin = static_cast<uint32_t>(text.find("«"));
  text.erase(begin, 2);
  const auto end = static_cast<uint32_t>(text.find("»"));
  text.erase(end, 2);
  const auto file = parsed(text);
  const auto edits = formatRange(*file, {file->tree.file, begin, end}, style);
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
    text.replace(edit->range.begin, edit->range.end - edit->range.begin, edit->text);
  return text;
}

TEST(Range, onlyTheDeclarationsThatItTouches) {
  EXPECT_EQ(afterRange("const a=1\nconst b=«»2\nconst c=3\n"), "const a=1\nconst b = 2\nconst c=3\n");
  EXPECT_EQ(afterRange("const a=1\nconst b«=2\n\n\n\nco»nst c=3\nconst d=4\n"),
            "const a=1\nconst b = 2\n\nconst c = 3\nconst d=4\n");
  EXPECT_EQ(afterRange("const a=1\n\n«»\n\nconst b=2\n"), "const a=1\n\n\n\nconst b=2\n");
}

TEST(Range, onlyTheStatementsThatItTouches) {
  EXPECT_EQ(afterRange("pipeline  p {\n    f(a:1)\n    g(«a:1)\n    h(a:1»)\n    i(a:1)\n}\n"),
            "pipeline  p {\n    f(a:1)\n  g(a: 1)\n  h(a: 1)\n    i(a:1)\n}\n");
  EXPECT_EQ(afterRange("pipeline p {\n  if  a {\n  f( a)\n g( «»a )\n  }\n}\n"),
            "pipeline p {\n  if  a {\n  f( a)\n    g(a)\n  }\n}\n");
  EXPECT_EQ(afterRange("pipeline p {\n  let  x = if  a {\n yield  «»1\n } else { yield  2 }\n}\n"),
            "pipeline p {\n  let  x = if  a {\n    yield 1\n } else { yield  2 }\n}\n");
  // The head, and so all of it.
  EXPECT_EQ(afterRange("pipeline  p«» {\n  f( a )\n}\n"), "pipeline p {\n  f(a)\n}\n");
  // Statements that share a line are not separated.
  EXPECT_EQ(afterRange("pipeline  p { f( «»a ) }\n"), "pipeline p { f(a) }\n");
}

TEST(Range, hasTheStyleThatIsAskedFor) {
  EXPECT_EQ(afterRange("pipeline p {\nf(«»a)\n}\n", Style{100, 4}), "pipeline p {\n    f(a)\n}\n");
  EXPECT_EQ(afterRange("const a = «»[1,2,3]\n", Style{15, 2}), "const a = [\n  1,\n  2,\n  3,\n]\n");
}

TEST(Range, aFenceMovesWithItsStatement) {
  EXPECT_EQ(afterRange("component c {\n      bash <<<\n          a\n            b\n\n          «»c\n      >>>\n}\n"),
            "component c {\n  bash <<<\n    a\n      b\n\n    c\n  >>>\n}\n");
}

TEST(Range, nothingOfAFileThatCannotBeRead) { EXPECT_EQ(afterRange("const a=«»1 // \xFF\n"), "const a=1 // \xFF\n"); }

TEST(Errors, statementsWithoutThemAreFormatted) {
  const Checked result =
      checked("pipeline  p {\n f( a )\n    let   x =\n g( a )\n  if  a {\n h( a )\n i(  \n j( a )\n }\n}\n");
  EXPECT_EQ(result.problem, "");
  EXPECT_EQ(result.text, "pipeline  p {\n  f(a)\n    let   x =\n  g(a)\n  if  a {\n    h(a)\n i(  \n j( a )\n  }\n}\n");
}

TEST(Errors, whatIsBetweenTheTokensStays) {
  for (const char* text : {"const a=1;\nconst  b = 2\n", "# x\nconst a=1\n", "pipeline p {\n  f( a );\n  g( b )\n}\n",
                           "const a=1\n/* open", "const a=1 const b=2\n", "}\n", "", "\n\n", "   // only\n"}) {
    const Checked result = checked(text);
    EXPECT_EQ(result.problem, "") << text << "\n" << result.text;
  }
  EXPECT_EQ(checked("const a = 1;  \n\n\n\nconst   b=2\n\n").text, "const a = 1;\n\nconst b = 2\n");
}

TEST(Brackets, withNothingInThemBreakNothing) {
  const Checked result = checked("const d = [1, a ? [] : [\n]]\n");
  EXPECT_EQ(result.problem, "");
  EXPECT_EQ(result.text, "const d = [1, a ? [] : []]\n");
}

TEST(Fences, withoutIndentationKeepTheirLinesOfSpaces) {
  for (const char* text :
       {"component  a {\n  bash <<<\na\n\t\nb\n>>>\n}\n", "component  a {\n bash <<<\na\n \n>>>\n}\n"}) {
    const Checked result = checked(text);
    EXPECT_EQ(result.problem, "") << result.text;
    EXPECT_TRUE(result.text.starts_with("component a {\n  bash <<<\na\n")) << result.text;
  }
}

TEST(Fences, keepTheirLineEnds) {
  const Checked result = checked("const c=text\r\n<<<\na\n>>>");
  EXPECT_EQ(result.problem, "");
  EXPECT_EQ(result.text, "const c = text <<<\n  a\n>>>\n");
}

TEST(Text, isFormattedForThoseWhoWriteSource) {
  EXPECT_EQ(formatText("const a=1"), "const a = 1\n");
  EXPECT_EQ(formatText("const a = {x:1}", Style{10, 4}), "const a = {\n    x: 1\n}\n");
  EXPECT_EQ(formatText("  \n"), "");
}

}  // namespace
}  // namespace mlpc::format::test
