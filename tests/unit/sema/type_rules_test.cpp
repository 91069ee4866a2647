#include "mlpc/sema/type_rules.h"

#include <gtest/gtest.h>

namespace mlpc::sema {
namespace {

using support::Constant;

class TypeRules : public ::testing::Test {
 protected:
  TypeId basic(TypeKind kind) const { return types.basic(kind); }
  TypeId record(std::string name, std::vector<Field> fields) {
    Type made{TypeKind::Record};
    made.text = std::move(name);
    made.fields = std::move(fields);
    return types.add(std::move(made));
  }

  TypeStore types;
  TypeId string = types.basic(TypeKind::String);
  TypeId integer = types.basic(TypeKind::Int);
  TypeId bash = types.literal(Constant(std::string_view("bash")));
  TypeId pwsh = types.literal(Constant(std::string_view("pwsh")));
};

TEST_F(TypeRules, FindsWhatIsInUnions) {
  const TypeId union_ = types.optional(types.unionOf({types.list(string), integer}));
  EXPECT_EQ(memberOfKind(types, union_, TypeKind::List), types.list(string));
  EXPECT_TRUE(accepts(types, union_, TypeKind::Int));
  EXPECT_FALSE(accepts(types, union_, TypeKind::String));
  EXPECT_EQ(bareType(types, types.optional(types.runtime(string))), string);
  EXPECT_EQ(plainType(types, bash), string);
  std::vector<std::string> literals;
  collectLiterals(types, types.unionOf({bash, pwsh}), literals);
  EXPECT_EQ(literals, (std::vector<std::string>{"bash", "pwsh"}));
}

TEST_F(TypeRules, LiteralsFitTheirUnionAndTheirPlainType) {
  EXPECT_TRUE(fits(types, bash, types.unionOf({bash, pwsh})));
  EXPECT_TRUE(fits(types, bash, string));
  EXPECT_FALSE(fits(types, string, types.unionOf({bash, pwsh})));
}

TEST_F(TypeRules, ErrorsFitEverything) {
  EXPECT_TRUE(fits(types, basic(TypeKind::Error), integer));
  EXPECT_TRUE(fits(types, integer, basic(TypeKind::Error)));
}

TEST_F(TypeRules, WhatArrivesWhileRunningMayBeTextWhereASchemaSaysSo) {
  const TypeId place = types.runtime(integer);
  EXPECT_TRUE(fits(types, integer, place));
  EXPECT_FALSE(fits(types, string, place));
  EXPECT_TRUE(fits(types, string, place, Phase::Run));
  EXPECT_FALSE(fits(types, string, integer, Phase::Run));
}

TEST_F(TypeRules, RecordsAreEqualByDeclarationAndLiteralsByTheirFields) {
  Field name;
  name.name = "name";
  name.type = string;
  Field count = name;
  count.name = "count";
  count.type = integer;
  count.optional = true;
  const TypeId one = record("One", {name, count});
  const TypeId same = record("Same", {name, count});
  EXPECT_FALSE(fits(types, one, same));
  EXPECT_TRUE(fits(types, record("", {name}), one));
  EXPECT_FALSE(fits(types, record("", {count}), one));
  EXPECT_TRUE(fits(types, one, types.map({})));
  EXPECT_FALSE(fits(types, one, types.map(string)));
}

TEST_F(TypeRules, JoinsWhatHasOneTypeForBoth) {
  EXPECT_EQ(joined(types, basic(TypeKind::Null), string), types.optional(string));
  EXPECT_EQ(joined(types, bash, pwsh), types.unionOf({bash, pwsh}));
  EXPECT_EQ(joined(types, integer, basic(TypeKind::Float)), basic(TypeKind::Float));
  EXPECT_EQ(joined(types, types.list(bash), types.list(pwsh)), types.list(types.unionOf({bash, pwsh})));
  EXPECT_FALSE(joined(types, integer, string).valid());
}

TEST_F(TypeRules, TasksPassOnJsonAndArtifacts) {
  const TypeId artifact = types.artifact({}, "Dataset");
  EXPECT_TRUE(isPassedOn(types, types.list(artifact)));
  EXPECT_TRUE(isPassedOn(types, types.map(string)));
  EXPECT_FALSE(isPassedOn(types, basic(TypeKind::Secret)));
  EXPECT_TRUE(isArtifactType(types, types.list(types.list(artifact))));
  EXPECT_FALSE(isPassedOn(types, types.list(types.list(artifact))));
}

}  // namespace
}  // namespace mlpc::sema
