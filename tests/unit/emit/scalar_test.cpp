#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "yaml_writer.h"

namespace mlpc::emit {
namespace {

using std::string_view_literals::operator""sv;

void expectPlain(std::string_view text) { EXPECT_EQ(writeScalar(Node(text)), text); }
void expectQuoted(std::string_view text) { EXPECT_EQ(writeScalar(Node(text)), '"' + std::string(text) + '"'); }

TEST(Scalar, LeavesTextsPlain) {
  for (const auto* text : {"a",
                           "yesterday",
                           "nobody",
                           "python:3.11-slim",
                           "ghcr.io/org/image@sha256:abc",
                           "/mnt/data",
                           "./run.sh",
                           ".github",
                           "500m",
                           "1Gi",
                           "30s",
                           "1.2.3-rc",
                           "$(build.id)",
                           "${{ parameters.x }}",
                           "--epochs",
                           "-x",
                           "a b",
                           "it's",
                           "say \"hi\"",
                           "a#b",
                           "http://host:80/a?b=c#d",
                           "trailing,comma",
                           "h\u00e9llo",
                           "\u4e2d\u6587",
                           "\U0001F600",
                           "_x",
                           "(a)",
                           "e1x",
                           "end-"}) {
    expectPlain(text);
  }
}

TEST(Scalar, QuotesWhatAResolverTakesForSomethingElse) {
  for (const auto* text : {"y",
                           "N",
                           "yes",
                           "No",
                           "ON",
                           "off",
                           "true",
                           "False",
                           "null",
                           "Null",
                           "~",
                           "",
                           "0",
                           "007",
                           "0o17",
                           "0x1F",
                           "0b1",
                           "1_000",
                           "1e3",
                           "1.",
                           ".5",
                           "+1",
                           "-1",
                           "-.5",
                           ".inf",
                           "-.INF",
                           ".NaN",
                           "12:30:45",
                           "2020-01-01",
                           "2020-01-01 10:00:00",
                           "2020-01-01T10:00:00Z",
                           "0x1p-2",
                           "1,000",
                           "=",
                           "<<",
                           "e1",
                           "E5",
                           "-e1",
                           "1e",
                           "0.1.2"}) {
    expectQuoted(text);
  }
}

TEST(Scalar, QuotesIndicators) {
  for (const auto* text : {"- x", "-",    "--", "---",  "--- x", "...", "... hello", "? x", "?x", ": x", ":x",
                           "x:",  "x: y", "#x", "x #y", "[a]",   "{a}", "]",         "}",   ",a", "&a",  "*a",
                           "!a",  "|",    ">",  "'a'",  "%a",    "@a",  "`a",        " a",  "a "}) {
    expectQuoted(text);
  }
}

TEST(Scalar, EscapesWhatAFileCannotHold) {
  EXPECT_EQ(writeScalar(Node("\"a\\b")), R"("\"a\\b")");
  EXPECT_EQ(writeScalar(Node("a\tb\nc\rd\0e\x1b\x7f"sv)), R"("a\tb\nc\rd\x00e\x1b\x7f")");
  EXPECT_EQ(writeScalar(Node("\u0085\u2028\u2029\ufeff\ufffe\uffff")), R"("\x85\u2028\u2029\ufeff\ufffe\uffff")");
  EXPECT_EQ(writeScalar(Node("\U0001fffe\U0010ffff")), R"("\U0001fffe\U0010ffff")");
  EXPECT_EQ(writeScalar(Node("a\u202ec")), R"("a\u202ec")");        // would be displayed in another order
  EXPECT_EQ(writeScalar(Node("a\u00a0b")), "\"a\u00a0b\"");         // looks like a space
  EXPECT_EQ(writeScalar(Node("h\u00e9: \n")), "\"h\u00e9: \\n\"");  // only what needs it
  EXPECT_EQ(writeScalar(Node("a\xff\xc3")), R"("a\ufffd\ufffd")");
}

TEST(Scalar, WritesNumbersSoThatTheyStayNumbers) {
  EXPECT_EQ(writeScalar(Node(1)), "1");
  EXPECT_EQ(writeScalar(Node(std::numeric_limits<int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(writeScalar(Node(1.0)), "1.0");
  EXPECT_EQ(writeScalar(Node(-0.0)), "-0.0");
  EXPECT_EQ(writeScalar(Node(1e-5)), "1.0e-05");
  EXPECT_EQ(writeScalar(Node(1.5e-7)), "1.5e-07");
  EXPECT_EQ(writeScalar(Node(1e16)), "1.0e+16");
  EXPECT_EQ(writeScalar(Node(std::numeric_limits<double>::infinity())), ".inf");
  EXPECT_EQ(writeScalar(Node(-std::numeric_limits<double>::infinity())), "-.inf");
  EXPECT_EQ(writeScalar(Node(std::nan(""))), ".nan");
  EXPECT_EQ(writeScalar(Node(true)), "true");
  EXPECT_EQ(writeScalar(Node()), "null");
}

}  // namespace
}  // namespace mlpc::emit
