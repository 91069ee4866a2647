#include "mlpc/support/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "mlpc/support/utf8.h"

namespace mlpc::support {
namespace {

TEST(Text, CapitalLetters) {
  EXPECT_EQ(toLower("A-Z_9\xc3\x84"), "a-z_9\xc3\x84");
  EXPECT_TRUE(equalIgnoringCase("My-Id", "mY-iD"));
  EXPECT_FALSE(equalIgnoringCase("a", "ab"));
}

using std::string_view_literals::operator""sv;

TEST(Text, QuotesJson) {
  EXPECT_EQ(quoteJson(""), R"("")");
  EXPECT_EQ(quoteJson("a\"b\\c/"), R"("a\"b\\c/")");
  EXPECT_EQ(quoteJson("\b\f\n\r\t\0\x1f\x7f"sv), R"("\b\f\n\r\t\u0000\u001f\u007f")");
  EXPECT_EQ(quoteJson("h\u00e9\u2028"), R"("h\u00e9\u2028")");
  EXPECT_EQ(quoteJson("\U0001F600"), R"("\ud83d\ude00")");
  EXPECT_EQ(quoteJson("a\xff\xc3z"), R"("a\ufffd\ufffdz")");
}

TEST(Text, ShowsWhatIsHidden) {
  EXPECT_EQ(visible("plain \t\u00e9\U0001F600 \\n"), "plain \t\u00e9\U0001F600 \\n");
  EXPECT_EQ(visible("a\nb\r\x1b[31m\x7f\0"sv), "a\\nb\\r\\x1b[31m\\x7f\\x00");
  EXPECT_EQ(visible("\u0085\u009b\u2028\u2029\u202e\ufeff"), "\\x85\\x9b\\u2028\\u2029\\u202e\\ufeff");
  EXPECT_EQ(visible("\xff\xc3("), "\\xff\\xc3(");
}

TEST(Text, QuotesBash) {
  EXPECT_EQ(quoteBash("plain"), "plain");
  EXPECT_EQ(quoteBash("a b"), quoteShell("a b"));
  EXPECT_EQ(quoteBash("a\n1'\\$x\x1b"), "$'a\\0121\\'\\\\$x\\033'");
}

TEST(Text, FormatsDoublesAsPython) {
  EXPECT_EQ(formatDouble(10), "10.0");
  EXPECT_EQ(formatDouble(0.1), "0.1");
  EXPECT_EQ(formatDouble(-0.0), "-0.0");
  EXPECT_EQ(formatDouble(1e-5), "1e-05");
  EXPECT_EQ(formatDouble(0.0001), "0.0001");
  EXPECT_EQ(formatDouble(1e15), "1000000000000000.0");
  EXPECT_EQ(formatDouble(1e16), "1e+16");
  EXPECT_EQ(formatDouble(1.5e300), "1.5e+300");
  EXPECT_EQ(formatDouble(5e-324), "5e-324");
  EXPECT_EQ(formatDouble(0.30000000000000004), "0.30000000000000004");
  EXPECT_EQ(formatDouble(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(formatDouble(-std::nan("")), "nan");
}

TEST(Text, FindsInvalidUtf8) {
  EXPECT_EQ(findInvalidUtf8(""), std::nullopt);
  EXPECT_EQ(findInvalidUtf8("plain ascii, more than eight bytes"), std::nullopt);
  EXPECT_EQ(findInvalidUtf8("h\u00e9llo \u20ac \U0001F600 and \U0010FFFF"), std::nullopt);
  EXPECT_EQ(findInvalidUtf8("\0"sv), std::nullopt);
  EXPECT_EQ(findInvalidUtf8("0123456789\xff"), 10U);
  EXPECT_EQ(findInvalidUtf8("ab\x80"), 2U);
  EXPECT_EQ(findInvalidUtf8("ab\xc3"), 2U);
  EXPECT_EQ(findInvalidUtf8("\xc0\x80"), 0U);            // overlong
  EXPECT_EQ(findInvalidUtf8("x\xed\xa0\x80"), 1U);       // surrogate
  EXPECT_EQ(findInvalidUtf8("xy\xf4\x90\x80\x80"), 2U);  // beyond U+10FFFF
  EXPECT_EQ(findInvalidUtf8("\xf0\x9f\x98"), 0U);
}

TEST(Text, DecodesUtf8) {
  EXPECT_EQ(decodeUtf8("\U0001F600", 0).value, 0x1F600U);
  EXPECT_EQ(decodeUtf8("a\u00e9", 1).length, 2);
  for (const auto text :
       {"\x80"sv, "\xc3"sv, "\xc0\x80"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, ""sv}) {
    const auto point = decodeUtf8(text, 0);
    if (text.empty()) continue;
    EXPECT_FALSE(point.valid);
    EXPECT_EQ(point.length, 1);
    EXPECT_EQ(point.value, 0xFFFDU);
  }
}

TEST(Text, MeasuresEdits) {
  EXPECT_EQ(editDistance("", "", 3), 0U);
  EXPECT_EQ(editDistance("", "abc", 5), 3U);
  EXPECT_EQ(editDistance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(editDistance("learning", "leanring", 5), 1U);  // neighbours swapped
  EXPECT_EQ(editDistance("ab", "ba", 1), 1U);
  EXPECT_EQ(editDistance("abcd", "badc", 2), 2U);
  EXPECT_EQ(editDistance("inlued", "include", 2), 2U);  // seen from the end
  EXPECT_EQ(editDistance("abcdef", "uvwxyz", 2), 3U);   // no more than the limit plus one
  EXPECT_EQ(editDistance("a", "abcdefgh", 2), 3U);
}

TEST(Text, FindsTheClosestName) {
  const std::vector<std::string> names{"epochs", "batch_size", "learning_rate"};
  EXPECT_EQ(closest("epoch", names), "epochs");
  EXPECT_EQ(closest("learnign_rate", names), "learning_rate");
  EXPECT_EQ(closest("dataset", names), std::nullopt);
  EXPECT_EQ(closest("ab", {"aa", "bb"}), std::nullopt);  // two equally close ones
  EXPECT_EQ(closest("ab", {"aa", "aa"}), "aa");
  EXPECT_EQ(closest("ax", {"ay", "ax"}), "ax");
  EXPECT_EQ(closest("x", {}), std::nullopt);
}

TEST(Text, ConvertsNames) {
  EXPECT_EQ(toKebab("train_model"), "train-model");
  EXPECT_EQ(toKebab("Train Model"), "train-model");
  EXPECT_EQ(toKebab("--A__b  C--"), "a-b-c");
  EXPECT_EQ(toKebab("___"), "");
  EXPECT_EQ(toCamel("initial_delay"), "initialDelay");
  EXPECT_EQ(toCamel("a_b_c"), "aBC");
  EXPECT_EQ(toCamel("_x"), "_x");
  EXPECT_EQ(toSnake("initialDelay"), "initial_delay");
  EXPECT_EQ(toSnake("useGPU"), "use_gpu");
  EXPECT_EQ(toSnake("HTTPServer"), "http_server");
  EXPECT_EQ(toSnake("already_snake"), "already_snake");
}

TEST(Text, QuotesForTheShell) {
  EXPECT_EQ(quoteShell("a/b-c_d.e:1,2+3=4@5%"), "a/b-c_d.e:1,2+3=4@5%");
  EXPECT_EQ(quoteShell(""), "''");
  EXPECT_EQ(quoteShell("a b"), "'a b'");
  EXPECT_EQ(quoteShell("$HOME~"), "'$HOME~'");
  EXPECT_EQ(quoteShell("it's"), R"('it'"'"'s')");
  EXPECT_EQ(quoteShell("\u00e9"), "'\u00e9'");
}

TEST(Text, QuotesAsPythonRepr) {
  EXPECT_EQ(quotePython(""), "''");
  EXPECT_EQ(quotePython("a\"b"), R"('a"b')");
  EXPECT_EQ(quotePython("it's"), R"("it's")");
  EXPECT_EQ(quotePython("'\""), R"('\'"')");
  EXPECT_EQ(quotePython("\\\n\r\t\0\x1b\x7f"sv), R"('\\\n\r\t\x00\x1b\x7f')");
  EXPECT_EQ(quotePython("h\u00e9 \u4e2d \U0001F600"), "'h\u00e9 \u4e2d \U0001F600'");
  EXPECT_EQ(quotePython("\u00a0\u00ad\u2028\ufeff\ue000\U0010ffff"), R"('\xa0\xad\u2028\ufeff\ue000\U0010ffff')");
  EXPECT_EQ(quotePython("\xff"), R"('\xff')");
}

}  // namespace
}  // namespace mlpc::support
