#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checking.h"

namespace mlpc::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Messages = std::vector<std::string>;

TEST(TypeStoreTest, InternsAndNames) {
  TypeStore types;
  const TypeId string = types.basic(TypeKind::String);
  EXPECT_EQ(types.list(string), types.list(string));
  EXPECT_EQ(types.list({}), types.basic(TypeKind::List));
  EXPECT_EQ(types.name(types.optional(types.map(string))), "map[string]?");
  EXPECT_EQ(types.optional(types.optional(string)), types.optional(string));
  const TypeId a = types.literal(support::Constant("a"));
  EXPECT_EQ(types.unionOf({a, a}), a);
  EXPECT_NE(types.callable("Pipeline"), types.callable("TrainJob"));
  EXPECT_EQ(types.name(types.volumeSource("Pvc")), "Pvc");
  EXPECT_EQ(types.name(types.unionOf({types.optional(a), string})), "(\"a\" | string)?");
}

TEST(TypesTest, Widening) {
  EXPECT_THAT(
      Checked("const a: int = 1\nconst b: float = a\nconst c: string? = \"x\"\nconst d: list[float] = [1, 2.5]\n")
          .messages(),
      IsEmpty());
  EXPECT_THAT(Checked("const a: float = 1.5\nconst b: int = a\n").messages(),
              ElementsAre("2201 2:16 expected `int`, found `float`"));
  EXPECT_THAT(Checked("const a: string? = null\nconst b: string = a\n").messages(),
              ElementsAre("2208 2:19 expected `string`, found `string?`, which may be absent"));
}

TEST(TypesTest, ChainsOfTypesAreFollowedUpToALimit) {
  const auto chain = [](int length, bool circle) {
    std::string text;
    for (int i = 0; i < length; ++i)
      text += "type T" + std::to_string(i) + " = T" + std::to_string(circle ? (i + 1) % length : i + 1) + "\n";
    return circle ? text : text + "type T" + std::to_string(length) + " = int\n";
  };
  EXPECT_THAT(Checked(chain(499, false)).codes(), IsEmpty());
  EXPECT_THAT(Checked(chain(500, false)).codes(), ElementsAre(2224));
  EXPECT_THAT(Checked(chain(3, true)).codes(), ElementsAre(2206));
  // The stack does not overflow.
  for (const bool circle : {false, true})
    EXPECT_THAT(Checked(chain(20'000, circle)).codes(), testing::Each(testing::AnyOf(2206, 2224)));
}

TEST(TypesTest, TypesContainEachOtherUpToALimit) {
  const auto nested = [](int depth) {
    std::string text = "type T0 = int\n";
    for (int i = 1; i <= depth; ++i) text += "type T" + std::to_string(i) + " = list[T" + std::to_string(i - 1) + "]\n";
    return text;
  };
  EXPECT_THAT(Checked(nested(500)).codes(), IsEmpty());
  EXPECT_THAT(Checked(nested(501)).codes(), ElementsAre(2224));
}

TEST(TypesTest, Unions) {
  const std::string shell = "type Shell = \"bash\" | \"pscore\"\n";
  EXPECT_THAT(Checked(shell + "const s: Shell = \"bash\"\n").messages(), IsEmpty());
  EXPECT_THAT(Checked(shell + "const t = \"bash\"\nconst s: Shell = t\n").messages(), IsEmpty());
  EXPECT_THAT(Checked(shell + "const s: Shell = \"pscor\"\n").messages(),
              ElementsAre("2202 2:18 expected `bash` or `pscore`, found `pscor`"));
}

TEST(TypesTest, RecursiveRecords) {
  EXPECT_THAT(
      Checked("type Node = { value: int, next: Node? }\nconst n: Node = { value: 1, next: { value: 2 } }\n").messages(),
      IsEmpty());
  EXPECT_THAT(Checked("type A = list[A]\n").codes(), ElementsAre(2206));
  EXPECT_THAT(Checked("type A = B\ntype B = A\n").codes(), ElementsAre(2206));
}

TEST(TypesTest, Units) {
  const Checked checked(
      "const a: Quantity = 500m\nconst b: Duration = 500m\nconst c: Quantity = 2\nconst d: Duration = 1h30m\n");
  EXPECT_THAT(checked.messages(), IsEmpty());
  EXPECT_EQ(checked.constant("a")->toText(), "500m");
  EXPECT_EQ(checked.constant("b")->toText(), "8h20m");
  EXPECT_EQ(checked.constant("c")->toText(), "2");
  EXPECT_THAT(Checked("const a = 500m\n").codes(), ElementsAre(2603));
  EXPECT_THAT(Checked("const a: Duration = 10\n").messages(),
              ElementsAre("2209 1:21 expected `Duration`, found the number `10`"));
  EXPECT_THAT(Checked("const a: Duration = 2Gi\n").codes(), ElementsAre(2602));
  EXPECT_THAT(Checked("const a: string = 3.10\n").messages(),
              ElementsAre("2209 1:19 expected `string`, found the number `3.10`"));
  EXPECT_EQ(Checked("const a: string = 3.10\n").fixed(), "const a: string = \"3.10\"\n");
  EXPECT_EQ(Checked("const a: Quantity = \"2Gi\"\n").fixed(), "const a: Quantity = 2Gi\n");
}

TEST(TypesTest, Json) {
  EXPECT_THAT(
      Checked("const a: map = { x: [1, 2.5, true, null, { y: \"z\" }] }\nconst b: list = [1, \"a\"]\n").messages(),
      IsEmpty());
  EXPECT_THAT(Checked("const a: map = { x: 1 }\nconst b = a.x\n").codes(), ElementsAre(2218));
  EXPECT_THAT(
      Checked("type R = { x: int }\nconst r: R = { x: 1 }\nconst m: map = r\nconst n: map[int] = r\n").messages(),
      IsEmpty());
  EXPECT_THAT(Checked("const a: map = { x: 1 }\nconst b: map[int] = a\n").codes(), ElementsAre(2201));
}

TEST(TypesTest, Inference) {
  const Checked checked(
      "const a = [1, 2.5]\nconst b = [{ x: 1 }, { x: 2 }]\nconst c = { k: \"v\" }\nconst d = []\nconst e: list[int] = "
      "d\n"
      "const f = true ? \"a\" : \"b\"\nconst g = b[1].x\n");
  EXPECT_THAT(checked.messages(), IsEmpty());
  EXPECT_EQ(checked.typeOf("a"), "list[float]");
  EXPECT_EQ(checked.typeOf("b"), "list[{ x: int }]");
  EXPECT_EQ(checked.typeOf("c"), "{ k: string }");
  EXPECT_EQ(checked.typeOf("f"), "string");
  EXPECT_EQ(checked.constant("g")->toText(), "2");
}

}  // namespace
}  // namespace mlpc::sema::test
