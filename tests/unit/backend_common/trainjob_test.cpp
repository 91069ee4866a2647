#include "mlpc/backends/common/trainjob.h"

#include <gtest/gtest.h>

#include "mlpc/backends/common/context.h"
#include "mlpc/diag/engine.h"
#include "mlpc/emit/outlet.h"
#include "mlpc/ir/program.h"
#include "mlpc/support/constant.h"

namespace mlpc::backends {
namespace {

source::Span at(uint32_t begin) { return {source::FileId(0), begin, begin + 1}; }
ir::Value text(const char* value, uint32_t begin = 0) { return ir::Value::of(support::Constant(value), at(begin)); }
ir::Value input(const char* name) { return {ir::InputRef{name}, at(7)}; }
ir::Value nothing() { return ir::Value::of(support::Constant(), at(0)); }
ir::Value record(std::vector<std::pair<const char*, ir::Value>> entries) {
  ir::RecordValue out;
  for (auto& [key, value] : entries) out.fields.push_back({key, at(1), std::move(value)});
  return {std::move(out), at(2)};
}
ir::Value list(std::vector<ir::Value> items) { return {ir::ListValue{std::move(items)}, at(3)}; }

int lates = 0;
void countLate(diag::Engine& /*diags*/, source::Span /*origin*/, std::string_view /*setting*/) { ++lates; }

class TrainJobTest : public testing::Test {
 protected:
  TrainJobTest() { lates = 0; }

  /// In a document that a run writes, inputs are represented as `<name>`.
  std::string yaml(const ir::Value& settings, bool running = false) {
    Context context{program_};
    if (running) {
      context.runTime = [](const ir::Value& value, Wanted wanted) {
        const std::string name = value.as<ir::InputRef>() == nullptr ? "?" : value.as<ir::InputRef>()->name;
        return emit::Node(wanted == Wanted::Escaped ? "<<" + name + ">>" : "<" + name + ">");
      };
    }
    emit::Outlet outlet({}, diags_);
    outlet.yaml("job.yaml", at(0), trainJob(context, *settings.as<ir::RecordValue>(), running ? emit::Node() : "tune"));
    return outlet.take().front().text;
  }

  void check(const ir::Value& settings, bool running = false) {
    RuleContext context{{program_}, diags_, countLate};
    if (running) context.atRunTime = [](const ir::Value& /*value*/, std::string_view /*setting*/, Whole /*whole*/) {};
    checkTrainJobValues(context, *settings.as<ir::RecordValue>());
  }

  ir::Program program_;
  diag::Engine diags_;
};

TEST_F(TrainJobTest, AlwaysHasATrainer) {
  EXPECT_EQ(yaml(record({{"runtime", text("torch")}, {"trainer", nothing()}, {"labels", record({})}})),
            "apiVersion: trainer.kubeflow.org/v1alpha1\nkind: TrainJob\nmetadata:\n  name: tune\n"
            "spec:\n  runtimeRef:\n    name: torch\n  trainer: {}\n");
}

TEST_F(TrainJobTest, IsTheSameForATaskExceptForItsValues) {
  const ir::Value settings =
      record({{"runtime", text("torch")},
              {"trainer", record({{"image", input("image")},
                                  {"args", list({text("echo $(X)"), input("tag")})},
                                  {"num_nodes", input("nodes")},
                                  {"num_proc_per_node", nothing()},
                                  {"env", record({{"TAG", input("tag")}, {"MODE", text("$$")}})}})}});
  EXPECT_EQ(yaml(settings, true),
            "apiVersion: trainer.kubeflow.org/v1alpha1\nkind: TrainJob\nmetadata: {}\n"
            "spec:\n  runtimeRef:\n    name: torch\n  trainer:\n    image: \"<image>\"\n    args:\n    - echo $$(X)\n"
            "    - \"<<tag>>\"\n    numNodes: \"<nodes>\"\n    env:\n    - name: TAG\n      value: \"<<tag>>\"\n"
            "    - name: MODE\n      value: $$$\n");
  check(settings, true);
  EXPECT_EQ(lates, 0);
  check(settings);
  EXPECT_EQ(lates, 4);
}

TEST_F(TrainJobTest, KeepsWhatIsEmptyOnPurpose) {
  ir::Resource map;
  map.kind = vocabulary::Kind::K8sConfigMap;
  map.resourceName = "tuning";
  map.fields.fields.push_back({"optional", at(1), ir::Value::of(support::Constant(true), at(1))});
  const ir::ResourceId id = program_.resources.add(std::move(map));
  const ir::Value volumes = list({record({{"name", text("scratch")}, {"empty_dir", record({})}}),
                                  record({{"name", text("mode")}, {"config_map", {ir::ResourceRef{id, {}}, at(4)}}})});
  const ir::Value pod = record({{"volumes", volumes}, {"tolerations", list({})}});
  const ir::Value jobs = list({record({{"name", text("node")}, {"pod", pod}})});
  const std::string made = yaml(record({{"patches", list({record({{"manager", text("a.b/c")}, {"jobs", jobs}})})}}));
  EXPECT_NE(made.find("emptyDir: {}"), std::string::npos) << made;
  EXPECT_NE(made.find("configMap:\n                        name: tuning\n                        optional: true"),
            std::string::npos)
      << made;
  EXPECT_EQ(made.find("tolerations"), std::string::npos) << made;
}

TEST_F(TrainJobTest, KnowsWhereItsValuesComeFrom) {
  const Context context{program_};
  const ir::Value settings =
      record({{"runtime", text("torch", 40)}, {"trainer", record({{"image", text("a:1", 50)}})}});
  const emit::Node node = trainJob(context, *settings.as<ir::RecordValue>(), "tune");
  const emit::Node& spec = *node.find("spec");
  EXPECT_EQ(spec.find("trainer")->find("image")->origin(), at(50));
  EXPECT_EQ(spec.find("runtimeRef")->find("name")->origin(), at(40));
}

TEST_F(TrainJobTest, LabelsMayBeCalledAsSettingsAre) {
  check(record({{"labels", record({{"secret", text("s")}, {"timeout", text("t")}, {"env", text("prod")}})}}));
  EXPECT_EQ(lates, 0);
}

TEST_F(TrainJobTest, WholeMapsAndListsOfWordsComeFromARun) {
  const std::string made =
      yaml(record({{"labels", input("names")}, {"trainer", record({{"args", input("words")}})}}), true);
  EXPECT_NE(made.find("labels: \"<names>\""), std::string::npos) << made;
  EXPECT_NE(made.find("args: \"<<words>>\""), std::string::npos) << made;
}

TEST_F(TrainJobTest, RecordsOfAnotherSpellingHaveToBeWritten) {
  for (const char* key : {"env", "image_pull_secrets"}) check(record({{key, input("whole")}}), true);
  EXPECT_EQ(lates, 2);
}

TEST_F(TrainJobTest, WhatNoRuleSawStopsAtTheGate) {
  yaml(record({{"trainer", record({{"image", input("image")}})}}));
  ASSERT_EQ(diags_.errorCount(), 1U);
  EXPECT_NE(diags_.sorted().front().message.find("a value has no form in job.yaml, under image"), std::string::npos);
}

TEST_F(TrainJobTest, SecretsOfOtherKindsAreReported) {
  ir::Secret secret;
  secret.name = "vault";
  secret.kind = ir::SecretKind::KeyVault;
  const ir::SecretId id = program_.secrets.add(std::move(secret));
  const ir::Value source = record({{"secret", {ir::SecretRef{id, {}}, at(5)}}});
  check(record({{"initializer", record({{"model", source}})}}));
  EXPECT_EQ(diags_.errorCount(), 1U);
}

}  // namespace
}  // namespace mlpc::backends
