// Values in Azure's expression language: which form each takes in each place, and which are known too late for it.

#include "expression.h"

#include <gmock/gmock.h>

#include "legalize/value_rules.h"
#include "values.h"

namespace mlpc::test {
namespace {

using backends::azure_devops::checkExpression;
using backends::azure_devops::checkText;
using backends::azure_devops::condition;
using backends::azure_devops::expression;
using backends::azure_devops::ExpressionSlot;
using backends::azure_devops::knownAtExpansion;
using backends::azure_devops::Place;
using backends::azure_devops::quoteExpression;
using ir::Operator;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using vocabulary::Builtin;

class Expression : public testing::Test, public Fixture {
 protected:
  std::string in(ExpressionSlot slot, const ir::Value& what) {
    checkExpression(context, what, slot);
    return expression(context, what, slot);
  }
  std::string early(const ir::Value& what) { return in(ExpressionSlot::Template, what); }
  std::string step(const ir::Value& what) { return in(ExpressionSlot::StepCondition, what); }
  std::string at(Place place, const ir::Value& what, bool inText = false) {
    checkText(context, what, place, "this");
    return backends::azure_devops::text(context, what, place, inText);
  }
};

TEST_F(Expression, QuotesTexts) {
  EXPECT_EQ(quoteExpression("it's"), "'it''s'");
  EXPECT_EQ(quoteExpression(""), "''");
}

TEST_F(Expression, WritesConstants) {
  EXPECT_EQ(step(value("a")), "'a'");
  EXPECT_EQ(step(value(support::Constant(true))), "true");
  EXPECT_EQ(step(value(support::Constant(int64_t{-3}))), "-3");
  EXPECT_EQ(step(value(support::Constant(1.5))), "1.5");
}

TEST_F(Expression, InputsAreLiteralsOnceTheFileIsExpanded) {
  EXPECT_EQ(early(input("region")), "parameters.region");
  // An arbitrary string could close the quotes; one of a fixed set cannot, and a number needs none.
  EXPECT_EQ(step(input("region")), "'${{ replace(parameters.region, '''', '''''') }}'");
  EXPECT_EQ(step(input("level")), "'${{ parameters.level }}'");
  EXPECT_EQ(step(input("count")), "${{ parameters.count }}");
  EXPECT_THAT(found(), IsEmpty());
  step(input("names"));
  EXPECT_THAT(found(), Not(IsEmpty())) << "a list is no literal";
}

TEST_F(Expression, ComparesBranchesAsWholeRefs) {
  EXPECT_EQ(step(operation(Operator::Equal, {run("branch"), value("main")})),
            "eq(variables['Build.SourceBranch'], 'refs/heads/main')");
  EXPECT_EQ(step(operation(Operator::NotEqual, {run("branch"), value("main")})),
            "ne(variables['Build.SourceBranch'], 'refs/heads/main')");
  EXPECT_EQ(step(run("branch")), "replace(variables['Build.SourceBranch'], 'refs/heads/', '')");
}

TEST_F(Expression, WritesOperators) {
  const ir::Value a = operation(Operator::Less, {input("count"), value(support::Constant(int64_t{3}))});
  EXPECT_EQ(early(a), "lt(parameters.count, 3)");
  EXPECT_EQ(early(operation(Operator::And, {a, input("fast")})), "and(lt(parameters.count, 3), parameters.fast)");
  EXPECT_EQ(early(operation(Operator::Or, {a, operation(Operator::Not, {input("fast")})})),
            "or(lt(parameters.count, 3), not(parameters.fast))");
  EXPECT_EQ(early(operation(Operator::In, {input("level"), node(ir::ListValue{{value("a"), value("b")}})})),
            "in(parameters.level, 'a', 'b')");
  EXPECT_EQ(early(operation(Operator::In, {value("a"), input("names")})), "containsValue(parameters.names, 'a')");
  EXPECT_EQ(early(operation(Operator::Conditional, {input("fast"), value("a"), value("b")})),
            "iif(parameters.fast, 'a', 'b')");
}

TEST_F(Expression, OutputsAreReadByWhereTheReaderIs) {
  const ir::Value n = output("", "Make", "made", "t");
  EXPECT_EQ(in(ExpressionSlot::JobCondition, n), "dependencies.Make.outputs['made.t']");
  EXPECT_EQ(in(ExpressionSlot::Variable, n), "dependencies.Make.outputs['made.t']");
  context.job = &workflow.stages[0].jobs[0];
  EXPECT_EQ(step(n), "variables['made.t']") << "within its job";
  context.stage = &workflow.stages[1];
  context.job = &workflow.stages[1].jobs[0];
  const ir::Value far = output("Build", "Make", "made", "t");
  EXPECT_EQ(in(ExpressionSlot::StageCondition, far), "dependencies.Build.outputs['Make.made.t']");
  EXPECT_EQ(in(ExpressionSlot::JobCondition, far), "stageDependencies.Build.Make.outputs['made.t']");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Expression, AStepConditionReadsOtherJobsThroughAVariable) {
  EXPECT_EQ(step(output("", "Make", "made", "t")), "variables['made_t']");
  ASSERT_EQ(context.hoisted.size(), 1U);
  EXPECT_EQ(context.hoisted[0].name, "made_t");
  EXPECT_EQ(context.hoisted[0].value, "$[ dependencies.Make.outputs['made.t'] ]");
  // If it is asked for again, it is the same variable.
  step(output("", "Make", "made", "t"));
  EXPECT_EQ(context.hoisted.size(), 1U);
}

TEST_F(Expression, WhatIsHeldAsTextIsComparedAsText) {
  // A boolean output says `true`; a number is on the right so that Azure reads it as one.
  EXPECT_EQ(*condition(context, output("", "Make", "made", "ok"), ExpressionSlot::JobCondition),
            "and(succeeded(), eq(dependencies.Make.outputs['made.ok'], 'true'))");
  const ir::Value nine = value(support::Constant(int64_t{9}));
  EXPECT_EQ(in(ExpressionSlot::JobCondition, operation(Operator::Greater, {output("", "Make", "made", "n"), nine})),
            "lt(9, dependencies.Make.outputs['made.n'])");
  EXPECT_EQ(in(ExpressionSlot::JobCondition, operation(Operator::Less, {nine, output("", "Make", "made", "n")})),
            "lt(9, dependencies.Make.outputs['made.n'])");
}

TEST_F(Expression, ConditionsRequireSuccessUnlessTheyAskThemselves) {
  const ir::Value is = operation(Operator::Equal, {input("level"), value("high")});
  EXPECT_EQ(*condition(context, is, ExpressionSlot::StepCondition),
            "and(succeeded(), eq('${{ parameters.level }}', 'high'))");
  EXPECT_EQ(*condition(context, call(Builtin::Always), ExpressionSlot::StepCondition), "always()");
  EXPECT_EQ(*condition(context, operation(Operator::And, {call(Builtin::Failed), is}), ExpressionSlot::StepCondition),
            "and(failed(), eq('${{ parameters.level }}', 'high'))");
  EXPECT_EQ(condition(context, value(support::Constant(true)), ExpressionSlot::StepCondition), std::nullopt);
  EXPECT_EQ(*condition(context, value(support::Constant(false)), ExpressionSlot::StepCondition), "false");
}

TEST_F(Expression, FunctionsAllowedInOnePlaceAreReportedElsewhere) {
  early(call(Builtin::Succeeded));
  EXPECT_EQ(found().size(), 1U);
  step(call(Builtin::Counter, {value("a")}));
  EXPECT_EQ(found().size(), 2U);
  EXPECT_EQ(in(ExpressionSlot::Variable, call(Builtin::Counter, {value("a"), value(support::Constant(int64_t{1}))})),
            "counter('a', 1)");
  EXPECT_EQ(step(call(Builtin::StartsWith, {input("level"), value("h")})),
            "startsWith('${{ parameters.level }}', 'h')");
  EXPECT_EQ(step(call(Builtin::Predefined, {value("Agent.OS")})), "variables['Agent.OS']");
  EXPECT_EQ(found().size(), 2U);
}

TEST_F(Expression, InterpolationsAreFormats) {
  EXPECT_EQ(early(text({value("a{b} "), input("region"), value("-"), input("fast")})),
            "format('a{{b}} {0}-{1}', parameters.region, lower(parameters.fast))");
}

TEST_F(Expression, TimeOfEvaluation) {
  EXPECT_TRUE(knownAtExpansion(context, value("a")));
  EXPECT_TRUE(knownAtExpansion(context, input("region")));
  for (const char* property : {"branch", "ref", "reason", "name", "commit"}) {
    EXPECT_TRUE(knownAtExpansion(context, run(property))) << property;
  }
  for (const char* property : {"id", "number", "attempt", "sources_dir"}) {
    EXPECT_FALSE(knownAtExpansion(context, run(property))) << property;
  }
  EXPECT_TRUE(knownAtExpansion(context, variable("early"))) << "as early as what it holds";
  EXPECT_FALSE(knownAtExpansion(context, variable("late")));
  EXPECT_FALSE(knownAtExpansion(context, variable("unknown")));
  EXPECT_TRUE(knownAtExpansion(context, call(Builtin::Lower, {input("region")})));
  EXPECT_FALSE(knownAtExpansion(context, call(Builtin::Counter, {value("a")})));
  EXPECT_FALSE(knownAtExpansion(context, call(Builtin::Lower, {run("id")}))) << "as late as its arguments";
  EXPECT_FALSE(knownAtExpansion(context, output("", "Make", "made", "t")));
}

TEST_F(Expression, TextTakesTheFormOfItsPlace) {
  EXPECT_EQ(at(Place::Input, value("plain")), "plain");
  EXPECT_EQ(at(Place::Input, input("region")), "${{ parameters.region }}");
  EXPECT_EQ(at(Place::Input, input("names")), "${{ convertToJson(parameters.names) }}");
  EXPECT_EQ(at(Place::Input, run("id")), "$(Build.BuildId)");
  EXPECT_EQ(at(Place::Expansion, run("reason")), "${{ variables['Build.Reason'] }}");
  EXPECT_EQ(at(Place::Input, variable("late")), "$(late)");
  EXPECT_EQ(at(Place::Expansion, variable("early")), "${{ not(parameters.fast) }}") << "what the variable holds";
  EXPECT_EQ(at(Place::Variable, call(Builtin::Counter, {value("a")})), "$[ counter('a') ]");
  EXPECT_EQ(at(Place::Variable, output("", "Make", "made", "t")), "$[ dependencies.Make.outputs['made.t'] ]");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Expression, BooleansInStringsAreLowerCase) {
  EXPECT_EQ(at(Place::Input, input("fast")), "${{ parameters.fast }}");
  EXPECT_EQ(at(Place::Input, input("fast"), true), "${{ lower(parameters.fast) }}");
  EXPECT_EQ(at(Place::Input, text({value("is "), input("fast")})), "is ${{ lower(parameters.fast) }}");
}

TEST_F(Expression, WhatComesTooLateIsReported) {
  at(Place::Expansion, run("id"));
  at(Place::Expansion, output("", "Make", "made", "t"));
  at(Place::Expansion, variable("late"));
  EXPECT_EQ(found().size(), 3U);
  EXPECT_THAT(found(), testing::Each(found().front()));
}

TEST_F(Expression, TextThatAzureWouldReplaceIsReported) {
  at(Place::Input, value("$(Build.BuildId)"));
  at(Place::Input, value("${{ parameters.x }}"));
  EXPECT_EQ(found().size(), 2U);
  // What Azure does not know stays.
  EXPECT_EQ(at(Place::Input, value("$(date) $HOME $(my-name)")), "$(date) $HOME $(my-name)");
  EXPECT_EQ(found().size(), 2U);
}

}  // namespace
}  // namespace mlpc::test
