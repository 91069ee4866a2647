#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "mlpc/backends/azureml/azureml.h"
#include "programs.h"

namespace mlpc::backends::azureml {
namespace {

using namespace mlpc::test;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr const char* kSubscription = "00000000-0000-0000-0000-000000000000";

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

  YAML::Node operator[](const std::string& name) const {
    for (const emit::OutputFile& file : files) {
      if (file.name == name) return YAML::Load(file.text);
    }
    ADD_FAILURE() << "there is no " << name;
    return {};
  }
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

bool same(const YAML::Node& a, const YAML::Node& b) {
  if (a.Type() != b.Type()) return false;
  if (a.IsMap()) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& entry) {
             const YAML::Node other = b[entry.first.Scalar()];
             return other && same(entry.second, other);
           });
  }
  if (!a.IsSequence()) return a.IsNull() || a.Scalar() == b.Scalar();
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
}

ir::ResourceId addDeployment(Infrastructure& i, const char* name, std::vector<Entry> more) {
  more.insert(more.begin(), {"endpoint", reference(i.endpoint)});
  return addResource(i.program, vocabulary::Kind::AzuremlKubernetesOnlineDeployment, name, std::move(more));
}

ir::Value probe() {
  return record({{"initial_delay", seconds(30)},
                 {"period", seconds(10)},
                 {"timeout", seconds(2)},
                 {"success_threshold", number(1)},
                 {"failure_threshold", number(3)}});
}

TEST(Documents, OfTheSeed) {
  const char* shared = std::getenv("MLPC_SHARED");
  const std::filesystem::path folder = std::filesystem::path(shared == nullptr ? "../shared" : shared) / "data/fixed";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder;
  Infrastructure i = infrastructure(kSubscription);
  const auto type =
      addResource(i.program, vocabulary::Kind::AzuremlInstanceType, "large-cpu-model",
                  {{"node_selector", record({{"agentpool", value("mlpool")}})},
                   {"resources", record({{"requests", record({{"cpu", number(2)}, {"memory", quantity("8Gi")}})},
                                         {"limits", record({{"cpu", number(4)}, {"memory", quantity("16Gi")}})}})}});
  const auto small = ir::ResourceId(type.index());
  i.program.resources[small].resourceName = "large-cpu-model";
  const auto model =
      addResource(i.program, vocabulary::Kind::AzuremlModel, "production-model",
                  {{"version", value("1")}, {"path", value("./model")}, {"type", value("custom_model")}});
  addDeployment(
      i, "blue",
      {{"model", reference(model)},
       {"code_configuration", record({{"code", value("./deployments")}, {"scoring_script", value("score.py")}})},
       {"environment", record({{"image", value("mcr.microsoft.com/azureml/minimal-py312-inference:latest")},
                               {"conda_file", value("./conda.yml")}})},
       {"instance_type", value("small-cpu-model")},
       {"instance_count", number(2)},
       {"scale_settings", record({{"type", value("default")}})},
       {"request_settings", record({{"request_timeout", seconds(3)}})},
       {"liveness_probe", probe()},
       {"readiness_probe", probe()}});
  const Result result = run(i.program);
  EXPECT_THAT(result.codes, ElementsAre(5416));  // there the image is `:latest`
  EXPECT_TRUE(same(result["aks-compute.compute.yml"], YAML::LoadFile((folder / "compute.yml").string())));
  EXPECT_TRUE(same(result["mlops-endpoint.endpoint.yml"], YAML::LoadFile((folder / "endpoint.yml").string())));
  EXPECT_TRUE(same(result["blue.deployment.yml"], YAML::LoadFile((folder / "deployment.yml").string())));
  const YAML::Node types = YAML::LoadFile((folder / "instance-types.yaml").string())["items"];
  for (const YAML::Node& item : types) {
    const YAML::Node own = result[item["metadata"]["name"].Scalar() + ".instance-type.yml"];
    EXPECT_TRUE(same(own["spec"], item["spec"]));
    EXPECT_FALSE(own["metadata"]["namespace"]);
  }
}

TEST(Documents, WithoutASubscriptionThereIsNoCompute) {
  const Result result = run(infrastructure().program);
  EXPECT_THAT(result.codes, ElementsAre(5426));
  for (const emit::OutputFile& file : result.files) EXPECT_NE(file.name, "aks-compute.compute.yml");
}

TEST(Documents, ReferencesToAssets) {
  Infrastructure i = infrastructure(kSubscription);
  const auto versioned = addResource(i.program, vocabulary::Kind::AzuremlModel, "prices",
                                     {{"version", value("7")}, {"path", value("./m")}});
  const auto latest = addResource(i.program, vocabulary::Kind::AzuremlEnvironment, "serving",
                                  {{"image", value("ghcr.io/example/a:1")}});
  const auto code = record({{"code", value("./src")}, {"scoring_script", value("score.py")}});
  addDeployment(i, "blue",
                {{"model", reference(versioned)}, {"environment", reference(latest)}, {"code_configuration", code}});
  addDeployment(i, "green", {{"model", value("azureml:prices:8")}, {"environment", value("azureml:serving:1")}});
  const Result result = run(i.program);
  EXPECT_THAT(result.codes, ElementsAre());
  EXPECT_EQ(result["blue.deployment.yml"]["model"].Scalar(), "azureml:prices:7");
  EXPECT_EQ(result["blue.deployment.yml"]["environment"].Scalar(), "azureml:serving@latest");
  EXPECT_EQ(result["green.deployment.yml"]["model"].Scalar(), "azureml:prices:8");
  EXPECT_EQ(result["blue.deployment.yml"]["type"].Scalar(), "kubernetes");
}

TEST(Documents, Jobs) {
  Infrastructure i = infrastructure(kSubscription);
  const auto prices = addResource(i.program, vocabulary::Kind::AzuremlData, "prices",
                                  {{"version", value("3")}, {"path", value("./data")}});
  const auto environment = record({{"image", value("ghcr.io/example/train:1")}});
  const auto train = addResource(
      i.program, vocabulary::Kind::AzuremlCommandJob, "train",
      {{"command", value("python train.py --data ${{inputs.data}} --lr ${{inputs.lr}} --out ${{outputs.model}}")},
       {"code", value("./src")},
       {"environment", environment},
       {"compute", reference(i.compute)},
       {"resources", record({{"instance_type", value("small-cpu-model")},
                             {"instance_count", number(2)},
                             {"shm_size", quantity("2Gi")}})},
       {"inputs",
        record({{"data",
                 record({{"type", value("uri_folder")}, {"path", reference(prices)}, {"mode", value("ro_mount")}})},
                {"lr", value(support::Constant(0.5))}})},
       {"outputs", record({{"model", record({{"type", value("mlflow_model")}})}})},
       {"environment_variables", record({{"A", value("1")}})},
       {"distribution", record({{"type", value("pytorch")}, {"process_count_per_instance", number(4)}})},
       {"timeout", seconds(7200)}});
  addResource(
      i.program, vocabulary::Kind::AzuremlPipelineJob, "both",
      {{"compute", reference(i.compute)},
       {"default_datastore", value("workspaceblobstore")},
       {"inputs", record({{"data", record({{"path", reference(prices)}})}})},
       {"jobs",
        record(
            {{"train", reference(train)},
             {"evaluate",
              record({{"command", value("python eval.py ${{inputs.model}}")},
                      {"environment", environment},
                      {"inputs",
                       record({{"model", record({{"type", value("mlflow_model")},
                                                 {"path", value("${{parent.jobs.train.outputs.model}}")}})}})}})}})}});
  const Result result = run(i.program);
  EXPECT_THAT(result.codes, ElementsAre());
  EXPECT_TRUE(same(result["train.job.yml"], YAML::Load(R"(
$schema: https://azuremlschemas.azureedge.net/latest/commandJob.schema.json
type: command
code: ./src
command: python train.py --data ${{inputs.data}} --lr ${{inputs.lr}} --out ${{outputs.model}}
environment: { image: "ghcr.io/example/train:1" }
compute: "azureml:aks-compute"
resources: { instance_type: small-cpu-model, instance_count: 2, shm_size: 2g }
inputs:
  data: { type: uri_folder, path: "azureml:prices:3", mode: ro_mount }
  lr: 0.5
outputs:
  model: { type: mlflow_model }
environment_variables: { A: "1" }
distribution: { type: pytorch, process_count_per_instance: 4 }
limits: { timeout: 7200 }
)")));
  const YAML::Node both = result["both.pipeline-job.yml"];
  EXPECT_EQ(both["settings"]["default_datastore"].Scalar(), "azureml:workspaceblobstore");
  EXPECT_EQ(both["jobs"]["train"]["type"].Scalar(), "command");
  EXPECT_EQ(both["jobs"]["train"]["limits"]["timeout"].Scalar(), "7200");
  EXPECT_EQ(both["jobs"]["evaluate"]["inputs"]["model"]["path"].Scalar(), "${{parent.jobs.train.outputs.model}}");
}

TEST(Documents, BindingsOfPipelines) {
  Infrastructure i = infrastructure(kSubscription);
  const auto step = [&](const char* binding) {
    return record({{"command", value("true")},
                   {"environment", value("azureml:train:1")},
                   {"inputs", record({{"x", value(binding)}})}});
  };
  addResource(i.program, vocabulary::Kind::AzuremlPipelineJob, "p",
              {{"inputs", record({{"data", value("1")}})},
               {"jobs", record({{"a", step("${{parent.inputs.data}}")},
                                {"b", step("${{parent.inputs.dta}}")},
                                {"c", step("${{parent.jobs.z.outputs.y}}")},
                                {"d", step("${{ parent.jobs.a.outputs.y }}")},
                                {"not-python", step("plain")}})}});
  EXPECT_THAT(run(i.program).codes, UnorderedElementsAre(5421, 5421, 5421, 5401));
}

TEST(Documents, KubernetesObjects) {
  ir::Program program;
  const auto home = addResource(program, vocabulary::Kind::K8sNamespace, "team-a",
                                {{"labels", record({{"mlflow-enabled", value("true")}})}});
  addResource(program, vocabulary::Kind::K8sConfigMap, "settings",
              {{"namespace", reference(home)}, {"data", record({{"mode", value("yes")}})}});
  addResource(
      program, vocabulary::Kind::K8sPvc, "data",
      {{"namespace", value("team-a")}, {"size", quantity("5Gi")}, {"access_modes", strings({"ReadWriteOnce"})}});
  addResource(program, vocabulary::Kind::K8sObject, "job",
              {{"api_version", value("batch/v1")},
               {"kind", value("Job")},
               {"metadata", record({{"name", value("j")}})},
               {"body", record({{"spec", record({{"backoffLimit", number(1)}})}})}});
  const Result result = run(program);
  EXPECT_THAT(result.codes, ElementsAre());
  EXPECT_EQ(result["settings.config-map.yml"]["metadata"]["namespace"].Scalar(), "team-a");
  EXPECT_EQ(result["settings.config-map.yml"]["data"]["mode"].Scalar(), "yes");
  EXPECT_EQ(result["data.pvc.yml"]["spec"]["resources"]["requests"]["storage"].Scalar(), "5Gi");
  EXPECT_EQ(result["job.object.yml"]["spec"]["backoffLimit"].Scalar(), "1");
  EXPECT_EQ(result["team-a.namespace.yml"]["metadata"]["labels"]["mlflow-enabled"].Scalar(), "true");
}

TEST(Documents, NodePoolsAndRouters) {
  const auto codes = [](const std::vector<ir::Value>& pools, bool ha) {
    Infrastructure i = infrastructure(kSubscription);
    for (ir::Field& field : i.program.resources[i.cluster].fields.fields) {
      if (field.key == "node_pools") field.value = list(pools);
    }
    for (ir::Field& field : i.program.resources[i.extension].fields.fields) {
      if (field.key == "inference") {
        field.value = record({{"allow_insecure_connections", flag(true)}, {"router_ha", flag(ha)}});
      }
    }
    return run(i.program).codes;
  };
  const auto pool = [](const char* name, std::vector<Entry> more) {
    more.insert(more.begin(), {{"name", value(name)}, {"vm_size", value("Standard_DS3_v2")}});
    return record(std::move(more));
  };
  const auto system = [&](int64_t count) {
    return pool("system", {{"mode", value("System")}, {"count", number(count)}});
  };
  EXPECT_THAT(codes({system(3)}, true), ElementsAre());
  EXPECT_THAT(codes({system(2)}, true), ElementsAre(5454));
  EXPECT_THAT(codes({system(2)}, false), ElementsAre());
  EXPECT_THAT(codes({system(0)}, false), ElementsAre(5461));
  EXPECT_THAT(codes({pool("ml", {{"mode", value("User")}})}, false), ElementsAre(5431));
  EXPECT_THAT(codes({system(1), pool("toolonganame1", {})}, false), ElementsAre(5456));
  EXPECT_THAT(codes({system(1), pool("system", {})}, false), ElementsAre(5457));
  EXPECT_THAT(codes({system(1), pool("ml", {{"min_count", number(1)}})}, false), ElementsAre(5458));
  EXPECT_THAT(codes({system(1), pool("ml", {{"min_count", number(3)}, {"max_count", number(2)}})}, false),
              ElementsAre(5459));
}

}  // namespace
}  // namespace mlpc::backends::azureml
