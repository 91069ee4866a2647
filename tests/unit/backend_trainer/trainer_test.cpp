#include "mlpc/backends/trainer/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <filesystem>

#include "build_ir.h"

namespace mlpc::backends::trainer {
namespace {

using namespace mlpc::test;
using testing::ElementsAre;

/// What the back end prints; names only where it found errors.
std::vector<emit::OutputFile> printed(const ir::Program& program, const emit::BackendOptions& options,
                                      diag::Engine& diags) {
  emit::Legalized legal = legalize(program, options, diags);
  if (diags.hasErrors()) return std::move(legal.files);
  emit::Outlet outlet(options, diags);
  legal.map(outlet);
  return outlet.take();
}

struct Result {
  std::vector<emit::OutputFile> files;
  std::vector<int> codes;
};

Result run(const ir::Program& program) {
  diag::Engine diags;
  Result result;
  result.files = printed(program, {}, diags);
  for (const diag::Report& report : diags.sorted()) {
    EXPECT_TRUE(report.span.valid()) << report.message;
    result.codes.push_back(report.record->code);
  }
  return result;
}

YAML::Node only(const Result& result) {
  EXPECT_EQ(result.files.size(), 1U);
  return result.files.empty() ? YAML::Node() : YAML::Load(result.files.front().text);
}

/// Equal as data; maps in any order.
bool same(const YAML::Node& a, const YAML::Node& b) {
  if (a.Type() != b.Type()) return false;
  if (a.IsMap()) {
    if (a.size() != b.size()) return false;
    for (const auto& entry : a) {
      const YAML::Node other = b[entry.first.Scalar()];
      if (!other || !same(entry.second, other)) return false;
    }
    return true;
  }
  if (a.IsSequence()) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i) {
      if (!same(a[i], b[i])) return false;
    }
    return true;
  }
  return a.IsNull() || a.Scalar() == b.Scalar();
}

TEST(Trainer, SeedDocument) {
  const char* shared = std::getenv("MLPC_SHARED");
  const std::filesystem::path path =
      std::filesystem::path(shared == nullptr ? "../shared" : shared) / "data/seed/trainjob-mlflow-finetune.yaml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no " << path;
  ir::Program program;
  const auto token = addSecret(program, "mlflow-token", {"token"});
  addTrainJob(program, "mlflow-finetune",
              {{"runtime", value("torch-distributed")},
               {"trainer",
                record({{"image", value("alaudadockerhub/fine_tune_with_llamafactory:v0.1.1")},
                        {"env", record({{"MLFLOW_TRACKING_URI", value("http://mlflow-tracking-server.kubeflow:5000")},
                                        {"MLFLOW_EXPERIMENT_NAME", value("trainer-v2-finetune")},
                                        {"MLFLOW_TRACKING_TOKEN", key(token, "token")}})}})},
               {"labels", record({})},
               {"patches", list({})}});
  const Result result = run(program);
  EXPECT_THAT(result.codes, ElementsAre());
  ASSERT_EQ(result.files.size(), 1U);
  EXPECT_EQ(result.files[0].name, "mlflow-finetune.trainjob.yaml");
  EXPECT_TRUE(same(only(result), YAML::LoadFile(path.string()))) << result.files[0].text;
}

TEST(Trainer, EverythingHasItsPlace) {
  ir::Program program;
  const auto secret = addSecret(program, "hf-token", {"token"});
  const auto runtime =
      addResource(program, vocabulary::Kind::TrainerTrainingRuntime, "torch-fast", {{"jobs", list({value("node")})}},
                  /*existing=*/true);
  ir::TrainJob& job = addTrainJob(
      program, "finetune",
      {{"namespace", value("team-a")},
       {"runtime", reference(runtime)},
       {"labels", record({{"kueue.x-k8s.io/queue-name", value("gpu")}})},
       {"trainer", record({{"command", list({value("sh"), value("-c"), value("echo $(date) $HOME")})},
                           {"args", list({text({value("--lr="), input("lr")})})},
                           {"num_nodes", input("nodes")},
                           {"num_proc_per_node", value(support::Constant(8))},
                           {"resources_per_node",
                            record({{"limits", record({{"cpu", value(support::Constant(32))},
                                                       {"memory", quantity("256Gi")},
                                                       {"nvidia.com/gpu", value(support::Constant(8))}})}})}})},
       {"initializer",
        record({{"dataset", record({{"storage_uri", value("hf://tatsu-lab/alpaca")}, {"secret", key(secret, "")}})}})},
       {"patches",
        list({record(
            {{"manager", value("example.org/team-a")},
             {"jobs",
              list({record(
                  {{"name", value("node")},
                   {"pod", record({{"node_selector", record({{"my_pool", value("h200")}})},
                                   {"tolerations", list({record({{"key", value("gpu")},
                                                                 {"operator", value("Exists")},
                                                                 {"toleration_seconds", value(support::Constant(5))},
                                                                 {"effect", value("NoExecute")}})})},
                                   {"volumes", list({record({{"name", value("scratch")}, {"empty_dir", record({})}})})},
                                   {"containers", list({})},
                                   {"termination_grace_period", seconds(30)}})}})})}})})},
       {"timeout", seconds(8 * 3600)},
       {"suspend", value(support::Constant(false))}});
  job.inputs = {{"lr", {}, false, support::Constant(2e-4), "", nextSpan()},
                {"nodes", {}, false, support::Constant(2), "", nextSpan()}};
  const Result result = run(program);
  EXPECT_THAT(result.codes, ElementsAre());
  EXPECT_TRUE(same(only(result), YAML::Load(R"(
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata:
  name: finetune
  namespace: team-a
  labels: { kueue.x-k8s.io/queue-name: gpu }
spec:
  runtimeRef: { apiGroup: trainer.kubeflow.org, kind: TrainingRuntime, name: torch-fast }
  initializer:
    dataset: { storageUri: "hf://tatsu-lab/alpaca", secretRef: { name: hf-token } }
  trainer:
    command: [sh, -c, "echo $$(date) $HOME"]
    args: ["--lr=0.0002"]
    numNodes: 2
    numProcPerNode: 8
    resourcesPerNode:
      limits: { cpu: "32", memory: 256Gi, nvidia.com/gpu: "8" }
  runtimePatches:
  - manager: example.org/team-a
    trainingRuntimeSpec:
      template:
        spec:
          replicatedJobs:
          - name: node
            template:
              spec:
                template:
                  spec:
                    nodeSelector: { my_pool: h200 }
                    tolerations: [{ key: gpu, operator: Exists, tolerationSeconds: 5, effect: NoExecute }]
                    volumes: [{ name: scratch, emptyDir: {} }]
                    terminationGracePeriodSeconds: 30
  suspend: false
  activeDeadlineSeconds: 28800
)"))) << (result.files.empty() ? "" : result.files[0].text);
}

TEST(Trainer, TrainerIsAlwaysWritten) {
  ir::Program program;
  addTrainJob(program, "plain", {{"runtime", value("torch-distributed")}});
  const YAML::Node document = only(run(program));
  ASSERT_TRUE(document["spec"]["trainer"].IsMap());
  EXPECT_EQ(document["spec"]["trainer"].size(), 0U);
}

TEST(Trainer, NamesOfPodsLimitTheName) {
  const auto codes = [](size_t length, const char* runtime, int64_t nodes) {
    ir::Program program;
    addTrainJob(program, std::string(length, 'a'),
                {{"runtime", value(runtime)}, {"trainer", record({{"num_nodes", value(support::Constant(nodes))}})}});
    return run(program).codes;
  };
  EXPECT_THAT(codes(48, "torch-distributed", 10), ElementsAre());
  EXPECT_THAT(codes(48, "torch-distributed", 11), ElementsAre(5202));
  EXPECT_THAT(codes(49, "torch-distributed", 1), ElementsAre(5202));
  EXPECT_THAT(codes(33, "torchtune-llama3.2-1b", 1), ElementsAre());
  EXPECT_THAT(codes(34, "torchtune-llama3.2-1b", 1), ElementsAre(5202));
  EXPECT_THAT(codes(44, "deepspeed-distributed", 1), ElementsAre());
  EXPECT_THAT(codes(45, "deepspeed-distributed", 1), ElementsAre(5202));
  EXPECT_THAT(codes(60, "own-runtime", 1), ElementsAre());
  EXPECT_THAT(codes(64, "own-runtime", 1), ElementsAre(5201));
}

TEST(Trainer, ReservedVariables) {
  const auto codes = [](const char* runtime, const char* variable) {
    ir::Program program;
    addTrainJob(program, "job",
                {{"runtime", value(runtime)}, {"trainer", record({{"env", record({{variable, value("1")}})}})}});
    return run(program).codes;
  };
  EXPECT_THAT(codes("torch-distributed", "PET_NNODES"), ElementsAre(5203));
  EXPECT_THAT(codes("deepspeed-distributed", "PET_NNODES"), ElementsAre());
  EXPECT_THAT(codes("deepspeed-distributed", "OMPI_MCA_plm_rsh_args"), ElementsAre(5203));
  EXPECT_THAT(codes("xgboost-distributed", "DMLC_TASK_ID"), ElementsAre(5203));
  EXPECT_THAT(codes("jax-distributed", "JAX_PROCESS_ID"), ElementsAre(5204));
  EXPECT_THAT(codes("torch-distributed", "1A"), ElementsAre(5217));
}

TEST(Trainer, Resources) {
  const auto codes = [](std::vector<Entry> requests, std::vector<Entry> limits) {
    ir::Program program;
    addTrainJob(program, "job",
                {{"runtime", value("torch-distributed")},
                 {"trainer", record({{"resources_per_node", record({{"requests", record(std::move(requests))},
                                                                    {"limits", record(std::move(limits))}})}})}});
    return run(program).codes;
  };
  EXPECT_THAT(codes({{"cpu", quantity("500m")}}, {{"cpu", quantity("1")}}), ElementsAre());
  EXPECT_THAT(codes({{"cpu", quantity("2")}}, {{"cpu", quantity("1500m")}}), ElementsAre(5206));
  EXPECT_THAT(codes({{"nvidia.com/gpu", quantity("1")}}, {}), ElementsAre(5207));
  EXPECT_THAT(codes({{"nvidia.com/gpu", quantity("1")}}, {{"nvidia.com/gpu", quantity("1")}}), ElementsAre());
  EXPECT_THAT(codes({}, {{"nvidia.com/gpu", quantity("500m")}}), ElementsAre(5205));
}

TEST(Trainer, RunTimeValuesAreRejected) {
  ir::Program program;
  addTrainJob(program, "job",
              {{"runtime", value("torch-distributed")},
               {"trainer", record({{"image", {ir::PropertyRef{vocabulary::Space::Run, "id"}, nextSpan()}}})}});
  EXPECT_THAT(run(program).codes, ElementsAre(5221));
}

TEST(Trainer, OwnRuntimes) {
  ir::Program program;
  const auto containers = list({record({{"name", value("node")}})});
  const auto pod = record({{"spec", record({{"template", record({{"spec", record({{"containers", containers}})}})}})}});
  const auto runtime = addResource(
      program, vocabulary::Kind::TrainerTrainingRuntime, "own",
      {{"spec", record({{"mlPolicy", record({{"torch", record({})}})},
                        {"template",
                         record({{"spec", record({{"replicatedJobs", list({record({{"name", value("node")},
                                                                                   {"template", pod}})})}})}})}})}});
  const YAML::Node made = only(run(program));
  EXPECT_EQ(made["spec"]["template"]["spec"]["replicatedJobs"][0]["name"].Scalar(), "node");
  addTrainJob(program, "job",
              {{"runtime", reference(runtime)},
               {"initializer", record({{"model", record({{"storage_uri", value("hf://a/b")}})}})},
               {"trainer", record({{"env", record({{"PET_NNODES", value("1")}})}})},
               {"patches",
                list({record({{"manager", value("a/b")}, {"jobs", list({record({{"name", value("worker")}})})}})})}});
  const Result result = run(program);
  EXPECT_THAT(result.codes, testing::UnorderedElementsAre(5203, 5211, 5214));
  ASSERT_EQ(result.files.size(), 2U);
  EXPECT_EQ(result.files[0].name, "own.training-runtime.yaml");
}

TEST(Trainer, TaskOnlyJobsHaveNoManifest) {
  ir::Program program;
  ir::TrainJob& job = addTrainJob(
      program, "job", {{"runtime", value("torch-distributed")}, {"trainer", record({{"image", input("image")}})}});
  job.inputs = {{"image", {}, false, std::nullopt, "", nextSpan()}};
  job.taskOnly = true;
  const Result result = run(program);
  EXPECT_TRUE(result.files.empty());
  EXPECT_THAT(result.codes, ElementsAre());
}

}  // namespace
}  // namespace mlpc::backends::trainer
