#include "mlpc/support/units.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mlpc::support {
namespace {

constexpr Int128 kUnit = 1'000'000'000;

Int128 nanoOf(std::string_view text) {
  const auto quantity = Quantity::parse(text);
  EXPECT_TRUE(quantity.has_value()) << text;
  return quantity ? quantity->nano() : -1;
}

TEST(Quantity, ReadsSuffixes) {
  EXPECT_EQ(nanoOf("2"), 2 * kUnit);
  EXPECT_EQ(nanoOf("500m"), kUnit / 2);
  EXPECT_EQ(nanoOf("3u"), 3000);
  EXPECT_EQ(nanoOf("7n"), 7);
  EXPECT_EQ(nanoOf("1k"), 1000 * kUnit);
  EXPECT_EQ(nanoOf("1.5Gi"), kUnit * 1610612736);
  EXPECT_EQ(nanoOf("2P"), kUnit * 2'000'000'000'000'000);
  EXPECT_EQ(nanoOf("1Ei"), kUnit * (1LL << 60));
  EXPECT_EQ(nanoOf("0.1Ki"), kUnit * 1024 / 10);
}

TEST(Quantity, TellsExaFromExponent) {
  EXPECT_EQ(nanoOf("2E"), kUnit * 2'000'000'000'000'000'000);
  EXPECT_EQ(nanoOf("2E4"), kUnit * 20'000);
  EXPECT_EQ(nanoOf("2e+4"), kUnit * 20'000);
  EXPECT_EQ(nanoOf("2e-4"), 200'000);
  EXPECT_FALSE(Quantity::parse("12E"));  // beyond 2^63
  EXPECT_FALSE(Quantity::parse("2e"));
  EXPECT_FALSE(Quantity::parse("2e+"));
  EXPECT_FALSE(Quantity::parse("2e+-3"));
}

TEST(Quantity, KeepsToTheRange) {
  EXPECT_EQ(nanoOf("9223372036854775807"), kUnit * INT64_MAX);
  EXPECT_EQ(nanoOf("-9223372036854775807"), -kUnit * INT64_MAX);
  EXPECT_EQ(nanoOf("7.5Ei"), kUnit * 15 * (1LL << 59));
  for (const auto* text :
       {"9223372036854775808", "8Ei", "10E", "1e19", "99999999999999999999999999", "1e99999", "1e9999999999"}) {
    EXPECT_FALSE(Quantity::parse(text)) << text;
  }
  EXPECT_EQ(nanoOf("0e99999"), 0);
  EXPECT_EQ(nanoOf("0000000000000000000000000000000000000000001"), kUnit);
}

TEST(Quantity, RoundsAwayFromZero) {
  EXPECT_EQ(nanoOf("0.1n"), 1);
  EXPECT_EQ(nanoOf("1e-99999"), 1);
  EXPECT_EQ(nanoOf("-0.1n"), -1);
  EXPECT_EQ(nanoOf("1.0000000001"), kUnit + 1);
  EXPECT_EQ(nanoOf("0.33333333333333333333333333333333333333333333Ki"), 341'333'333'334);
}

TEST(Quantity, RejectsOtherTexts) {
  for (const auto* text : {"",   "+",   "-",   ".",     "m",    "Gi",    "1 Gi", " 1",    "1 ", "1GI", "1gi",
                           "1K", "1ki", "1Mb", "1.2.3", "0x10", "1_000", "--1",  "1e3Gi", "1i", "1mi", "nan"}) {
    EXPECT_FALSE(Quantity::parse(text)) << text;
  }
}

TEST(Quantity, KeepsItsTextAndCompares) {
  EXPECT_EQ(Quantity::parse("+1.50")->text(), "+1.50");
  EXPECT_EQ(*Quantity::parse("1024Mi"), *Quantity::parse("1Gi"));
  EXPECT_EQ(*Quantity::parse("5."), *Quantity::parse("5"));
  EXPECT_EQ(*Quantity::parse(".5"), *Quantity::parse("500m"));
  EXPECT_TRUE(*Quantity::parse("999m") < *Quantity::parse("1"));
  EXPECT_TRUE(Quantity::parse("1e3")->isInteger());
  EXPECT_FALSE(Quantity::parse("1500m")->isInteger());
  EXPECT_DOUBLE_EQ(Quantity::parse("1500m")->value(), 1.5);
  EXPECT_DOUBLE_EQ(Quantity::parse("1Gi")->value(), 1073741824.0);
}

TEST(Duration, ReadsUnits) {
  EXPECT_EQ(Duration::parse("500ms"), Duration::milliseconds(500));
  EXPECT_EQ(Duration::parse("30s"), Duration::seconds(30));
  EXPECT_EQ(Duration::parse("10m"), Duration::seconds(600));
  EXPECT_EQ(Duration::parse("1h30m"), Duration::seconds(5400));
  EXPECT_EQ(Duration::parse("90d"), Duration::seconds(90LL * 86400));
  EXPECT_EQ(Duration::parse("1m1ms"), Duration::milliseconds(60001));
  EXPECT_EQ(Duration::parse("0s"), Duration());
}

TEST(Duration, RejectsOtherTexts) {
  for (const auto* text : {"", "5", "s", "-5s", "1.5h", "5 s", "1m1h", "1s1s", "1w", "1H", "1h30",
                           "9223372036854775807d", "99999999999999999999s"}) {
    EXPECT_FALSE(Duration::parse(text)) << text;
  }
}

TEST(Duration, WritesTheLargestUnitsThatFit) {
  for (const auto* text : {"500ms", "30s", "1h30m", "90d", "1d1h1m1s1ms"})
    EXPECT_EQ(Duration::parse(text)->text(), text);
  EXPECT_EQ(Duration().text(), "0s");
  EXPECT_EQ(Duration::parse("90m")->text(), "1h30m");
  EXPECT_EQ(Duration::seconds(-90).text(), "-1m30s");
  EXPECT_EQ(Duration::milliseconds(INT64_MIN).text(), "-106751991167d7h12m55s808ms");
}

}  // namespace
}  // namespace mlpc::support
