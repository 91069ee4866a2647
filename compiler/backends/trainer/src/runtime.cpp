#include "runtime.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mlpc/ir/access.h"
#include "mlpc/support/trainer.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::backends::trainer {

using vocabulary::trainer::TrainingRuntime;

const ir::Value* at(const ir::Value* value, std::initializer_list<std::string_view> path) {
  for (std::string_view key : path) {
    if (value == nullptr) return nullptr;
    value = ir::entry(value, key);
  }
  return value;
}

namespace {

RuntimeJob simpleJob(std::string_view name) { return {std::string(name), {std::string(name)}, {}}; }

Runtime builtIn(std::string_view name, Policy policy, std::vector<RuntimeJob> jobs) {
  Runtime runtime;
  runtime.name = name;
  runtime.policy = policy;
  runtime.jobs = std::move(jobs);
  runtime.initializersKnown = true;
  runtime.builtIn = true;
  return runtime;
}

Runtime tuneRuntime(std::string_view name, std::string_view model) {
  Runtime runtime = builtIn(name, Policy::Torch,
                            {simpleJob("dataset-initializer"), simpleJob("model-initializer"), simpleJob("node")});
  runtime.datasetInitializer = true;
  runtime.modelInitializer = true;
  runtime.tuneModel = model;
  return runtime;
}

constexpr std::array<std::pair<std::string_view, Policy>, 5> kPolicies{{{"torch", Policy::Torch},
                                                                        {"mpi", Policy::Mpi},
                                                                        {"jax", Policy::Jax},
                                                                        {"xgboost", Policy::Xgboost},
                                                                        {"flux", Policy::Flux}}};

Policy policyOf(std::string_view name) {
  for (const auto& [key, value] : kPolicies) {
    if (name == key) return value;
  }
  return Policy::Unknown;
}

std::vector<std::string> names(const ir::Value* list) {
  std::vector<std::string> out;
  for (const ir::Value& item : ir::items(list)) {
    if (const std::string* text = item.text()) {
      out.push_back(*text);
    } else if (const ir::Value* name = ir::entry(&item, "name"); name != nullptr && name->text() != nullptr) {
      out.push_back(*name->text());
    }
  }
  return out;
}

/// An initializer takes part in a TrainJob only if it can pass on what it fetched, by mounting the volume
/// `initializer`.
bool mountsInitializer(const ir::Value& job) {
  const auto& containers = ir::items(at(&job, {"template", "spec", "template", "spec", "containers"}));
  return std::any_of(containers.begin(), containers.end(), [](const ir::Value& container) {
    const auto mounts = names(ir::entry(&container, "volumeMounts"));
    return std::find(mounts.begin(), mounts.end(), "initializer") != mounts.end();
  });
}

void readSpec(const ir::Value& spec, Runtime& runtime) {
  if (const ir::Value* policy = ir::entry(&spec, "mlPolicy")) {
    for (const auto& [key, value] : kPolicies) {
      if (ir::entry(policy, key) != nullptr) runtime.policy = value;
    }
  }
  const ir::Value* jobs = at(&spec, {"template", "spec", "replicatedJobs"});
  const auto* list = jobs == nullptr ? nullptr : jobs->as<ir::ListValue>();
  if (list == nullptr) return;
  runtime.jobs.clear();
  runtime.initializersKnown = true;
  for (const ir::Value& job : list->items) {
    const ir::Value* name = ir::entry(&job, "name");
    if (name == nullptr || name->text() == nullptr) continue;
    const ir::Value* pod = at(&job, {"template", "spec", "template", "spec"});
    runtime.jobs.push_back(
        {*name->text(), names(ir::entry(pod, "containers")), names(ir::entry(pod, "initContainers"))});
    if (*name->text() == "dataset-initializer") runtime.datasetInitializer = mountsInitializer(job);
    if (*name->text() == "model-initializer") runtime.modelInitializer = mountsInitializer(job);
  }
}

}  // namespace

const RuntimeJob* Runtime::job(std::string_view wanted) const {
  const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const RuntimeJob& j) { return j.name == wanted; });
  return found == jobs.end() ? nullptr : &*found;
}

std::optional<Runtime> builtInRuntime(std::string_view name) {
  const support::TrainerRuntime* known = support::findTrainerRuntime(name);
  if (known == nullptr || known->policy.empty()) return std::nullopt;
  if (!known->tuneModel.empty()) return tuneRuntime(name, known->tuneModel);
  std::vector<RuntimeJob> jobs;
  if (!known->job.empty()) jobs.push_back(simpleJob(known->job));
  jobs.push_back(simpleJob("node"));
  const Policy policy = policyOf(known->policy);
  // The launcher's container is called `node` as well, because that is the one that a TrainJob fills in.
  if (policy == Policy::Mpi) jobs.push_back({"launcher", {"node"}, {}});
  return builtIn(name, policy, std::move(jobs));
}

Runtime declaredRuntime(const ir::Resource& resource) {
  Runtime runtime;
  runtime.name = resource.resourceName;
  runtime.declared = resource.origin;
  if (const ir::Value* policy = resource.fields.find(TrainingRuntime::Policy);
      policy != nullptr && policy->text() != nullptr) {
    runtime.policy = policyOf(*policy->text());
  }
  for (std::string& job : names(resource.fields.find(TrainingRuntime::Jobs)))
    runtime.jobs.push_back({std::move(job), {}, {}});
  const auto initializers = names(resource.fields.find(TrainingRuntime::Initializers));
  runtime.initializersKnown = !initializers.empty();
  const auto has = [&](std::string_view what) {
    return std::find(initializers.begin(), initializers.end(), what) != initializers.end();
  };
  runtime.datasetInitializer = has("dataset");
  runtime.modelInitializer = has("model");
  if (const ir::Value* spec = resource.fields.find(TrainingRuntime::Spec)) readSpec(*spec, runtime);
  return runtime;
}

const std::vector<std::string_view>& reservedVariables(Policy policy) {
  static const std::vector<std::string_view> kTorch{"PET_NNODES", "PET_NPROC_PER_NODE", "PET_NODE_RANK",
                                                    "PET_MASTER_ADDR", "PET_MASTER_PORT"};
  static const std::vector<std::string_view> kMpi{"OMPI_MCA_orte_default_hostfile", "OMPI_MCA_plm_rsh_args",
                                                  "OMPI_MCA_orte_keep_fqdn_hostnames",
                                                  "OMPI_MCA_orte_set_default_slots"};
  static const std::vector<std::string_view> kXgboost{"DMLC_TRACKER_URI", "DMLC_TRACKER_PORT", "DMLC_TASK_ID",
                                                      "DMLC_NUM_WORKER"};
  static const std::vector<std::string_view> kNone;
  switch (policy) {
    case Policy::Torch: return kTorch;
    case Policy::Mpi: return kMpi;
    case Policy::Xgboost: return kXgboost;
    default: return kNone;
  }
}

const std::vector<std::string_view>& overwrittenVariables(Policy policy) {
  static const std::vector<std::string_view> kJax{"JAX_NUM_PROCESSES", "JAX_PROCESS_ID", "JAX_COORDINATOR_ADDRESS"};
  static const std::vector<std::string_view> kNone;
  return policy == Policy::Jax ? kJax : kNone;
}

}  // namespace mlpc::backends::trainer
