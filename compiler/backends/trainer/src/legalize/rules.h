#pragma once

#include <optional>

#include "mlpc/backends/common/rules.h"
#include "runtime.h"

namespace mlpc::backends::trainer {

using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

/// The rules of Trainer's webhooks and plugins and of JobSet that can be checked in the source, and those of the custom
/// resource's schema that the types of mlp do not cover. `runtime` is absent if it is not known here.
void checkTrainJob(const RuleContext& context, const ir::TrainJob& job, const ir::RecordValue& settings,
                   const std::optional<Runtime>& runtime);
/// The patches of a TrainJob.
void checkPatches(const RuleContext& context, const ir::Value& patches, const std::optional<Runtime>& runtime);
/// The rules for pods in a patch of `job`, which is null if it is not known.
void checkPod(const RuleContext& context, const ir::Value& pod, const RuntimeJob* job);
/// The rules for a runtime that is to be created.
void checkRuntime(const RuleContext& context, const ir::Resource& resource);

// Rules shared by several parts.

/// Names of variables. If `runtime` is given, those of its plugin are rejected.
void checkEnvironment(const RuleContext& context, const ir::Value* env, const Runtime* runtime);
void checkLabels(const RuleContext& context, const ir::Value* labels, bool values);
/// Amounts of `{ requests, limits }`.
void checkResources(const RuleContext& context, const ir::Value* resources);

}  // namespace mlpc::backends::trainer
