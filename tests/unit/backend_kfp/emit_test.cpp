#include <gmock/gmock.h>

#include "program_builder.h"

namespace mlpc::backends::kfp::test {
namespace {

using ir::ParameterKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(KfpEmit, OneTaskWithInputsAndSecret) {
  ProgramBuilder b;
  const auto train =
      b.component("train_model", {port("epochs", ParameterKind::Int), port("run_id", ParameterKind::String)});
  ir::Port epochs = port("epochs", ParameterKind::Int);
  epochs.optional = true;
  epochs.defaultValue = support::Constant(10);
  b.pipeline.inputs.push_back(epochs);
  ir::Secret secret;
  secret.name = "token";
  secret.secretName = "mlflow-token";
  const auto secretId = b.program.secrets.add(secret);
  ir::TaskOptions options;
  options.env.push_back({"TOKEN", {}, {ir::SecretRef{secretId, "token"}, {}}});
  const auto task = b.task(
      train, {{"epochs", input("epochs")}, {"run_id", {ir::PropertyRef{vocabulary::Space::Run, "id"}, {}}}}, options);
  b.pipeline.body.nodes = {task};

  const std::string text = b.emitted();
  EXPECT_THAT(text,
              testing::StartsWith("# PIPELINE DEFINITION\n# Name: p\n# Inputs:\n#    epochs: int [Default: 10.0]\n"));
  EXPECT_THAT(text, HasSubstr("  comp-train-model:\n    executorLabel: exec-train-model\n    inputDefinitions:\n"));
  EXPECT_THAT(text, HasSubstr("            run_id:\n"
                              "              runtimeValue:\n"
                              "                constant: \"{{$.pipeline_job_uuid}}\"\n"));
  EXPECT_THAT(text, HasSubstr("schemaVersion: \"2.1.0\"\nsdkVersion: kfp-2.15.2\n---\nplatforms:\n  kubernetes:\n"));
  EXPECT_THAT(text, HasSubstr("          secretAsEnv:\n"
                              "          - keyToEnv:\n"
                              "            - envVar: TOKEN\n"
                              "              secretKey: token\n"
                              "            optional: false\n"
                              "            secretName: mlflow-token\n"));
}

TEST(KfpEmit, NoPlatformDocumentWithoutNeed) {
  ProgramBuilder b;
  b.pipeline.body.nodes = {b.task(b.component("a", {}))};
  EXPECT_THAT(b.emitted(), Not(HasSubstr("platforms:")));
}

TEST(KfpEmit, AnotherRunTimeVersionChangesPackageAndDocument) {
  ProgramBuilder b;
  b.pipeline.body.nodes = {b.task(b.component("a", {}))};
  b.program.pipelines.add(b.pipeline);
  emit::BackendOptions options;
  options.kfpVersion = "2.14.0";
  const std::string text = printed(b.program, options, b.diags).front().text;
  EXPECT_THAT(text, HasSubstr("'kfp==2.14.0'"));
  EXPECT_THAT(text, HasSubstr("sdkVersion: kfp-2.14.0\n"));
}

TEST(KfpEmit, OlderVersionsInstallThemselvesFirstAndWriteAmountsAsNumbers) {
  ProgramBuilder b;
  ir::TaskOptions options;
  options.resources.limits.push_back({"cpu", {}, constant(*support::Quantity::parse("2"))});
  const ir::ComponentId component = b.component("a", {});
  b.program.components[component].packages = {"numpy"};
  b.program.components[component].pipIndexUrls = {"https://a", "https://b"};
  b.pipeline.body.nodes = {b.task(component, {}, options)};
  b.program.pipelines.add(b.pipeline);
  const auto emitted = [&](const char* version) {
    emit::BackendOptions backend;
    backend.kfpVersion = version;
    return printed(b.program, backend, b.diags).front().text;
  };
  const std::string pairs =
      "--index-url https://a --trusted-host https://a --extra-index-url https://b --trusted-host https://b ";
  EXPECT_THAT(emitted("2.8.0"), HasSubstr(pairs + "'kfp==2.8.0'"));
  EXPECT_THAT(emitted("2.8.0"),
              HasSubstr("  &&  python3 -m pip install --quiet --no-warn-script-location " + pairs + "'numpy'"));
  EXPECT_THAT(emitted("2.8.0"), AllOf(HasSubstr("cpuLimit: 2.0"), Not(HasSubstr("resourceCpuLimit"))));
  EXPECT_THAT(emitted("2.13.0"), AllOf(Not(HasSubstr(pairs)), HasSubstr("https://b 'numpy' && \"$0\"")));
  EXPECT_THAT(emitted("2.13.0"), HasSubstr("resourceCpuLimit: \"2\""));
  EXPECT_THAT(emitted("2.14.0"), HasSubstr("https://b 'kfp==2.14.0'"));
  EXPECT_THAT(emitted("2.14.0"), Not(HasSubstr("https://b 'numpy' && \"$0\"")));
}

TEST(KfpEmit, OnlyRequestedPipelinesHaveFiles) {
  ProgramBuilder b;
  b.pipeline.requested = false;
  b.pipeline.body.nodes = {b.task(b.component("a", {}))};
  b.program.pipelines.add(b.pipeline);
  EXPECT_THAT(printed(b.program, {}, b.diags), IsEmpty());
}

TEST(KfpEmit, ElseGivesTheWrapperTheFirstNumber) {
  ProgramBuilder b;
  b.pipeline.inputs.push_back(port("n", ParameterKind::Int));
  const auto a = b.component("a", {});
  ir::Conditional conditional;
  ir::Branch then;
  then.condition = compare(ir::Operator::Greater, input("n"), constant(3));
  then.body.nodes = {b.task(a)};
  ir::Branch otherwise;
  otherwise.body.nodes = {b.task(a)};
  conditional.branches = {then, otherwise};
  b.pipeline.body.nodes = {b.node(conditional)};

  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("  comp-condition-branches-1:\n"));
  EXPECT_THAT(text, HasSubstr("condition: int(inputs.parameter_values['pipelinechannel--n']) > 3\n"));
  EXPECT_THAT(text, HasSubstr("condition: \"!(int(inputs.parameter_values['pipelinechannel--n']) > 3)\"\n"));
  EXPECT_THAT(text, HasSubstr("        condition-2:\n"));
  EXPECT_THAT(text, HasSubstr("        condition-3:\n"));
}

TEST(KfpEmit, ConstantItemsTakeANumberOfTheirOwn) {
  ProgramBuilder b;
  const auto a = b.component("a", {port("x", ParameterKind::Int)});
  const auto body = b.task(a);
  ir::Loop loop;
  loop.items = constant(support::Constant::List{1, 2});
  loop.itemType.kind = ParameterKind::Int;
  loop.parallelism = 2;
  loop.body.nodes = {body};
  const auto id = b.node(loop);
  std::get<ir::Task>(b.pipeline.nodes[body].what).arguments.push_back({"x", {ir::ItemRef{id}, {}}, {}});
  b.pipeline.body.nodes = {id};

  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("      for-loop-2:\n"));
  EXPECT_THAT(text, HasSubstr("itemInput: pipelinechannel--loop-item-param-1\n"));
  EXPECT_THAT(text, HasSubstr("raw: \"[1, 2]\"\n"));
  EXPECT_THAT(text, HasSubstr("parallelismLimit: 2\n"));
}

TEST(KfpEmit, SameListTwiceKeepsBothItemsApart) {
  ProgramBuilder b;
  ir::Port list = port("xs", ParameterKind::List);
  b.pipeline.inputs.push_back(list);
  const auto a = b.component("a", {port("x", ParameterKind::Int), port("y", ParameterKind::Int)});
  const auto body = b.task(a);
  ir::Loop inner;
  inner.items = input("xs");
  inner.itemType.kind = ParameterKind::Int;
  inner.body.nodes = {body};
  const auto innerId = b.node(inner);
  ir::Loop outer = inner;
  outer.body.nodes = {innerId};
  const auto outerId = b.node(outer);
  auto& task = std::get<ir::Task>(b.pipeline.nodes[body].what);
  task.arguments.push_back({"x", {ir::ItemRef{outerId}, {}}, {}});
  task.arguments.push_back({"y", {ir::ItemRef{innerId}, {}}, {}});
  b.pipeline.body.nodes = {outerId};

  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("x:\n                componentInputParameter: pipelinechannel--xs-loop-item\n"));
  EXPECT_THAT(text, HasSubstr("\"y\":\n                componentInputParameter: pipelinechannel--xs-loop-item-2\n"));
}

TEST(KfpEmit, CollectedOutputsAreSurfacedThroughEveryGroup) {
  ProgramBuilder b;
  const auto make = b.component("make", {}, {artifactPort("model", "Model")});
  const auto use = b.component("use", {artifactPort("models", "Model", true)});
  const auto made = b.task(make);
  ir::Conditional conditional;
  ir::Branch branch;
  branch.condition = compare(ir::Operator::Equal, input("s"), constant("it's"));
  branch.body.nodes = {made};
  conditional.branches = {branch};
  b.pipeline.inputs.push_back(port("s", ParameterKind::String));
  ir::Loop loop;
  loop.items = constant(support::Constant::List{1});
  loop.itemType.kind = ParameterKind::Int;
  loop.body.nodes = {b.node(conditional)};
  loop.body.yields.push_back({"", {}, output(made, "model")});
  const auto id = b.node(loop);
  b.pipeline.body.nodes = {id, b.task(use, {{"models", output(id, "")}})};

  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("== 'it\\'s'\n"));
  EXPECT_THAT(text, HasSubstr("          pipelinechannel--make-model:\n"
                              "            artifactSelectors:\n"
                              "            - outputArtifactKey: pipelinechannel--make-model\n"
                              "              producerSubtask: condition-3\n"));
  EXPECT_THAT(text,
              HasSubstr("outputArtifactKey: pipelinechannel--make-model\n                producerTask: for-loop-2\n"));
}

TEST(KfpEmit, NestedPipelinesAreMergedUnderFreeLabels) {
  ProgramBuilder b;
  const auto a = b.component("a", {});
  ir::Pipeline inner;
  inner.name = "inner";
  ir::Task call;
  call.callee = a;
  ir::Node node;
  node.what = call;
  inner.body.nodes = {inner.nodes.add(node)};
  const auto innerId = b.program.pipelines.add(inner);
  ir::Task nested;
  nested.callee = innerId;
  b.pipeline.body.nodes = {b.task(a), b.node(nested), b.node(nested)};

  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("  comp-a-2:\n    executorLabel: exec-a-2\n"));
  EXPECT_THAT(text, HasSubstr("  comp-a-3:\n    executorLabel: exec-a-3\n"));
  EXPECT_THAT(text, HasSubstr("  comp-inner-2:\n    dag:\n      tasks:\n        a:\n"));
}

TEST(KfpEmit, ExitTaskIsNamedBeforeTheBodyAndWaitsForIt) {
  ProgramBuilder b;
  const auto a = b.component("a", {});
  ir::ExitHandler handler;
  handler.exitTask = b.task(a);
  handler.body.nodes = {b.task(a)};
  b.pipeline.body.nodes = {b.node(handler)};
  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("      a:\n        cachingOptions:\n          enableCache: true\n        componentRef:\n"
                              "          name: comp-a\n        dependentTasks:\n        - exit-handler-1\n"));
  EXPECT_THAT(text, HasSubstr("strategy: ALL_UPSTREAM_TASKS_COMPLETED"));
  EXPECT_THAT(text, HasSubstr("        a-2:\n"));
}

TEST(KfpEmit, RunTimeLimitsBecomeInputsOfTheTask) {
  ProgramBuilder b;
  const auto amount = b.component("amount", {}, {port("Output", ParameterKind::String)});
  const auto made = b.task(amount);
  ir::TaskOptions options;
  options.resources.limits.push_back({"cpu", {}, output(made)});
  options.resources.requests.push_back({"memory", {}, constant(*support::Quantity::parse("1.5Gi"))});
  b.pipeline.body.nodes = {made, b.task(b.component("a", {}), {}, options)};
  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("memoryRequest: 1.610612736\n"));
  EXPECT_THAT(text, HasSubstr("resourceCpuLimit: \"{{$.inputs.parameters['pipelinechannel--amount-Output']}}\"\n"));
  EXPECT_THAT(text, HasSubstr("            cpu_limit:\n              runtimeValue:\n"));
  // KFP's compiler to Argo makes the task wait for the producers of its parameters; the SDK relies on that.
  EXPECT_THAT(text, Not(HasSubstr("dependentTasks:")));
}

TEST(KfpEmit, DollarsSurviveKubernetes) {
  ProgramBuilder b;
  const auto a = b.component("a", {});
  ir::Container container;
  container.command = {constant("sh"), constant("-c"), constant("echo $$ $(A) $(date)")};
  b.program.components[a].body = container;
  ir::TaskOptions options;
  options.env.push_back({"A", {}, constant("1")});
  b.pipeline.body.nodes = {b.task(a, {}, options), b.task(a)};
  const std::string text = b.emitted();
  EXPECT_THAT(text, HasSubstr("echo $$$$ $$(A) $(date)"));
  EXPECT_THAT(text, HasSubstr("echo $$$$ $(A) $(date)"));
}

TEST(KfpEmit, ReportsWhatKfpWouldGetWrong) {
  ProgramBuilder b;
  const auto a = b.component("a", {port("x", ParameterKind::Int), port("s", ParameterKind::String)});
  ir::Interpolation text;
  text.parts.push_back(constant("run "));
  text.parts.push_back({ir::PropertyRef{vocabulary::Space::Run, "id"}, {}});
  b.pipeline.body.nodes = {b.task(a, {{"x", constant(int64_t{1} << 60)}, {"s", {text, {}}}}),
                           b.task(a, {{"x", constant(1)}, {"s", constant("{{$.pipeline_job_idd}}")}})};
  EXPECT_THAT(b.codes(), ElementsAre(5101, 5102, 5103));
}

TEST(KfpEmit, ReportsWhatKubernetesWouldReject) {
  ProgramBuilder b;
  ir::TaskOptions options;
  options.resources.requests.push_back({"cpu", {}, constant(*support::Quantity::parse("2"))});
  options.resources.limits.push_back({"cpu", {}, constant(*support::Quantity::parse("1"))});
  options.resources.limits.push_back({"disk", {}, constant(*support::Quantity::parse("1"))});
  options.env.push_back({"1A", {}, constant("x")});
  options.image = constant("Not an image");
  options.labels.push_back({"bad key", {}, constant("-v")});
  ir::Call claim{vocabulary::Builtin::Pvc, {}};
  claim.arguments.push_back({"name", {}, constant("Data_1")});
  options.volumes.push_back({"/a:b", {}, {claim, {}}});
  b.pipeline.body.nodes = {b.task(b.component("a", {}), {}, options)};
  EXPECT_THAT(b.codes(), testing::UnorderedElementsAre(5130, 5131, 5140, 5142, 5144, 5145, 5146, 5147));
}

// The language demands constants here; the back end does not rely on it.
TEST(KfpEmit, ReportsSettingsThatTheDocumentHasToKnow) {
  ProgramBuilder b;
  b.pipeline.inputs.push_back(port("late", ParameterKind::String));
  ir::TaskOptions options;
  options.name = input("late");
  options.displayName = input("late");
  options.cacheKey = input("late");
  options.env.push_back({"MODE", {}, input("late")});
  ir::RecordValue taint;
  taint.fields.push_back({"key", {}, constant("gpu")});
  taint.fields.push_back({"value", {}, input("late")});
  options.tolerations = ir::Value{ir::ListValue{}, {}};
  options.tolerations->as<ir::ListValue>()->items.push_back({taint, {}});
  b.pipeline.body.nodes = {b.task(b.component("a", {}), {}, options)};
  EXPECT_THAT(b.messages(), testing::UnorderedElementsAre(StartsWith("`name` is fixed at compile time"),
                                                          StartsWith("`display_name` is fixed at compile time"),
                                                          StartsWith("`cache_key` is fixed at compile time"),
                                                          StartsWith("`MODE` is fixed at compile time"),
                                                          StartsWith("a pod can take this only from")));
}

TEST(KfpEmit, ReportsAnInputThatTheCommandDoesNotHave) {
  ProgramBuilder b;
  ir::Component component;
  component.name = "a";
  component.image = "alpine:3";
  ir::Container container;
  container.command.push_back(constant("echo"));
  container.command.push_back({ir::PortRef{false, "nothing", "", ""}, {}});
  component.body = std::move(container);
  b.pipeline.body.nodes = {b.task(b.program.components.add(std::move(component)))};
  EXPECT_THAT(b.codes(), ElementsAre(5109));
}

// A program that the verifier would have rejected causes neither a crash nor a wrong document.
TEST(KfpEmit, ReportsWhatNoSoundProgramContains) {
  ProgramBuilder b;
  const auto use = b.component("use", {artifactPort("models", "Model", true)});
  ir::Loop loop;
  loop.items = constant(support::Constant::List{1});
  loop.itemType.kind = ParameterKind::Int;
  loop.body.nodes = {b.task(b.component("a", {}))};
  loop.body.yields.push_back({"", {}, input("nothing")});
  const auto id = b.node(loop);
  b.pipeline.inputs.push_back(port("nothing", ParameterKind::String));
  b.pipeline.body.nodes = {id, b.task(use, {{"models", output(id, "")}})};
  EXPECT_THAT(b.codes(), testing::Contains(9001));
}

}  // namespace
}  // namespace mlpc::backends::kfp::test
