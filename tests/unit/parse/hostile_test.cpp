#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "parsed.h"

namespace mlpc::parse::testing {
namespace {

/// Parses within a limit that is generous for a busy machine and a debug build.
std::vector<std::string> codesOf(std::string text, int seconds = 60) {
  const auto start = std::chrono::steady_clock::now();
  const Parsed parsed(std::move(text));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(seconds));
  return parsed.codes();
}

std::string repeated(std::string_view text, size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) result += text;
  return result;
}

TEST(Hostile, Bytes) {
  EXPECT_EQ(codesOf("const a = \"\xff\"\n"), std::vector<std::string>{"1:12 1001"});
  EXPECT_EQ(codesOf("const a = \"\xed\xa0\x80\"\n"), std::vector<std::string>{"1:12 1001"});
  EXPECT_EQ(codesOf(std::string("const a\0 = 1\n", 13)), std::vector<std::string>{"1:8 1002"});
  EXPECT_EQ(codesOf(""), std::vector<std::string>{});
  EXPECT_EQ(codesOf("\xEF\xBB\xBF"
                    "const a = 1\r\nconst b = 2\r\n"),
            std::vector<std::string>{});
}

TEST(Hostile, ByteOrderMarkDoesNotHideTheFirstColumn) {
  EXPECT_EQ(Parsed("\xEF\xBB\xBF"
                   "foo bar\n")
                .codes(),
            std::vector<std::string>{"1:1 1044"});
}

TEST(Hostile, TooLarge) {
  EXPECT_EQ(codesOf(std::string((size_t{64} << 20U) + 1, ' ')), std::vector<std::string>{"1:1 1003"});
}

TEST(Hostile, Nesting) {
  for (const std::string_view open : {"(", "[", "{a: ", "f(", "[-", "\"~{", "{ if x {", "f({a: ["}) {
    const auto codes = codesOf("const before = 1\nconst a = " + repeated(open, 100'000) + "\nconst after = 2\n");
    ASSERT_FALSE(codes.empty()) << open;
    EXPECT_LE(codes.size(), 2U) << open;
  }
  EXPECT_EQ(codesOf("const a = " + repeated("[", 256) + repeated("]", 256) + "\n"), std::vector<std::string>{});
  EXPECT_EQ(codesOf("const a = " + repeated("[", 257) + repeated("]", 257) + "\n"),
            std::vector<std::string>{"1:267 1025"});
}

TEST(Hostile, WhatFollowsNestingTooDeepIsRead) {
  const Parsed parsed("const a = " + repeated("(", 1000) + "\nconst b = 1\n");
  ASSERT_EQ(parsed.tree->order.size(), 2U);
  EXPECT_EQ(parsed.decl(0).name.text, "a");
  EXPECT_EQ(parsed.decl(1).name.text, "b");
}

TEST(Hostile, LongChains) {
  const std::vector<std::string> tooLong{"1:11 1026"};
  EXPECT_EQ(codesOf("const a = 1" + repeated(" + 1", 100'000) + "\n"), tooLong);
  EXPECT_EQ(codesOf("const a = x" + repeated(".y", 100'000) + "\n"), tooLong);
  EXPECT_EQ(codesOf("const a = x" + repeated("()", 100'000) + "\n"), tooLong);
  EXPECT_EQ(codesOf("const a = " + repeated("a ? b : ", 100'000) + "c\n").size(), 1U);
  EXPECT_EQ(codesOf("const a = " + repeated("a ? ", 100'000) + "c\n").size(), 1U);
  EXPECT_EQ(codesOf("const a = " + repeated("!", 100'000) + "c\n").size(), 1U);
  EXPECT_EQ(codesOf("const a = " + repeated("-", 100'000) + "c\n").size(), 1U);
  EXPECT_EQ(codesOf("const a = 1" + repeated(" < 1", 100'000) + "\n").size(), 0U);  // one node
  EXPECT_EQ(codesOf("type T = a" + repeated(" | a", 100'000) + "\n").size(), 0U);
  EXPECT_EQ(codesOf("pipeline p() {\n  if a {\n  }" + repeated(" else if a {\n  }", 20'000) + "\n}\n").size(), 0U);
  EXPECT_EQ(codesOf("const a = 1" + repeated(" + 1", 1900) + "\n"), std::vector<std::string>{});
}

// Each has one cause, so one error: that the fence swallows the brace of the component is obvious.
TEST(Hostile, Unclosed) {
  const std::string lines = repeated("  some text: [1, 2] { x\n", 20'000);
  EXPECT_EQ(codesOf("component c() {\n  python <<<\n" + lines).size(), 1U);
  EXPECT_EQ(codesOf("/* " + lines), std::vector<std::string>{"1:1 1008"});
  EXPECT_EQ(codesOf("const a = \"" + std::string(1'000'000, 'x')), std::vector<std::string>{"1:11 1009"});
  EXPECT_FALSE(codesOf("const a = [" + repeated("\"~{", 10'000)).empty());
  EXPECT_FALSE(codesOf(repeated("component c() {\n  python <<<\n", 3'000)).empty());
}

TEST(Hostile, ManyErrorsStopSomewhere) {
  const auto codes = codesOf(repeated("foo bar baz\n", 50'000));
  EXPECT_EQ(codes.size(), 201U);
  EXPECT_EQ(codes.back().substr(codes.back().size() - 4), "1028");
  EXPECT_LE(codesOf("pipeline p() {\n" + repeated("  f(a b) g ] 1 }{ let\n", 20'000) + "}\n").size(), 201U);
  EXPECT_LE(codesOf("pipeline p() {\n" + repeated("  lte a = 1\n", 2'000) + "}\n").size(), 201U);
}

// Like large files in practice: most of it is code in fences.
TEST(Hostile, ALargeFile) {
  const std::string code = "  python <<<\n" + repeated("    print(\"a line of code\", a)\n", 120) + "  >>>\n";
  std::string text;
  for (size_t i = 0; text.size() < (size_t{20} << 20U); ++i) {
    const std::string n = std::to_string(i);
    text += "component c" + n +
            "(a: int, b: string = \"x\") -> (o: Model) {\n  image: \"python:~{tag}\"\n  args: [a, b.c, f(x: 1 + 2 * "
            "3)]\n" +
            code + "}\n";
  }
  EXPECT_EQ(codesOf(std::move(text)), std::vector<std::string>{});
}

TEST(Hostile, ALargeDeclaration) {
  EXPECT_EQ(codesOf("const a = [" + repeated("1,", 4'500'000) + "]\n"), std::vector<std::string>{"1:7 1027"});
}

TEST(Hostile, RandomTokens) {
  static const std::vector<std::string> kPieces{
      "{",    "}",        "(",           ")",      "[",       "]",       "\"",    "~{",      "<<<\n",
      ">>>",  "\n",       "\n  ",        ",",      ":",       "=",       "?",     ".",       "...",
      "->",   "@",        "@2",          "|",      "!",       "*",       "/",     "%",       "+",
      "-",    "&&",       "||",          "==",     "<",       ">=",      "1",     "1.5",     "2Gi",
      "a",    "b.c",      "let ",        "if ",    "else ",   "for ",    " in ",  "return ", "yield ",
      "try ", "finally ", "component c", "type T", "import ", "stage S", "job J", "python ", "true",
      "/*",   "*/",       "//",          "///",    "#",       "'",       "\\",    "é",       ";"};
  std::mt19937 random(7);
  for (int run = 0; run < 3000; ++run) {
    std::string text;
    const size_t length = random() % 60;
    for (size_t i = 0; i < length; ++i) text += kPieces[random() % kPieces.size()] + (random() % 3 == 0 ? " " : "");
    SCOPED_TRACE(text);
    Parsed parsed(text);
    for (const auto& report : parsed.diags.sorted()) ASSERT_LE(report.span.end, text.size());
  }
}

TEST(Hostile, RandomBytes) {
  std::mt19937 random(11);
  for (int run = 0; run < 300; ++run) {
    std::string text;
    for (size_t i = random() % 300; i > 0; --i)
      text += static_cast<char>(run % 2 == 0 ? random() % 256 : 1 + random() % 127);
    Parsed parsed(text);
    static_cast<void>(parsed);
  }
}

}  // namespace
}  // namespace mlpc::parse::testing
