#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace mlpc::support {

/// A runtime that Kubeflow Trainer installs.
struct TrainerRuntime {
  std::string_view name;
  /// What starts its processes: `torch`, `mpi`, … Empty where only the name is known.
  std::string_view policy;
  std::string_view tuneModel;  ///< for a runtime that runs torchtune
  /// A job that runs before the node's and that a TrainJob cannot use, since it does not mount the volume
  /// `initializer`.
  std::string_view job;
};

/// All of them. Source: manifests/base/runtimes of Trainer 2.2 and 2.3.
inline constexpr std::array<TrainerRuntime, 10> kTrainerRuntimes = {{
    {"torch-distributed", "torch", {}, {}},
    {"deepspeed-distributed", "mpi", {}, {}},
    {"mlx-distributed", "mpi", {}, {}},
    {"jax-distributed", "jax", {}, {}},
    {"xgboost-distributed", "xgboost", {}, {}},
    {"torchtune-llama3.2-1b", "torch", "llama3_2/1B", {}},
    {"torchtune-llama3.2-3b", "torch", "llama3_2/3B", {}},
    {"torchtune-qwen2.5-1.5b", "torch", "qwen2_5/1.5B", {}},
    {"torch-distributed-with-cache", "torch", {}, "dataset-initializer"},
    {"flux-distributed", {}, {}, {}},
}};

/// Null if Trainer installs no runtime of that name.
constexpr const TrainerRuntime* findTrainerRuntime(std::string_view name) {
  const auto* found = std::find_if(kTrainerRuntimes.begin(), kTrainerRuntimes.end(),
                                   [&](const TrainerRuntime& runtime) { return runtime.name == name; });
  return found == kTrainerRuntimes.end() ? nullptr : found;
}

}  // namespace mlpc::support
