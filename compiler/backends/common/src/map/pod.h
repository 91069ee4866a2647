#pragma once

#include <vector>

#include "mlpc/backends/common/context.h"

namespace mlpc::backends {

/// A list of EnvVar: strings (with `$(` escaped), keys of secrets and config maps, fields of the pod.
emit::Node environment(const Context& context, const ir::Value* variables);
/// A list of strings with `$(` escaped, as a command or its arguments.
emit::Node words(const Context& context, const ir::Value& list);
/// ResourceRequirements.
emit::Node resources(const Context& context, const ir::Value& value);
/// A PodSpecPatch: the fields of mlp in Kubernetes' spelling.
emit::Node podPatch(const Context& context, const ir::Value& pod);

}  // namespace mlpc::backends
