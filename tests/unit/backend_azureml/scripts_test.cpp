#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "mlpc/backends/azureml/azureml.h"
#include "programs.h"

namespace mlpc::backends::azureml {
namespace {

using namespace mlpc::test;
using testing::HasSubstr;
using testing::Not;

/// What the back end prints; names only where it found errors.
std::vector<emit::OutputFile> printed(const ir::Program& program, const emit::BackendOptions& options,
                                      diag::Engine& diags) {
  emit::Legalized legal = legalizeScripts(program, options, diags);
  if (diags.hasErrors()) return std::move(legal.files);
  emit::Outlet outlet(options, diags);
  legal.map(outlet);
  return outlet.take();
}

// An `az` that stores what was created in a folder, and records how it was called.
constexpr const char* kAz = R"sh(#!/usr/bin/env bash
set -euo pipefail
printf 'az' >>"$FAKE/log"; printf ' %s' "$@" >>"$FAKE/log"; printf '\n' >>"$FAKE/log"
words=(); while [[ $# -gt 0 && "$1" != -* ]]; do words+=("$1"); shift; done
declare -A o=(); while [[ $# -gt 0 ]]; do
  name="$1"; shift; value=""
  while [[ $# -gt 0 && "$1" != --* ]]; do value+="${value:+ }$1"; shift; done
  o[$name]="$value"
done
verb="${words[-1]}"; unset 'words[-1]'
key="${words[*]}/${o[--name]-${o[--app]-${o[--workspace-name]-}}}"; key="${key// /_}"
if [[ "${words[*]}" == "role assignment" ]]; then
  who="${o[--assignee-object-id]-}"; state="$FAKE/state/role_${who//\//+}_${o[--role]-}"
  case "$verb" in
    create) touch "$state" ;;
    list)
      who="${o[--query]#*\'}"; who="${who%%\'*}"; held="$FAKE/state/role_${who//\//+}_${o[--role]}"
      case "${o[--query]}" in
        *length*) if [[ -e "$held" ]]; then echo 1; else echo 0; fi ;;
        *) if [[ -e "$held" ]]; then basename "$held"; fi ;;
      esac ;;
    delete) for id in ${o[--ids]}; do rm "$FAKE/state/$id"; done ;;
  esac
  exit 0
fi
path="$FAKE/state/${key//\//+}"
case "$verb" in
  create | add | attach | connect)
    if [[ "${words[0]}" == extension ]]; then exit 0; fi
    if [[ -e "$path" ]]; then echo "there is one already: $key" >&2; exit 1; fi
    if [[ -n "${o[--file]-}" ]]; then cp "${o[--file]}" "$FAKE/$(basename "${o[--file]}")"; fi
    touch "$path" ;;
  show)
    if [[ "${words[*]}" == account ]]; then exit 0; fi
    if [[ ! -e "$path" ]]; then exit 3; fi
    case "${o[--query]-}" in
      id) echo "/id/$key" ;;
      *rincipal*) echo "principal-of-$key" ;;
      *tate) echo Succeeded ;;
      location) echo eastus ;;
    esac ;;
  show-deleted) exit 3 ;;
  delete | detach)
    if [[ ! -e "$path" ]]; then echo "there is none: $key" >&2; exit 1; fi
    rm "$path" ;;
  get-credentials | proxy) echo config >"${o[--file]}" ;;
  *) echo "what is $verb?" >&2; exit 2 ;;
esac
)sh";

constexpr const char* kKubectl = R"sh(#!/usr/bin/env bash
set -euo pipefail
printf 'kubectl' >>"$FAKE/log"; printf ' %s' "$@" >>"$FAKE/log"; printf '\n' >>"$FAKE/log"
if [[ "$1" == --kubeconfig ]]; then test -s "$2"; shift 2; fi
case "$1 $2" in
  "get namespace")
    if [[ ! -e "$FAKE/state/ns_$3" ]]; then echo "Error from server (NotFound): namespaces \"$3\" not found" >&2; exit 1; fi
    ;;
  "create namespace") if [[ -e "$FAKE/state/ns_$3" ]]; then exit 1; fi; touch "$FAKE/state/ns_$3" ;;
  "delete namespace") rm -f "$FAKE/state/ns_$3" ;;
  "apply --filename") cat >"$FAKE/applied" ;;
  *) ;;
esac
)sh";

class Scripts : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/mlpc-scripts-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder_ = name;
    std::filesystem::create_directories(folder_ / "state");
    write("az", kAz);
    write("kubectl", kKubectl);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_all);
  }
  std::string read(const std::string& name) {
    std::ostringstream out;
    out << std::ifstream(folder_ / name).rdbuf();
    return out.str();
  }
  /// What the fake commands were asked since the last call.
  std::string takeLog() {
    std::string out = read("log");
    std::filesystem::remove(folder_ / "log");
    return out;
  }
  void isThere(const char* key) { std::ofstream(folder_ / "state" / key) << ""; }

  int shell(const std::string& command) {
    const std::string whole = "FAKE='" + folder_.string() + "' PATH='" + folder_.string() + "':\"$PATH\" " + command +
                              " >'" + folder_.string() + "/out' 2>&1";
    return WEXITSTATUS(std::system(whole.c_str()));
  }
  int script(const std::string& name, const std::string& arguments = "") {
    return shell("bash '" + (folder_ / name).string() + "' " + arguments);
  }

  void make(const ir::Program& program) {
    diag::Engine diags;
    const auto files = printed(program, {}, diags);
    for (const diag::Report& report : diags.sorted()) ADD_FAILURE() << report.message;
    ASSERT_EQ(files.size(), 2U);
    for (const emit::OutputFile& file : files) {
      EXPECT_TRUE(file.executable);
      write(file.name, file.text);
      EXPECT_EQ(shell("bash -n '" + (folder_ / file.name).string() + "'"), 0) << read("out");
      if (shell("command -v shellcheck") == 0) {
        EXPECT_EQ(shell("shellcheck '" + (folder_ / file.name).string() + "'"), 0) << read("out");
      }
    }
    provision_ = files[0].text;
    cleanup_ = files[1].text;
  }

  std::filesystem::path folder_;
  std::string provision_;
  std::string cleanup_;
};

/// Whether `first` comes before `second`, and both exist.
testing::AssertionResult inOrder(const std::string& text, const std::string& first, const std::string& second) {
  const size_t a = text.find(first);
  const size_t b = text.find(second);
  if (a == std::string::npos) return testing::AssertionFailure() << "no " << first << " in\n" << text;
  if (b == std::string::npos) return testing::AssertionFailure() << "no " << second << " in\n" << text;
  return a < b ? testing::AssertionSuccess()
               : testing::AssertionFailure() << second << " before " << first << "\n"
                                             << text;
}

TEST_F(Scripts, CreateEverythingOnceAndDeleteIt) {
  make(infrastructure().program);
  ASSERT_EQ(script("infra.provision.sh"), 0) << read("out");
  const std::string first = takeLog();
  EXPECT_TRUE(inOrder(first, "az group create", "az acr create"));
  EXPECT_TRUE(inOrder(first, "az aks create", "az aks nodepool add"));
  EXPECT_TRUE(inOrder(first, "az k8s-extension create", "az ml compute attach"));
  EXPECT_TRUE(inOrder(first, "create namespace ml-workloads", "az ml compute attach"));
  EXPECT_TRUE(inOrder(first, "apply --filename", "az ml compute attach"));
  EXPECT_TRUE(inOrder(first, "az ml compute attach", "az role assignment create"));
  EXPECT_TRUE(inOrder(first, "az ml online-endpoint create", "az monitor metrics alert create"));
  EXPECT_THAT(first, HasSubstr("--application-insights /id/monitor_app-insights_component/mlops-insights"));
  EXPECT_THAT(first, HasSubstr("--node-taints ml.azure.com/amlarc=true:NoSchedule"));
  EXPECT_THAT(first, HasSubstr("enableTraining=True enableInference=True"));
  EXPECT_THAT(first, HasSubstr("--admin-enabled false"));
  EXPECT_THAT(first, HasSubstr("--role 7f951dda-4ed3-4680-a7ca-43fe172d538d --scope /id/acr/acrmlops1234"));
  EXPECT_THAT(first, HasSubstr("--logs [{\"category\": \"kube-apiserver\", \"enabled\": true}"));
  EXPECT_THAT(read("applied"), HasSubstr("kind: InstanceType"));
  EXPECT_THAT(provision_, Not(HasSubstr("--subscription")));

  ASSERT_EQ(script("infra.provision.sh"), 0) << read("out");
  const std::string second = takeLog();
  for (const char* verb : {" create ", " attach ", " connect ", "nodepool add"}) {
    EXPECT_THAT(second, Not(HasSubstr(verb)));
  }

  EXPECT_EQ(script("infra.cleanup.sh"), 2);
  EXPECT_EQ(takeLog(), "");
  ASSERT_EQ(script("infra.cleanup.sh", "--yes"), 0) << read("out");
  const std::string gone = takeLog();
  EXPECT_TRUE(inOrder(gone, "az ml online-endpoint delete", "az ml compute detach"));
  EXPECT_TRUE(inOrder(gone, "az ml compute detach", "az aks delete"));
  EXPECT_TRUE(inOrder(gone, "az aks delete", "az group delete"));
  EXPECT_THAT(gone, Not(HasSubstr("delete namespace")));
  // The pools go with their cluster, and so does the namespace.
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "state")) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(left, testing::UnorderedElementsAre("aks_nodepool+mlpool", "ns_ml-workloads"));
  EXPECT_EQ(script("infra.cleanup.sh", "--yes"), 0) << read("out");
}

TEST_F(Scripts, ExistingThingsAreLookedUp) {
  make(attachment());
  EXPECT_EQ(script("attach.provision.sh"), 1) << read("out");
  EXPECT_THAT(takeLog(), Not(HasSubstr("create")));
  for (const char* key :
       {"group+rg-mlops-pipeline", "identity+id-mlops", "ml_workspace+mlw-mlops-demo", "aks+aks-mlops-cluster",
        "connectedk8s+edge-1", "acr+acrmlops1234", "relay_namespace+relay-edge-1"}) {
    isThere(key);
  }
  EXPECT_EQ(script("attach.provision.sh"), 1) << "the namespace on the edge is not there";
  isThere("ns_ml-edge");
  ASSERT_EQ(script("attach.provision.sh"), 0) << read("out");
  const std::string log = takeLog();
  EXPECT_THAT(log, HasSubstr("--subscription 00000000-0000-0000-0000-000000000000"));
  EXPECT_THAT(log, HasSubstr("--name amlarc-compute --type Kubernetes --workspace-name mlw-mlops-demo"));
  EXPECT_THAT(
      log,
      HasSubstr("--namespace ml-edge --identity-type UserAssigned --user-assigned-identities /id/identity/id-mlops"));
  // Roles of the workspace's identity come before attaching; the program itself assigns the relay's, once.
  EXPECT_TRUE(inOrder(log, "--role 0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8", "az ml compute attach --name k8s-compute"));
  EXPECT_TRUE(inOrder(log,
                      "az role assignment create --assignee-object-id principal-of-identity/id-mlops "
                      "--assignee-principal-type ServicePrincipal --role 2787bf04-f1f5-4bfe-8383-c8a24483ee38 "
                      "--scope /id/relay_namespace/relay-edge-1",
                      "az ml compute attach --name amlarc-compute"));
  EXPECT_THAT(log, Not(HasSubstr("az aks create")));
  ASSERT_EQ(script("attach.provision.sh"), 0) << read("out");
  EXPECT_THAT(takeLog(), Not(HasSubstr(" attach ")));

  ASSERT_EQ(script("attach.cleanup.sh", "--yes"), 0) << read("out");
  const std::string gone = takeLog();
  EXPECT_THAT(gone, HasSubstr("delete namespace ml-workloads"));
  EXPECT_THAT(gone, Not(HasSubstr("delete namespace ml-edge")));
  EXPECT_THAT(gone, Not(HasSubstr("az aks delete")));
  EXPECT_THAT(gone, HasSubstr("az role assignment delete"));
}

TEST_F(Scripts, NothingIsExpanded) {
  ir::Program program;
  program.stem = "quoting";
  addResource(
      program, vocabulary::Kind::AzureResourceGroup, "rg",
      {{"location", value("eastus")}, {"tags", record({{"owner", value("$(touch /tmp/mlpc-no) `x` \"y\" 'z'")}})}});
  make(program);
  ASSERT_EQ(script("quoting.provision.sh"), 0) << read("out");
  EXPECT_THAT(takeLog(), HasSubstr("--tags owner=$(touch /tmp/mlpc-no) `x` \"y\" 'z'"));
}

TEST_F(Scripts, DocumentsKeepTheirText) {
  Infrastructure i = infrastructure();
  const auto identity = addResource(i.program, vocabulary::Kind::AzureUserAssignedIdentity, "id-endpoint",
                                    {{"resource_group", reference(i.group)}});
  addResource(i.program, vocabulary::Kind::AzuremlKubernetesOnlineEndpoint, "second",
              {{"compute", reference(i.compute)},
               {"description", value("costs $5, `not` \\ more")},
               {"identity", record({{"type", value("user_assigned")}, {"identities", list({reference(identity)})}})}});
  make(i.program);
  ASSERT_EQ(script("infra.provision.sh"), 0) << read("out");
  const std::string document = read("second.endpoint.yml");
  EXPECT_THAT(document, HasSubstr("$schema: https://"));
  EXPECT_THAT(document, HasSubstr("costs $5, `not` \\"));
  EXPECT_THAT(document, HasSubstr("resource_id: \"/id/identity/id-endpoint\""));
}

TEST(ScriptPlan, NothingToCreateGivesNoScript) {
  ir::Program program;
  program.stem = "plain";
  addResource(program, vocabulary::Kind::AzureResourceGroup, "rg", {}, true);
  addResource(program, vocabulary::Kind::AzuremlModel, "model", {{"path", value("./model")}});
  diag::Engine diags;
  EXPECT_TRUE(printed(program, {}, diags).empty());
  EXPECT_EQ(diags.size(), 0U);
}

TEST(ScriptPlan, CyclesAreReported) {
  ir::Program program;
  program.stem = "cycle";
  const auto a = addResource(program, vocabulary::Kind::AzureLogAnalytics, "logs-a", {});
  const auto b =
      addResource(program, vocabulary::Kind::AzureApplicationInsights, "insights", {{"workspace", reference(a)}});
  program.resources[a].fields.fields.push_back({"tags", nextSpan(), record({{"of", reference(b, "id")}})});
  diag::Engine diags;
  printed(program, {}, diags);
  ASSERT_EQ(diags.errorCount(), 1U);
  EXPECT_EQ(diags.sorted()[0].record->code, 5436);
  EXPECT_EQ(diags.sorted()[0].notes.size(), 2U);
}

}  // namespace
}  // namespace mlpc::backends::azureml
