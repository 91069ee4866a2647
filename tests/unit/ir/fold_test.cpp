#include "mlpc/ir/fold.h"

#include <gtest/gtest.h>

namespace mlpc::ir {
namespace {

using support::Constant;

const source::Span kHere{source::FileId(0), 1, 2};

Value of(Constant constant) { return Value::of(std::move(constant), kHere); }
Value input(const std::string& name) { return {InputRef{name}, kHere}; }

template <typename... Values>
Value fold(Operator op, Values... values) {
  std::vector<Value> operands;
  (operands.push_back(std::move(values)), ...);
  return foldOperation(op, std::move(operands), kHere);
}

TEST(Fold, ComparesConstantsAndKeepsTheRest) {
  EXPECT_EQ(*fold(Operator::Less, of(1), of(2)).scalar(), Constant(true));
  EXPECT_EQ(*fold(Operator::Not, of(true)).scalar(), Constant(false));
  EXPECT_EQ(*fold(Operator::In, of("a"), of(Constant(Constant::List{"a"}))).scalar(), Constant(true));
  EXPECT_NE(fold(Operator::Less, of(1), input("x")).as<Operation>(), nullptr);
  EXPECT_NE(fold(Operator::Less, of(1), of("x")).as<Operation>(), nullptr);
}

TEST(Fold, LogicDropsWhatDecidesNothing) {
  EXPECT_EQ(*fold(Operator::And, input("x"), of(false)).scalar(), Constant(false));
  EXPECT_EQ(*fold(Operator::Or, input("x"), of(true)).scalar(), Constant(true));
  EXPECT_NE(fold(Operator::And, of(true), input("x")).as<InputRef>(), nullptr);
  EXPECT_EQ(*fold(Operator::And, of(true), of(true)).scalar(), Constant(true));
  const Value nested = fold(Operator::And, input("x"), fold(Operator::And, input("y"), input("z")));
  EXPECT_EQ(nested.as<Operation>()->operands.size(), 3U);
}

TEST(Fold, ConditionalChooses) {
  EXPECT_EQ(*fold(Operator::Conditional, of(true), of(1), of(2)).scalar(), Constant(1));
  EXPECT_NE(fold(Operator::Conditional, input("x"), of(1), of(2)).as<Operation>(), nullptr);
}

TEST(Fold, TextsJoinTheirConstants) {
  EXPECT_EQ(*foldText({of("a"), of(1), of(true)}, kHere).text(), "a1true");
  EXPECT_EQ(*foldText({}, kHere).text(), "");
  const Value inner = foldText({of("b"), input("x"), of("c")}, kHere);
  const Value whole = foldText({of("a"), inner, of("d")}, kHere);
  const auto& parts = whole.as<Interpolation>()->parts;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(*parts[0].text(), "ab");
  EXPECT_EQ(*parts[2].text(), "cd");
}

TEST(Fold, CallsOfConstants) {
  EXPECT_EQ(*foldCall({vocabulary::Builtin::Concat, {{"values", kHere, of("a")}, {"values_2", kHere, of("b")}}}, kHere)
                 .text(),
            "ab");
  EXPECT_NE(foldCall({vocabulary::Builtin::Concat, {{"values", kHere, input("x")}}}, kHere).as<Call>(), nullptr);
  std::optional<eval::Error> error;
  EXPECT_NE(foldCall({vocabulary::Builtin::Format, {{"text", kHere, of("{3}")}}}, kHere, &error).as<Call>(), nullptr);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->failure, eval::Failure::BadFormat);
}

TEST(Fold, MembersOfRecordsAndOfNull) {
  const Value record = of(Constant(Constant::Record{{"a", 1}}));
  EXPECT_EQ(*foldMember(record, "a")->scalar(), Constant(1));
  EXPECT_FALSE(foldMember(record, "b").has_value());
  EXPECT_TRUE(isNull(*foldMember(of(Constant()), "b")));
  EXPECT_FALSE(foldMember(input("x"), "b").has_value());
}

}  // namespace
}  // namespace mlpc::ir
