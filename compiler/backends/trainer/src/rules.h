#pragma once

#include <optional>

#include "mlpc/backends/common/context.h"
#include "runtime.h"

namespace mlpc::backends::trainer {

using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

/// The rules of Trainer's webhooks, plugins and of JobSet that can be seen in the source; those of the custom
/// resource's own schema that the types of mlp do not hold. `runtime` is absent for one that nobody here knows.
void checkTrainJob(const Context& context, const ir::TrainJob& job, const ir::RecordValue& settings,
                   const std::optional<Runtime>& runtime);
/// The patches of a TrainJob.
void checkPatches(const Context& context, const ir::Value& patches, const std::optional<Runtime>& runtime);
/// The rules of pods in a patch of `job`, which is null where it is not known.
void checkPod(const Context& context, const ir::Value& pod, const RuntimeJob* job);
/// The rules of a runtime that is to be made.
void checkRuntime(const Context& context, const ir::Resource& resource);

// Rules that several parts share.

/// Names of variables. Those of a plugin are refused where `runtime` is given.
void checkEnvironment(const Context& context, const ir::Value* env, const Runtime* runtime);
void checkLabels(const Context& context, const ir::Value* labels, bool values);
/// Amounts of `{ requests, limits }`.
void checkResources(const Context& context, const ir::Value* resources);

}  // namespace mlpc::backends::trainer
