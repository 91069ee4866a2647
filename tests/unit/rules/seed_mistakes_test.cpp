// Mistakes found in real documents (a guide to pipelines that log to MLflow, one to attaching clusters, one to
// delivering models), and the diagnostic that each gets when it is made in mlp. One row for each mistake.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace mlpc::rules::test {
namespace {

struct Mistake {
  const char* name;
  std::string text;
  int code;
};

/// A step that is signed in to Azure and runs `script`.
std::string azStep(const std::string& script) {
  return "import azure.devops as ado\n"
         "existing azure: ado.Connection { name: \"MLOps\", type: \"azurerm\" }\n"
         "workflow deliver {\n"
         "  pool: { vm_image: \"ubuntu-24.04\" }\n"
         "  az(connection: azure, script: bash <<<\n    " +
         script + "\n  >>>)\n}\n";
}

/// A plain script of a workflow.
std::string bashStep(const std::string& script) {
  return "workflow deliver {\n  pool: { vm_image: \"ubuntu-24.04\" }\n  bash <<<\n    " + script + "\n  >>>\n}\n";
}

/// A workspace, a cluster and a namespace that already exist, followed by `rest`.
std::string onCluster(const std::string& rest) {
  return "existing rg: azure.ResourceGroup { name: \"models\", location: \"eastus\" }\n"
         "existing ws: azureml.Workspace { name: \"models\", resource_group: rg }\n"
         "existing aks: azure.ManagedCluster { name: \"aks\", resource_group: rg }\n"
         "existing workloads: k8s.Namespace { name: \"ml-workloads\", cluster: aks }\n" +
         rest;
}

/// A deployment with these fields.
std::string deployment(const std::string& fields) {
  return onCluster(
      "resource compute: azureml.KubernetesCompute { workspace: ws, cluster: aks, namespace: workloads }\n"
      "resource endpoint: azureml.KubernetesOnlineEndpoint { compute: compute }\n"
      "resource blue: azureml.KubernetesOnlineDeployment {\n  endpoint: endpoint\n  " +
      fields + "\n}\n");
}

/// A component with this Python body.
std::string python(const std::string& body) {
  return "import mlflow\nsecret mlflow_token { name: \"mlflow-token\", keys: [\"token\"] }\n"
         "component train(run_id: string) {\n  packages: [\"mlflow>=3.10\"]\n  python <<<\n    import mlflow\n    " +
         body + "\n  >>>\n}\n";
}

/// Delivering a model: the file of the deployment.
std::vector<Mistake> deploymentMistakes() {
  return {
      {"instance type that nothing declares",
       deployment("model: \"azureml:fraud:3\"\n  instance_type: \"small-cpu-model\""), 4117},
      {"model without azureml:", deployment("model: \"production-model:12\""), 3716},
      {"image for a Python that has reached its end of life",
       deployment("model: \"azureml:fraud:3\"\n  environment: { image: "
                  "\"mcr.microsoft.com/azureml/sklearn-1.0-ubuntu20.04-py38-cpu:latest\" }"),
       4121},
      {"concurrency that Azure advises against",
       deployment("model: \"azureml:fraud:3\"\n  request_settings: { max_concurrent_requests_per_instance: 2 }"), 4120},
      {"count that does not hold", deployment("model: \"azureml:fraud:3\"\n  instance_count: 2"), 4119},
      {"camel case", deployment("model: \"azureml:fraud:3\"\n  instanceCount: 2"), 2304},
      {"tolerations of an instance type",
       "resource small: azureml.InstanceType {\n  tolerations: [{ key: \"workload\", value: \"ml\" }]\n"
       "  resources: { requests: { cpu: 1, memory: 2Gi }, limits: { cpu: 2, memory: 4Gi } }\n}\n",
       2301},
      {"namespace of an instance type",
       "resource small: azureml.InstanceType {\n  namespace: \"azureml\"\n"
       "  resources: { requests: { cpu: 1, memory: 2Gi }, limits: { cpu: 2, memory: 4Gi } }\n}\n",
       2301},
      {"taint that Azure ML does not bear",
       "existing rg: azure.ResourceGroup { name: \"models\" }\n"
       "resource aks: azure.ManagedCluster {\n  resource_group: rg\n  node_pools: [\n"
       "    { name: \"system\", mode: \"System\", vm_size: \"Standard_DS3_v2\" },\n"
       "    { name: \"mlpool\", vm_size: \"Standard_DS3_v2\", taints: [{ key: \"workload\", value: \"ml\", effect: "
       "\"NoSchedule\" }] },\n  ]\n}\n"
       "resource small: azureml.InstanceType {\n  node_selector: { agentpool: \"mlpool\" }\n"
       "  resources: { requests: { cpu: 1, memory: 2Gi }, limits: { cpu: 2, memory: 4Gi } }\n}\n",
       4118},
      {"pool that no cluster has",
       "existing rg: azure.ResourceGroup { name: \"models\" }\n"
       "resource aks: azure.ManagedCluster {\n  resource_group: rg\n  node_pools: [{ name: \"system\", mode: "
       "\"System\", vm_size: \"Standard_DS3_v2\" }]\n}\n"
       "resource small: azureml.InstanceType {\n  node_selector: { agentpool: \"mlpool\" }\n"
       "  resources: { requests: { cpu: 1, memory: 2Gi }, limits: { cpu: 2, memory: 4Gi } }\n}\n",
       4103},
  };
}

/// Delivering a model: the commands.
std::vector<Mistake> commandMistakes() {
  return {
      {"option of online-deployment create: --model",
       azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml --all-traffic --model m:1"), 3711},
      {"option: --instance-type",
       azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml --all-traffic --instance-type small"),
       3711},
      {"option: --instance-count",
       azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml --all-traffic --instance-count 2"),
       3711},
      {"abbreviation: --endpoint",
       azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml --all-traffic --endpoint e"), 3712},
      {"endpoint without a file",
       azStep("az ml online-endpoint show -n e || az ml online-endpoint create --name e --auth-mode key"), 3714},
      {"endpoint that is created twice", azStep("az ml online-endpoint create --name e --file e.yml"), 3713},
      {"deployment that is created twice",
       azStep("az ml online-deployment create --name blue --file d.yml --all-traffic"), 3713},
      {"deployment without traffic", azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml"), 3715},
      {"model given with --set",
       azStep("az ml online-deployment create --name \"b~{run.id}\" --file d.yml --all-traffic --set "
              "model=production-model:12"),
       3716},
      {"option of workspace create: --app-insights", azStep("az ml workspace create --name w --app-insights \"$ID\""),
       3711},
      {"name where an id is wanted", azStep("az ml workspace create --name w --storage-account stmlops"), 3719},
      {"option of metrics alert create: --action-group",
       azStep("az monitor metrics alert create --name a --action-group \"$ID\""), 3711},
      {"extension without --config",
       azStep("az k8s-extension create --name ml --extension-type Microsoft.AzureML.Kubernetes --cluster-name aks "
              "--cluster-type managedClusters"),
       3717},
      {"fixed wait", bashStep("sleep 300"), 3723},
      {"workloads in the extension's namespace",
       azStep("az ml compute attach --type Kubernetes --name aks --resource-id \"$ID\" --namespace azureml"), 3720},
      {"variable without quotes", bashStep("az group create --name ${RESOURCE_GROUP}"), 3705},
      {"first version of the SDK", bashStep("pip install azureml-sdk azureml-mlflow"), 3722},
      {"extension that may be missing", bashStep("az ml model list"), 3721},
      {"key in a variable", azStep("key=$(az ml online-endpoint get-credentials --name e --query primaryKey -o tsv)"),
       3725},
      {"request whose errors go unnoticed", bashStep("curl -X POST \"$URI\" -d '{}'"), 3724},
  };
}

/// Delivering a model: the workflow.
std::vector<Mistake> workflowMistakes() {
  return {
      {"image without a fixed version",
       "workflow w {\n  pool: { vm_image: \"ubuntu-latest\" }\n  bash <<<\n    echo a\n  >>>\n}\n", 3618},
      {"Python 3.8",
       "workflow w {\n  pool: { vm_image: \"ubuntu-24.04\" }\n  UsePythonVersion@0(versionSpec: \"3.8\", addToPath: "
       "true)\n}\n",
       3620},
      {"deployment that does not check out",
       "import azure.devops as ado\nexisting azure: ado.Connection { name: \"MLOps\", type: \"azurerm\" }\n"
       "existing production: ado.Environment { name: \"Production\" }\n"
       "workflow w {\n  pool: { vm_image: \"ubuntu-24.04\" }\n  deployment Live {\n    environment: production\n    "
       "deploy {\n"
       "      az(connection: azure, script: bash <<<\n        az deployment group create --template-file main.bicep\n  "
       "    >>>)\n    }\n  }\n}\n",
       3611},
      {"deployment without environment",
       "workflow w {\n  pool: { vm_image: \"ubuntu-24.04\" }\n  deployment Live {\n    deploy {\n      bash <<<\n      "
       "  echo a\n      >>>\n    }\n  }\n}\n",
       2302},
      {"pull requests that deploy",
       "import azure.devops as ado\nexisting production: ado.Environment { name: \"Production\" }\n"
       "workflow w {\n  pr: { branches: [\"main\"] }\n  pool: { vm_image: \"ubuntu-24.04\" }\n  deployment Live {\n    "
       "environment: production\n    deploy {\n"
       "      bash <<<\n        echo a\n      >>>\n    }\n  }\n}\n",
       3621},
      {"here-document without an end", bashStep("cat <<EOF > azure-pipelines.yml\n    trigger: main"), 3703},
  };
}

/// Attaching clusters.
std::vector<Mistake> clusterMistakes() {
  return {
      {"identities without their type",
       azStep("az ml compute attach --type Kubernetes --name arc --namespace n --resource-id \"$ID\" "
              "--user-assigned-identities \"$ID\""),
       3718},
      {"id with a wrong beginning",
       azStep("az ml compute attach --type Kubernetes --name arc --namespace n --resource-id \"$ID\" --identity-type "
              "UserAssigned "
              "--user-assigned-identities "
              "subscriptions/0/resourceGroups/r/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"),
       3719},
      {"attach without namespace",
       azStep("az ml compute attach --type Kubernetes --name aks --resource-id \"$ID\" --identity-type SystemAssigned"),
       3720},
      {"user-assigned identity that is not given",
       onCluster("resource c: azureml.KubernetesCompute { workspace: ws, cluster: aks, namespace: workloads, identity: "
                 "{ type: \"user_assigned\" } }\n"),
       4112},
      {"two computes with the same name",
       onCluster(
           "resource a: azureml.KubernetesCompute { name: \"c\", workspace: ws, cluster: aks, namespace: workloads }\n"
           "resource b: azureml.KubernetesCompute { name: \"c\", workspace: ws, cluster: aks, namespace: workloads "
           "}\n"),
       4108},
      {"namespace that nobody declares",
       onCluster("resource c: azureml.KubernetesCompute { workspace: ws, cluster: aks, namespace: \"ml\" }\n"), 2207},
      {"cluster without extension",
       "existing rg: azure.ResourceGroup { name: \"models\" }\nexisting ws: azureml.Workspace { name: \"models\", "
       "resource_group: rg }\n"
       "resource aks: azure.ManagedCluster { resource_group: rg }\nresource n: k8s.Namespace { name: \"ml\", cluster: "
       "aks }\n"
       "resource c: azureml.KubernetesCompute { workspace: ws, cluster: aks, namespace: n }\n",
       4115},
  };
}

/// Pipelines that log to MLflow.
std::vector<Mistake> mlflowMistakes() {
  return {
      {"placeholder of a pipeline in a body", python("print(\"~{run.id}\")"), 3115},
      {"placeholder of the SDK in a body", python("print(dsl.PIPELINE_JOB_ID_PLACEHOLDER)"), 3115},
      {"placeholder of the first version", python("print(dsl.RUN_ID_PLACEHOLDER)"), 3115},
      {"placeholder inside a string of an argument",
       "component c(name: string) {\n  python <<<\n    print(name)\n  >>>\n}\npipeline p() {\n  c(name: "
       "\"run-~{run.id}\")\n}\n",
       2216},
      {"secret in the code", python("token = \"~{mlflow_token.token}\""), 3116},
      {"no token at all",
       python("mlflow.set_tracking_uri(\"~{mlflow.tracking_uri}\")\n    mlflow.set_workspace(\"a1\")\n    with "
              "mlflow.start_run():\n        mlflow.log_param(\"a\", 1)") +
           "pipeline p() {\n  train(run_id: run.id)\n}\n",
       4301},
      {"address of this machine", python("mlflow.set_tracking_uri(\"http://localhost:5000\")"), 4304},
      {"package that is not installed",
       "component c() {\n  python <<<\n    import mlflow\n    print(mlflow.__version__)\n  >>>\n}\n", 3212},
      {"import that the body does not see", "component c() {\n  python <<<\n    print(mlflow.__version__)\n  >>>\n}\n",
       3213},
      {"client that is too old",
       "component c() {\n  packages: [\"mlflow==2.9\"]\n  python <<<\n    import mlflow\n    "
       "mlflow.set_workspace(\"team-a\")\n  >>>\n}\n",
       4309},
      {"logging outside a run", python("mlflow.log_metric(\"loss\", 0.1)"), 4305},
      {"run without a name of its own",
       python("mlflow.set_workspace(\"a1\")\n    with mlflow.start_run(run_name=\"run\"):\n        pass"), 4306},
      {"no workspace", python("with mlflow.start_run():\n        pass"), 4307},
      {"name that a workspace cannot have", python("mlflow.set_workspace(\"Team A\")"), 4308},
      {"job of an older trainer",
       "resource old: k8s.Object { api_version: \"kubeflow.org/v1\", kind: \"PyTorchJob\", metadata: {}, body: {} }\n",
       4122},
      {"proposal of a trainer",
       "resource old: k8s.Object { api_version: \"trainer.kubeflow.org/v2alpha1\", kind: \"TrainJob\", metadata: {}, "
       "body: {} }\n",
       4122},
      {"runtime that does not exist", "trainjob t {\n  runtime: \"torch\"\n  trainer: {}\n}\n", 4101},
      {"key that the secret does not have",
       "secret s { name: \"mlflow-token\", keys: [\"token\"] }\ncomponent c() {\n  python <<<\n    print(1)\n  >>>\n}\n"
       "pipeline p() {\n  c() { env: { MLFLOW_TRACKING_TOKEN: s.tokn } }\n}\n",
       4003},
  };
}

class SeedMistakes : public testing::TestWithParam<std::vector<Mistake> (*)()> {};

TEST_P(SeedMistakes, EachHasItsDiagnostic) {
  for (const Mistake& mistake : GetParam()()) {
    const Judged checked(mistake.text);
    EXPECT_THAT(checked.codes(), testing::Contains(mistake.code)) << mistake.name << "\n"
                                                                  << testing::PrintToString(checked.messages());
  }
}

INSTANTIATE_TEST_SUITE_P(ByDocument, SeedMistakes,
                         testing::Values(deploymentMistakes, commandMistakes, workflowMistakes, clusterMistakes,
                                         mlflowMistakes));

}  // namespace
}  // namespace mlpc::rules::test
