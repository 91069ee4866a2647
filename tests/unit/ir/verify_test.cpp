#include "mlpc/ir/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mlpc::ir {
namespace {

using support::Constant;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const source::Span kHere{source::FileId(0), 1, 2};

Port port(std::string name) {
  Port result;
  result.name = std::move(name);
  result.origin = kHere;
  return result;
}

Value value(Value::Node node) { return {std::move(node), kHere}; }

/// A pipeline `p(x)` that calls the component `c(a) -> Output` once: `%0 = c(a: x)`.
Program small() {
  Program program;
  Component component;
  component.name = "c";
  component.origin = kHere;
  component.inputs = {port("a"), port("b")};
  component.outputs = {port("Output")};
  component.unnamedOutput = true;
  component.body = BashBody{"echo\n"};
  program.components.add(std::move(component));
  Pipeline pipeline;
  pipeline.name = "p";
  pipeline.emittedName = "p";
  pipeline.origin = kHere;
  pipeline.inputs = {port("x")};
  program.pipelines.add(std::move(pipeline));
  return program;
}

NodeId addTask(Pipeline& pipeline, Region& region, std::vector<Argument> arguments, NodeId parent = {},
               uint32_t branch = 0) {
  Node node;
  node.parent = parent;
  node.branch = branch;
  node.origin = kHere;
  Task task;
  task.callee = ComponentId(0);
  task.arguments = std::move(arguments);
  node.what = std::move(task);
  const NodeId id = pipeline.nodes.add(std::move(node));
  region.nodes.push_back(id);
  return id;
}

Pipeline& first(Program& program) { return program.pipelines[PipelineId(0)]; }

TEST(Verify, AcceptsASoundProgram) {
  Program program = small();
  Pipeline& p = first(program);
  const NodeId a = addTask(p, p.body, {{"a", value(InputRef{"x"}), kHere}});
  addTask(p, p.body, {{"a", value(OutputRef{a, "Output"}), kHere}, {"b", value(Constant(1)), kHere}});
  EXPECT_THAT(verify(program), IsEmpty());
}

TEST(Verify, FindsReferencesToNothing) {
  Program program = small();
  Pipeline& p = first(program);
  addTask(p, p.body, {{"a", value(InputRef{"y"}), kHere}});
  addTask(p, p.body, {{"a", value(OutputRef{NodeId(7), "Output"}), kHere}});
  addTask(p, p.body, {{"a", value(OutputRef{NodeId(0), "other"}), kHere}});
  addTask(p, p.body, {{"a", value(SecretRef{SecretId(3), "k"}), kHere}});
  EXPECT_THAT(verify(program), ElementsAre(HasSubstr("no input `y`"), HasSubstr("no node"),
                                           HasSubstr("no output `other`"), HasSubstr("no secret")));
}

TEST(Verify, FindsReferencesForwardAndToItself) {
  Program program = small();
  Pipeline& p = first(program);
  addTask(p, p.body, {{"a", value(OutputRef{NodeId(1), "Output"}), kHere}});
  addTask(p, p.body, {{"a", value(OutputRef{NodeId(1), "Output"}), kHere}});
  EXPECT_THAT(verify(program), ElementsAre(HasSubstr("%0 refers to %1"), HasSubstr("%1 refers to %1")));
}

TEST(Verify, FindsReferencesIntoABranch) {
  Program program = small();
  Pipeline& p = first(program);
  Node group;
  group.origin = kHere;
  const NodeId condition = p.nodes.add(std::move(group));
  p.body.nodes.push_back(condition);
  Conditional conditional;
  Branch branch;
  branch.condition = value(InputRef{"x"});
  const NodeId inner = addTask(p, branch.body, {}, condition, 0);
  branch.body.yields.push_back({"", {}, value(OutputRef{inner, "Output"})});
  conditional.branches.push_back(std::move(branch));
  Branch otherwise;
  addTask(p, otherwise.body, {{"a", value(OutputRef{inner, "Output"}), kHere}}, condition, 1);
  conditional.branches.push_back(std::move(otherwise));
  p.nodes[condition].what = std::move(conditional);
  addTask(p, p.body, {{"a", value(OutputRef{inner, "Output"}), kHere}});
  addTask(p, p.body, {{"a", value(OutputRef{condition, ""}), kHere}});
  EXPECT_THAT(verify(program),
              ElementsAre(HasSubstr("%1 from where it is not visible"), HasSubstr("%1 from where it is not visible")));
}

TEST(Verify, FindsItemsOutsideTheirLoop) {
  Program program = small();
  Pipeline& p = first(program);
  Node group;
  group.origin = kHere;
  const NodeId id = p.nodes.add(std::move(group));
  p.body.nodes.push_back(id);
  Loop loop;
  loop.items = value(InputRef{"x"});
  addTask(p, loop.body, {{"a", value(ItemRef{id}), kHere}}, id);
  p.nodes[id].what = std::move(loop);
  addTask(p, p.body, {{"a", value(ItemRef{id}), kHere}});
  EXPECT_THAT(verify(program), ElementsAre(HasSubstr("an item of %0 outside it")));
}

TEST(Verify, FindsBadArguments) {
  Program program = small();
  Pipeline& p = first(program);
  addTask(p, p.body, {{"b", value(Constant(1)), kHere}, {"a", value(Constant(1)), kHere}});
  addTask(p, p.body, {{"z", value(Constant(1)), kHere}});
  addTask(p, p.body, {{"a", {Constant(1), {}}, kHere}});
  EXPECT_THAT(verify(program),
              ElementsAre(HasSubstr("`a` out of order"), HasSubstr("`z` out of order"), HasSubstr("without origin")));
}

TEST(Verify, FindsNodesOutsideAnyRegion) {
  Program program = small();
  Pipeline& p = first(program);
  Region nowhere;
  addTask(p, nowhere, {});
  EXPECT_THAT(verify(program), ElementsAre(HasSubstr("%0 is not in any region")));
}

TEST(Verify, FindsMalformedValues) {
  Program program = small();
  Pipeline& p = first(program);
  addTask(p, p.body, {{"a", value(Constant(Constant::List{})), kHere}});
  addTask(p, p.body, {{"a", value(Operation{Operator::And, {}}), kHere}});
  addTask(p, p.body, {{"a", value(Interpolation{{value(Constant("x"))}}), kHere}});
  addTask(p, p.body, {{"a", value(VariableRef{"v"}), kHere}});
  RecordValue twice;
  twice.fields.push_back({"k", kHere, value(Constant(1))});
  twice.fields.push_back({"k", kHere, value(Constant(2))});
  addTask(p, p.body, {{"a", value(std::move(twice)), kHere}});
  EXPECT_THAT(verify(program),
              ElementsAre(HasSubstr("held as a Constant"), HasSubstr("0 operands"), HasSubstr("constants only"),
                          HasSubstr("does not belong in a pipeline"), HasSubstr("`k` is set twice")));
}

TEST(Verify, FindsWrongWorkflows) {
  Program program;
  Workflow workflow;
  workflow.name = "w";
  workflow.origin = kHere;
  Stage stage;
  Job job;
  Step step;
  step.name = "s";
  step.origin = kHere;
  step.script = value(Constant("true"));
  job.steps = {step, step};
  stage.jobs = {job, job};
  workflow.stages.push_back(std::move(stage));
  program.workflows.add(std::move(workflow));
  EXPECT_THAT(verify(program), ElementsAre(HasSubstr("two steps"), HasSubstr("two jobs"), HasSubstr("two steps")));
}

TEST(Dump, IsReadable) {
  Program program = small();
  Pipeline& p = first(program);
  const NodeId a = addTask(p, p.body, {{"a", value(InputRef{"x"}), kHere}});
  std::vector<Value> parts{value(Constant("n is ")), value(OutputRef{a, "Output"})};
  addTask(p, p.body, {{"a", value(Interpolation{parts}), kHere}});
  p.nodes[NodeId(1)].letName = "t";
  EXPECT_EQ(dump(program),
            "component c unnamed output\n"
            "  input a: string\n"
            "  input b: string\n"
            "  output Output: string\n"
            "  bash\n"
            "    | echo\n"
            "pipeline p \"p\"\n"
            "  input x: string\n"
            "  %0 task component c\n"
            "    a := input.x\n"
            "  %1 task component c let t\n"
            "    a := text(\"n is \", %0.Output)\n");
}

TEST(Dump, ShowsPlacesWhenAsked) {
  source::SourceManager sources;
  sources.add("f.mlp", "f.mlp", "a\nbc\n");
  Program program;
  Secret secret;
  secret.name = "s";
  secret.secretName = "s";
  secret.origin = {source::FileId(0), 3, 4};
  program.secrets.add(std::move(secret));
  EXPECT_EQ(dump(program, sources), "secret s kubernetes@f.mlp:2:2\n  name \"s\"\n");
}

}  // namespace
}  // namespace mlpc::ir
