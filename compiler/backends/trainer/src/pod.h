#pragma once

#include <vector>

#include "context.h"

namespace mlpc::backends::trainer {

/// A list of EnvVar: text (with `$(` escaped), keys of secrets and config maps, fields of the pod.
emit::Node environment(const Context& context, const std::vector<ir::Field>& variables);
/// A list of strings with `$(` escaped, as a command or its arguments.
emit::Node words(const Context& context, const ir::Value& list);
/// ResourceRequirements.
emit::Node resources(const Context& context, const ir::Value& value);
/// A map of strings, its keys as written.
emit::Node strings(const Context& context, const ir::Value& map);
/// A PodSpecPatch: the fields of mlp in Kubernetes' spelling.
emit::Node podPatch(const Context& context, const ir::Value& pod);

}  // namespace mlpc::backends::trainer
