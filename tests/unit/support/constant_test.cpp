#include "mlpc/support/constant.h"

#include <gtest/gtest.h>

#include <limits>

namespace mlpc::support {
namespace {

Constant record(Constant::Record fields) { return Constant(std::move(fields)); }

TEST(Constant, WritesJson) {
  EXPECT_EQ(Constant().toJson(), "null");
  EXPECT_EQ(Constant(true).toJson(), "true");
  EXPECT_EQ(Constant(-3).toJson(), "-3");
  EXPECT_EQ(Constant(1e-5).toJson(), "1e-05");
  EXPECT_EQ(Constant("a\n").toJson(), R"("a\n")");
  EXPECT_EQ(Constant(*Quantity::parse("1Gi")).toJson(), R"("1Gi")");
  EXPECT_EQ(Constant(Duration::seconds(90)).toJson(), R"("1m30s")");
  EXPECT_EQ(record({{"b", Constant(Constant::List{Constant(1), Constant("x")})}, {"a", Constant()}}).toJson(),
            R"({"b": [1, "x"], "a": null})");
}

TEST(Constant, JsonHasNoNumberThatIsNotFinite) {
  EXPECT_EQ(Constant(std::numeric_limits<double>::quiet_NaN()).toJson(), "null");
  EXPECT_EQ(Constant(Constant::List{std::numeric_limits<double>::infinity(), 1.5}).toJson(), "[null, 1.5]");
}

TEST(Constant, InterpolatesStrings) {
  EXPECT_EQ(Constant("a b").toText(), "a b");
  EXPECT_EQ(Constant(*Quantity::parse("500m")).toText(), "500m");
  EXPECT_EQ(Constant(Duration::seconds(60)).toText(), "1m");
  EXPECT_EQ(Constant(2.0).toText(), "2.0");
  EXPECT_EQ(Constant(false).toText(), "false");
}

TEST(Constant, Compares) {
  EXPECT_EQ(Constant(1), Constant(1.0));
  EXPECT_FALSE(Constant(1) == Constant("1"));
  EXPECT_EQ(Constant(*Quantity::parse("1Gi")), Constant(*Quantity::parse("1024Mi")));
  EXPECT_EQ(record({{"a", 1}, {"b", 2}}), record({{"b", 2}, {"a", 1.0}}));
  EXPECT_FALSE(record({{"a", 1}}) == record({{"b", 1}}));
  EXPECT_FALSE(record({{"a", 1}}) == record({{"a", 1}, {"b", 2}}));
  EXPECT_EQ(Constant(Constant::List{1, 2}), Constant(Constant::List{1, 2}));
  EXPECT_FALSE(Constant(Constant::List{1}) == Constant(Constant::List{1, 2}));
}

TEST(Constant, FindsFields) {
  const Constant value = record({{"a", 1}});
  ASSERT_NE(value.field("a"), nullptr);
  EXPECT_EQ(*value.field("a"), Constant(1));
  EXPECT_EQ(value.field("b"), nullptr);
  EXPECT_EQ(Constant(1).field("a"), nullptr);
}

}  // namespace
}  // namespace mlpc::support
