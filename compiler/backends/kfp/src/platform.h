#pragma once

#include "mlpc/emit/document.h"
#include "plan.h"

namespace mlpc::backends::kfp {

/// The Kubernetes part of an executor: everything about its pod that KFP itself has no place for. Null if nothing was
/// asked for. Source of the layout: kubernetes_platform/proto/kubernetes_executor_config.proto.
emit::Node kubernetesConfig(Plan& plan, const ir::Task& task, ScopeIndex scope);

/// The same for the whole pipeline: limits of time and the workspace.
emit::Node kubernetesPipelineConfig(const ir::Pipeline& pipeline);

/// What an environment variable or a volume refers to by name.
struct ObjectName {
  enum class Kind : uint8_t { Secret, ConfigMap, Claim };
  Kind kind = Kind::Secret;
  std::optional<std::string> text;   ///< known when compiling
  const ir::Value* value = nullptr;  ///< else
  std::string key;
  std::string declared;  ///< the declaration that it is known by
  bool optional = false;
  source::Span origin;      ///< of the whole
  source::Span nameOrigin;  ///< of the name
  source::Span keyOrigin;   ///< of the key
};
/// The name that `value` stands for, if it is a reference to a secret, a config map or a claim.
std::optional<ObjectName> objectNameOf(const ir::Program& program, const ir::Value& value, diag::Engine& diags);

/// The argument of a built-in call, or null.
const ir::Value* argumentOf(const ir::Call& call, std::string_view name);

/// The text of a constant argument of a built-in call, or "".
std::string textArgument(const ir::Call& call, std::string_view name);

}  // namespace mlpc::backends::kfp
