#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "mlpc/eval/access.h"
#include "mlpc/eval/functions.h"
#include "mlpc/eval/numbers.h"
#include "mlpc/eval/operators.h"

namespace mlpc::ir::eval {
namespace {

using support::Constant;
using support::Duration;
using support::Quantity;
using vocabulary::Builtin;

/// The value as JSON, "not known", or the reason why there is none.
std::string show(const Result& result) {
  if (result.known()) return result.value()->toJson();
  if (result.error() == nullptr) return "not known";
  switch (result.error()->failure) {
    case Failure::Overflow: return "overflow";
    case Failure::DivisionByZero: return "division by zero";
    case Failure::OutOfRange:
      return "no item " + std::to_string(result.error()->index) + " of " + std::to_string(result.error()->size);
    case Failure::MissingField: return "missing field";
    case Failure::WrongType: return "wrong type";
    case Failure::BadFormat: return "bad format";
    case Failure::TooLarge: return "too large";
  }
  return {};
}

std::string show(Operator op, const Constant& a, const Constant& b) { return show(binary(op, a, b)); }

std::string show(Builtin function, std::initializer_list<Constant> arguments) {
  return show(call(function, {arguments.begin(), arguments.size()}));
}

TEST(Operators, IntsNeverWrap) {
  EXPECT_EQ(show(Operator::Add, INT64_MAX, 1), "overflow");
  EXPECT_EQ(show(Operator::Subtract, INT64_MIN, 1), "overflow");
  EXPECT_EQ(show(Operator::Multiply, INT64_MAX, 2), "overflow");
  EXPECT_EQ(show(Operator::Divide, INT64_MIN, -1), "overflow");
  EXPECT_EQ(show(Operator::Remainder, INT64_MIN, -1), "0");
  EXPECT_EQ(show(Operator::Divide, 1, 0), "division by zero");
  EXPECT_EQ(show(Operator::Remainder, 1, 0), "division by zero");
  EXPECT_EQ(show(unary(Operator::Negate, INT64_MIN)), "overflow");
  EXPECT_EQ(show(Operator::Divide, -7, 2), "-3");
  EXPECT_EQ(show(Operator::Remainder, -7, 2), "-1");
}

TEST(Operators, FloatsAreFinite) {
  EXPECT_EQ(show(Operator::Add, 1, 0.5), "1.5");
  EXPECT_EQ(show(Operator::Multiply, 1e308, 10.0), "overflow");
  EXPECT_EQ(show(Operator::Divide, 1.0, 0), "division by zero");
  EXPECT_EQ(show(Operator::Remainder, 1.5, 1), "wrong type");
}

TEST(Operators, Comparisons) {
  EXPECT_EQ(show(Operator::Less, 1, 1.5), "true");
  EXPECT_EQ(show(Operator::GreaterEqual, "b", "a"), "true");
  EXPECT_EQ(show(Operator::Less, *Quantity::parse("500m"), *Quantity::parse("1")), "true");
  EXPECT_EQ(show(Operator::LessEqual, *Duration::parse("60s"), *Duration::parse("1m")), "true");
  EXPECT_EQ(show(Operator::Equal, *Quantity::parse("1Gi"), *Quantity::parse("1024Mi")), "true");
  EXPECT_EQ(show(Operator::Less, 1, "1"), "wrong type");
  EXPECT_EQ(show(Operator::Equal, 1, "1"), "false");
  // More than the 53 bits of a double.
  EXPECT_EQ(show(Operator::Less, INT64_MAX - 1, INT64_MAX), "true");
  // Nothing has an order relative to NaN.
  EXPECT_EQ(show(Operator::LessEqual, std::nan(""), 1.0), "false");
  EXPECT_EQ(show(Operator::GreaterEqual, std::nan(""), 1.0), "false");
}

TEST(Operators, Membership) {
  const Constant list(Constant::List{1, "x"});
  const Constant record(Constant::Record{{"k", 1}});
  EXPECT_EQ(show(Operator::In, "x", list), "true");
  EXPECT_EQ(show(Operator::In, 2, list), "false");
  EXPECT_EQ(show(Operator::In, "k", record), "true");
  EXPECT_EQ(show(Operator::In, "b", "abc"), "true");
  EXPECT_EQ(show(Operator::In, 1, "abc"), "wrong type");
}

TEST(Operators, Logic) {
  EXPECT_EQ(show(Operator::And, true, false), "false");
  EXPECT_EQ(show(Operator::Or, true, false), "true");
  EXPECT_EQ(show(Operator::And, true, 1), "wrong type");
  EXPECT_EQ(show(unary(Operator::Not, Constant(false))), "true");
  EXPECT_EQ(show(unary(Operator::Not, Constant(1))), "wrong type");
  EXPECT_EQ(decides(Operator::And, false), std::optional(false));
  EXPECT_EQ(decides(Operator::Or, true), std::optional(true));
  EXPECT_EQ(decides(Operator::And, true), std::nullopt);
  EXPECT_EQ(decides(Operator::Or, 1), std::nullopt);
}

TEST(Access, ItemsAndFields) {
  const Constant list(Constant::List{"a", "b"});
  const Constant record(Constant::Record{{"k", 1}});
  EXPECT_EQ(show(index(list, 1)), "\"b\"");
  EXPECT_EQ(show(index(list, 2)), "no item 2 of 2");
  EXPECT_EQ(show(index(list, -1)), "no item -1 of 2");
  EXPECT_EQ(show(index(list, "a")), "wrong type");
  EXPECT_EQ(show(index(record, "k")), "1");
  EXPECT_EQ(show(member(record, "x")), "missing field");
  EXPECT_EQ(show(member(Constant(), "x")), "null");
  EXPECT_EQ(show(member(Constant(1), "x")), "wrong type");
}

TEST(Access, LaterValuesWinInTheEarlierPlace) {
  for (const int size : {3, 40}) {
    ConstantMerger merger;
    for (int i = 0; i < size; ++i) merger.add({"f" + std::to_string(i), i});
    merger.add({"f1", "new"});
    merger.add({"g", true});
    const auto fields = std::move(merger).take();
    ASSERT_EQ(fields.size(), static_cast<size_t>(size) + 1);
    EXPECT_EQ(fields[1].value, Constant("new"));
    EXPECT_EQ(fields.back().name, "g");
  }
}

TEST(Functions, OfTexts) {
  EXPECT_EQ(show(Builtin::Concat, {"a", 1, true, 0.5, Constant(Constant::List{1, "x"})}), R"("a1true0.5[1, \"x\"]")");
  EXPECT_EQ(show(Builtin::Concat, {}), "\"\"");
  EXPECT_EQ(show(Builtin::Lower, {"ABc"}), "\"abc\"");
  EXPECT_EQ(show(Builtin::Upper, {"abC"}), "\"ABC\"");
  EXPECT_EQ(show(Builtin::Trim, {" a b\n"}), "\"a b\"");
  EXPECT_EQ(show(Builtin::Replace, {"aXbX", "X", "XX"}), "\"aXXbXX\"");
  EXPECT_EQ(show(Builtin::Replace, {"a", "", "x"}), "\"a\"");
  EXPECT_EQ(show(Builtin::Contains, {"Main", "AI"}), "true");
  EXPECT_EQ(show(Builtin::StartsWith, {"refs/heads/x", "REFS/"}), "true");
  EXPECT_EQ(show(Builtin::EndsWith, {"a.py", ".PY"}), "true");
  EXPECT_EQ(show(Builtin::Coalesce, {"", "b", Constant()}), "\"b\"");
  EXPECT_EQ(show(Builtin::Format, {"{1}-{0} {{}}", "a", "b"}), "\"b-a {}\"");
}

TEST(Functions, WithoutAValue) {
  EXPECT_EQ(show(Builtin::Format, {"{1}", "a"}), "bad format");
  EXPECT_EQ(show(Builtin::Format, {"}", "a"}), "bad format");
  EXPECT_EQ(show(Builtin::Lower, {"a", "b"}), "wrong type");
  EXPECT_EQ(show(Builtin::Counter, {"a", 1}), "not known");
  const std::string many(1U << 20U, 'a');
  EXPECT_EQ(show(Builtin::Replace, {many, "a", std::string(64, 'b')}), "too large");
  const std::string long8(size_t{8} << 20U, 'a');
  EXPECT_EQ(show(Builtin::Concat, {long8, long8, "a"}), "too large");
}

TEST(Numbers, AsWritten) {
  EXPECT_EQ(show(integer("9223372036854775807")), "9223372036854775807");
  EXPECT_EQ(show(integer("9223372036854775808")), "overflow");
  EXPECT_EQ(show(integer("9223372036854775808", true)), "-9223372036854775808");
  EXPECT_EQ(show(integer("99999999999999999999")), "overflow");
  EXPECT_EQ(show(real("2e-4")), "0.0002");
  EXPECT_EQ(show(real("1e400")), "overflow");
  EXPECT_EQ(show(quantity("1.5Gi")), "\"1.5Gi\"");
  EXPECT_EQ(show(quantity("99999999999Ei")), "overflow");
  EXPECT_EQ(show(quantity("1Gi1Gi")), "wrong type");
  EXPECT_EQ(show(duration("1h30m")), "\"1h30m\"");
  EXPECT_EQ(show(duration("30m1h")), "wrong type");
  EXPECT_EQ(show(duration("1.5h")), "wrong type");
  EXPECT_TRUE(std::isnan(*namedNumber("NaN").as<double>()));
  EXPECT_EQ(show(namedNumber("x")), "not known");
}

TEST(Numbers, AsTheirPlaceExpectsThem) {
  EXPECT_EQ(convert(1, {.real = true}).toJson(), "1.0");
  EXPECT_EQ(convert(1, {.integer = true, .real = true}).toJson(), "1");
  EXPECT_EQ(convert(2, {.quantity = true}).toJson(), "\"2\"");
  EXPECT_EQ(convert(0.5, {.quantity = true}).toJson(), "\"0.5\"");
  EXPECT_EQ(convert("x", {.quantity = true}).toJson(), "\"x\"");
}

}  // namespace
}  // namespace mlpc::ir::eval
