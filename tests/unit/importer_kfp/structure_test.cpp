// How a document is analysed, and how its statements are ordered.

#include <gmock/gmock.h>

#include "documents.h"

namespace mlpc::test {
namespace {

using importers::kfp::orderStatements;
using importers::kfp::Statement;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, TasksAreNamedAsTheSdkDoes) {
  EXPECT_EQ(importers::kfp::taskName("Train_Model"), "train-model");
  EXPECT_TRUE(importers::kfp::comesBefore("train-2", "train-10"));
  EXPECT_FALSE(importers::kfp::comesBefore("train-10", "train-2"));
}

TEST(Recovery, EqualComponentsAreOne) {
  const Recovered it(document(
      {task("a", "a"), task("a-2", "a-2"), task("b", "b")}, {"a", "b"},
      "  comp-a-2: {executorLabel: exec-a, inputDefinitions: {parameters: {x: {parameterType: STRING, isOptional: "
      "true}}}, outputDefinitions: {parameters: {out: {parameterType: STRING}}}}\n"));
  ASSERT_TRUE(it.good);
  EXPECT_EQ(it.statement("a").callee, it.statement("a-2").callee);
  EXPECT_NE(it.statement("a").callee, it.statement("b").callee);
}

TEST(Recovery, FindsWhatInputsTake) {
  const Recovered it(document({task("a", "a", "inputs: {parameters: {x: {runtimeValue: {constant: hello}}}}"),
                               task("b", "b",
                                    "dependentTasks: [a], inputs: {parameters: {x: {taskOutputParameter: "
                                    "{producerTask: a, outputParameterKey: out}}}}"),
                               task("c", "c", "dependentTasks: [a]")},
                              {"a", "b", "c"}));
  ASSERT_TRUE(it.good);
  using importers::kfp::Ref;
  using importers::kfp::Value;
  EXPECT_EQ(it.statement("a").arguments.at(0).second.kind, Value::Kind::Constant);
  const auto& [name, value] = it.statement("b").arguments.at(0);
  EXPECT_EQ(name, "x");
  EXPECT_EQ(value.ref.kind, Ref::Kind::Output);
  EXPECT_EQ(value.ref.from, &it.statement("a"));
  // `b` takes data from `a` and does not need to say that it waits; `c` does.
  EXPECT_THAT(it.statement("b").after, IsEmpty());
  EXPECT_THAT(it.statement("c").after, ElementsAre(&it.statement("a")));
}

constexpr const char* kLoop =
    "  comp-for-loop-1: {dag: {tasks: {a: {taskInfo: {name: a}, componentRef: {name: comp-a}, inputs: {parameters: {x: "
    "{componentInputParameter: pipelinechannel--loop-item-param-1}}}}}}, inputDefinitions: {parameters: "
    "{pipelinechannel--loop-item-param-1: {parameterType: STRING}}}}\n";

TEST(Recovery, FindsLoops) {
  const Recovered it(document({task("for-loop-1", "for-loop-1",
                                    "iteratorPolicy: {parallelismLimit: 2}, parameterIterator: {itemInput: "
                                    "pipelinechannel--loop-item-param-1, items: {raw: '[\"p\", \"q\"]'}}")},
                              {"a"}, kLoop));
  ASSERT_TRUE(it.good) << it.codes().size();
  ASSERT_THAT(Recovered::names(it.root().body), ElementsAre("for-loop-1"));
  const Statement& loop = *it.root().body.statements[0];
  EXPECT_EQ(loop.kind, Statement::Kind::For);
  EXPECT_THAT(Recovered::names(loop.branches.at(0).block), ElementsAre("a"));
  const auto& argument = it.statement("a").arguments.at(0).second;
  EXPECT_EQ(argument.ref.kind, importers::kfp::Ref::Kind::Item);
  EXPECT_EQ(argument.ref.from, &loop);
}

TEST(Recovery, FindsConditions) {
  const Recovered it(document(
      {task("a", "a"),
       task(
           "condition-1", "condition-1",
           "dependentTasks: [a], inputs: {parameters: {pipelinechannel--a-out: {taskOutputParameter: {producerTask: a, "
           "outputParameterKey: out}}}}, triggerPolicy: {condition: "
           "\"inputs.parameter_values['pipelinechannel--a-out'] == 'go'\"}")},
      {"a", "b"},
      "  comp-condition-1: {dag: {tasks: {b: {taskInfo: {name: b}, componentRef: {name: comp-b}}}}, inputDefinitions: "
      "{parameters: "
      "{pipelinechannel--a-out: {parameterType: STRING}}}}\n"));
  ASSERT_TRUE(it.good);
  const Statement& group = it.statement("condition-1");
  EXPECT_EQ(group.kind, Statement::Kind::If);
  ASSERT_EQ(group.branches.size(), 1U);
  ASSERT_TRUE(group.branches[0].condition);
  EXPECT_EQ(group.branches[0].condition->operands.at(0).ref.from, &it.statement("a"));
  EXPECT_THAT(Recovered::names(group.branches[0].block), ElementsAre("b"));
  EXPECT_THAT(group.after, IsEmpty()) << "it reads what it waits for";
}

TEST(Recovery, ReportsWhatDoesNotExist) {
  EXPECT_FALSE(Recovered(document({task("a", "lost")}, {"a"})).good) << "no such component";
  EXPECT_FALSE(Recovered(document({task("a", "a", "dependentTasks: [lost]")}, {"a"})).good) << "no such task";
  EXPECT_FALSE(
      Recovered(
          document(
              {task("a", "a",
                    "inputs: {parameters: {x: {taskOutputParameter: {producerTask: lost, outputParameterKey: o}}}}")},
              {"a"}))
          .good)
      << "an output of no task";
}

TEST(Recovery, ReportsAPipelineThatRunsItself) {
  const Recovered it(document({task("p", "p")}, {"a"},
                              "  comp-p: {dag: {tasks: {p: {taskInfo: {name: p}, componentRef: {name: comp-p}}}}}\n"));
  EXPECT_FALSE(it.good);
}

/// The names of the root's statements after ordering, and the number of findings.
std::pair<std::vector<std::string>, size_t> ordered(const std::vector<std::string>& tasks) {
  Recovered it(document(tasks, {"a", "b", "train"}));
  EXPECT_TRUE(it.good);
  orderStatements(it.document, it.model, it.diags);
  return {Recovered::names(it.root().body), it.codes().size()};
}

TEST(Order, NumbersOfOneNameCount) {
  const auto [names, findings] =
      ordered({task("train-10", "train"), task("train-2", "train"), task("train", "train"), task("train-3", "train"),
               task("train-4", "train"), task("train-5", "train"), task("train-6", "train"), task("train-7", "train"),
               task("train-8", "train"), task("train-9", "train")});
  EXPECT_THAT(names, ElementsAre("train", "train-2", "train-3", "train-4", "train-5", "train-6", "train-7", "train-8",
                                 "train-9", "train-10"));
  EXPECT_EQ(findings, 0U);
}

TEST(Order, DataComesBeforeNames) {
  const auto [names, findings] = ordered({task("a", "a",
                                               "dependentTasks: [b], inputs: {parameters: {x: {taskOutputParameter: "
                                               "{producerTask: b, outputParameterKey: out}}}}"),
                                          task("b", "b")});
  EXPECT_THAT(names, ElementsAre("b", "a"));
  EXPECT_EQ(findings, 0U);
}

TEST(Order, WhatIsWaitedForComesFirst) {
  const auto [names, findings] =
      ordered({task("a", "a", "dependentTasks: [train]"), task("b", "b"), task("train", "train")});
  const auto at = [&, &found = names](const char* name) { return std::find(found.begin(), found.end(), name); };
  EXPECT_LT(at("train"), at("a"));
  EXPECT_EQ(findings, 0U);
}

TEST(Order, OfWhatIsLeftNamesDecide) {
  const auto [names, findings] = ordered({task("train", "train"), task("b", "b"), task("a", "a")});
  EXPECT_THAT(names, ElementsAre("a", "b", "train"));
  EXPECT_EQ(findings, 0U);
}

}  // namespace
}  // namespace mlpc::test
