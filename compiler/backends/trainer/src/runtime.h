#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/ir/program.h"

namespace mlpc::backends::trainer {

/// What starts the processes of a runtime.
enum class Policy : uint8_t { Unknown, Torch, Mpi, Jax, Xgboost, Flux };

/// A replicated job of a runtime.
struct RuntimeJob {
  std::string name;
  std::vector<std::string> containers;      ///< empty if not known
  std::vector<std::string> initContainers;  ///< known if `containers` is
};

/// What is known about a runtime that a TrainJob refers to.
struct Runtime {
  std::string name;
  Policy policy = Policy::Unknown;
  std::vector<RuntimeJob> jobs;  ///< empty if not known
  bool datasetInitializer = false;
  bool modelInitializer = false;
  bool initializersKnown = false;
  std::string tuneModel;  ///< for a runtime that runs torchtune, such as `llama3_2/1B`
  bool builtIn = false;
  source::Span declared;  ///< for a runtime that the program declares

  [[nodiscard]] const RuntimeJob* job(std::string_view wanted) const;
};

/// A runtime that comes with Trainer 2.3 (manifests/base/runtimes), if `name` is one.
std::optional<Runtime> builtInRuntime(std::string_view name);
/// A runtime that the program declares: from its `spec`, or else from its other fields.
Runtime declaredRuntime(const ir::Resource& resource);

/// Variables that the policy's plugin rejects in a TrainJob (pkg/runtime/framework/plugins).
const std::vector<std::string_view>& reservedVariables(Policy policy);
/// Variables that the plugin silently replaces.
const std::vector<std::string_view>& overwrittenVariables(Policy policy);

/// The value below `value` along the keys of `path`, or null.
const ir::Value* at(const ir::Value* value, std::initializer_list<std::string_view> path);

}  // namespace mlpc::backends::trainer
