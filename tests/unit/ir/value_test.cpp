#include "mlpc/ir/value.h"

#include <gtest/gtest.h>

#include "mlpc/ir/access.h"

namespace mlpc::ir {
namespace {

using support::Constant;

const source::Span kHere{source::FileId(0), 1, 2};

TEST(Value, OfKeepsListsAndRecordsOpen) {
  const Value value =
      Value::of(Constant(Constant::Record{{"a", Constant(Constant::List{1, "x"})}, {"b", true}}), kHere);
  ASSERT_NE(value.as<RecordValue>(), nullptr);
  ASSERT_NE(entry(&value, "a"), nullptr);
  EXPECT_EQ(entry(&value, "a")->as<ListValue>()->items.size(), 2U);
  EXPECT_EQ(entry(&value, "c"), nullptr);
  EXPECT_TRUE(value.isConstant());
  EXPECT_EQ(value.constant()->toJson(), R"({"a": [1, "x"], "b": true})");
}

TEST(Value, TextIsOfStringsOnly) {
  EXPECT_EQ(*Value::of("x", kHere).text(), "x");
  EXPECT_EQ(Value::of(1, kHere).text(), nullptr);
  const Value input{InputRef{"x"}, kHere};
  EXPECT_EQ(input.text(), nullptr);
}

TEST(Value, OneReferenceMakesTheWholeLate) {
  Value value = Value::of(Constant(Constant::List{1, 2}), kHere);
  value.as<ListValue>()->items.push_back({InputRef{"x"}, kHere});
  EXPECT_FALSE(value.isConstant());
  EXPECT_FALSE(value.constant().has_value());
}

TEST(Value, ForEachVisitsOutsideIn) {
  std::vector<Value> operands;
  operands.push_back(Value::of(Constant(Constant::List{1}), kHere));
  operands.push_back({FieldRef{{{ItemRef{NodeId(0)}, kHere}}, "f"}, kHere});
  const Value value{Operation{Operator::Equal, std::move(operands)}, kHere};
  std::string seen;
  forEach(value, [&](const Value& v) {
    if (v.as<Operation>() != nullptr) seen += "o";
    if (v.as<ListValue>() != nullptr) seen += "l";
    if (v.scalar() != nullptr) seen += "c";
    if (v.as<FieldRef>() != nullptr) seen += "f";
    if (v.as<ItemRef>() != nullptr) seen += "i";
  });
  EXPECT_EQ(seen, "olcfi");
}

}  // namespace
}  // namespace mlpc::ir
