#include <gtest/gtest.h>

#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

std::string fence(const std::string& text) {
  const Parsed parsed("component c() {\n" + text + "\n}\n");
  std::string out;
  for (const auto& message : parsed.messages()) out += message + "\n";
  return out + parsed.shape();
}

TEST(Text, Escapes) { EXPECT_EQ(expr(R"("a\"b\\c\nd\te\~{f}")"), "'a\"b\\c\nd\te~{f}'"); }

TEST(Text, OtherTextIsPlain) { EXPECT_EQ(expr(R"("$x ${y} $(z) {{w}} ~ } 100%")"), "'$x ${y} $(z) {{w}} ~ } 100%'"); }

TEST(Text, EachUnknownEscapeIsReported) {
  const Parsed parsed(R"(const x = "\d+ \w")");
  EXPECT_EQ(parsed.codes(), (std::vector<std::string>{"1:12 1016", "1:16 1016"}));
  EXPECT_EQ(parsed.fixed(), R"(const x = "\\d+ \\w")");
}

TEST(Text, Placeholders) {
  EXPECT_EQ(expr(R"("a ~{b.c} d ~{e}")"), "'a ~{(. b c)} d ~{e}'");
  EXPECT_EQ(expr(R"("~{f("b ~{g({k: 1}.k)}")}")"), "'~{(call f 'b ~{(call g (. {k:1} k))}')}'");
  EXPECT_EQ(expr(R"("~{d.metadata["rows"]}")"), "'~{(index (. d metadata) 'rows')}'");
}

TEST(Text, PartsHaveSpans) {
  const Parsed parsed("const x = \"a\\t~{ b }c\"\n");
  const auto& value = parsed.tree->exprs[std::get<syntax::ConstDecl>(parsed.decl(0).node).value];
  const auto& parts = std::get<syntax::StringExpr>(value.node).parts;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parsed.text(std::get<syntax::TextPart>(parts[0]).span), "a\\t");
  EXPECT_EQ(parsed.text(std::get<syntax::PlaceholderPart>(parts[1]).span), "~{ b }");
  EXPECT_EQ(parsed.text(std::get<syntax::TextPart>(parts[2]).span), "c");
  EXPECT_EQ(parsed.text(value.span), "\"a\\t~{ b }c\"");
}

TEST(Text, AnEmptyStringHasOnePart) {
  EXPECT_EQ(expr("\"\""), "''");
  const Parsed parsed("const x = \"\"\n");
  const auto& value = parsed.tree->exprs[std::get<syntax::ConstDecl>(parsed.decl(0).node).value];
  EXPECT_EQ(std::get<syntax::StringExpr>(value.node).parts.size(), 1U);
}

TEST(Fence, DropsIndentationAndTheLastLineBreak) {
  EXPECT_EQ(fence("  python <<<\n    a\n      b\n\n    c\n  >>>"),
            "(component c () {(code python (fence python 'a\n  b\n\nc'))})");
}

TEST(Fence, LinesOfSpacesBecomeEmpty) {
  EXPECT_EQ(fence("  python <<<\n    a\n        \n    b\n  >>>"),
            "(component c () {(code python (fence python 'a\n\nb'))})");
}

TEST(Fence, Empty) {
  EXPECT_EQ(fence("  python <<<\n  >>>"), "(component c () {(code python (fence python ''))})");
  EXPECT_EQ(fence("  python <<<\n\n  >>>"), "(component c () {(code python (fence python ''))})");
}

TEST(Fence, WindowsLineEnds) {
  EXPECT_EQ(fence("  python <<<\r\n    a\r\n      b\r\n  >>>\r"),
            "(component c () {(code python (fence python 'a\n  b'))})");
}

TEST(Fence, PlaceholdersAndTildes) {
  EXPECT_EQ(fence("  bash <<<\n    a ~{b} ~~{c} ~~~{d} ~/e ~~ {\n  >>>"),
            "(component c () {(code bash (fence bash 'a ~{b} ~{c} ~~{d} ~/e ~~ {'))})");
  EXPECT_EQ(fence("  bash <<<\n    ~{b}\n    ~{c}\n  >>>"), "(component c () {(code bash (fence bash '~{b}\n~{c}'))})");
}

TEST(Fence, LongerFenceMayContainShorterMarks) {
  EXPECT_EQ(fence("  python <<<<\n    >>> a\n    >>>>> b\n  >>>>"),
            "(component c () {(code python (fence python '>>> a\n>>>>> b'))})");
}

TEST(Fence, MayBeFollowedByAnything) {
  EXPECT_EQ(body("az(c, script: bash <<<\n  a\n>>>) { display_name: \"x\" }"),
            "(call az c script:(fence bash 'a')) with {display_name:'x'}");
  EXPECT_EQ(body("let r = bash <<<\n  a\n>>> { outputs: { v: string } }"),
            "(let r (fence bash 'a') with {outputs:{v:string}})");
  EXPECT_EQ(body("let a = f()\nbash <<<\n  a\n>>>"), "(let a (call f))\n(code bash (fence bash 'a'))");
}

TEST(Fence, ContentSpanAndIndent) {
  const Parsed parsed("component c() {\n  python <<<\n    a\n    b\n  >>>\n}\n");
  const auto& component = std::get<syntax::ComponentDecl>(parsed.decl(0).node);
  const auto& code = std::get<syntax::CodeStmt>(parsed.tree->stmts[component.body.statements[0]].node);
  const auto& fenceExpr = std::get<syntax::FenceExpr>(parsed.tree->exprs[code.body].node);
  EXPECT_EQ(parsed.text(fenceExpr.content), "    a\n    b\n");
  EXPECT_EQ(fenceExpr.indent, 4U);
  EXPECT_EQ(parsed.text(parsed.tree->exprs[code.body].span), "python <<<\n    a\n    b\n  >>>");
}

TEST(Fence, MixedIndentationIsCorrected) {
  const Parsed parsed("component c() {\n  python <<<\n    a\n\tb\n  >>>\n}\n");
  EXPECT_EQ(parsed.codes(), std::vector<std::string>{"4:1 1015"});
  const Parsed mended(parsed.fixed());
  EXPECT_EQ(mended.shape(), "(component c () {(code python (fence python 'a\nb'))})");
}

TEST(Fence, TabsAloneAreFine) {
  EXPECT_EQ(fence("\tpython <<<\n\t\ta\n\t\t\tb\n\t>>>"), "(component c () {(code python (fence python 'a\n\tb'))})");
}

TEST(Fence, UnclosedEndsBeforeTheNextDeclaration) {
  const Parsed parsed(
      "component c() {\n  python <<<\n    x = 1\n}\ncomponent d() {\n  python <<<\n    y = 2\n  >>>\n}\n");
  EXPECT_EQ(parsed.codes(), std::vector<std::string>{"2:10 1011"});
  EXPECT_EQ(parsed.shape(),
            "(component c () {(code python (fence python 'x = 1'))})\n"
            "(component d () {(code python (fence python 'y = 2'))})");
}

TEST(Fence, BracesInColumnOneOfItsTextDoNotEndIt) {
  EXPECT_EQ(fence("  bash <<<\ncat <<EOF\n{\n}\nEOF\n  >>>"),
            "(component c () {(code bash (fence bash 'cat <<EOF\n{\n}\nEOF'))})");
}

TEST(Fence, ClosedTooEarlyByADoctest) {
  const Parsed parsed(
      "component c() {\n  python <<<\n    '''\n    >>> f(1)\n    (2\n    >>> f(2)\n    '''\n  >>>\n}\ncomponent d() "
      "{\n}\n");
  EXPECT_EQ(parsed.codes(), std::vector<std::string>{"6:5 1013"});
  EXPECT_EQ(parsed.tree->order.size(), 2U);
  EXPECT_EQ(parsed.decl(1).name.text, "d");
}

}  // namespace
}  // namespace mlpc::parse::testing
