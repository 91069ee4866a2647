#pragma once

#include "context.h"

namespace mlpc::backends::azureml {

/// Checks one resource against what its target accepts; resources of other kinds pass. Only looks at the resource and
/// at what it refers to: what concerns the whole program is up to the checker.
void checkResource(const Context& context, const ir::Resource& resource);

// By Kind.

void checkInstanceType(const Context& context, const ir::Resource& resource);
void checkEndpoint(const Context& context, const ir::Resource& resource);
void checkDeployment(const Context& context, const ir::Resource& resource);
void checkEnvironment(const Context& context, const ir::RecordValue& environment, source::Span place);
void checkCommandJob(const Context& context, const ir::Resource& resource);
void checkPipelineJob(const Context& context, const ir::Resource& resource);
void checkExtension(const Context& context, const ir::Resource& resource);
void checkCluster(const Context& context, const ir::Resource& resource);
void checkAlert(const Context& context, const ir::Resource& resource);
void checkRoleAssignment(const Context& context, const ir::Resource& resource);
void checkConfigMap(const Context& context, const ir::Resource& resource);
void checkClaim(const Context& context, const ir::Resource& resource);
void checkObject(const Context& context, const ir::Resource& resource);
/// The subscription of a group, even of an existing one: ids contain it.
void checkSubscription(const Context& context, const ir::Resource& group);

// Shared.

/// The rules for names, by kind.
void checkName(const Context& context, const ir::Resource& resource);
/// Whether `value` is a reference: to something declared, or `azureml:…`. `what` and `form` are for the message.
void checkReference(const Context& context, const ir::Value* value, std::string_view what, std::string_view form);
/// An environment: a reference, or one written in place.
void checkEnvironmentValue(const Context& context, const ir::Value* value);
/// Amounts must be positive, GPUs whole and only in limits, and no request may exceed its limit.
void checkAmounts(const Context& context, const ir::Value* resources);
/// A reference to an image, if it is known at compile time; false if it was rejected.
bool checkImageValue(const Context& context, const ir::Value* image);
/// The tags of an Azure resource.
void checkTags(const Context& context, const ir::Resource& resource);
/// The duration that becomes `key`, which Azure counts in whole seconds.
void checkWholeSeconds(const Context& context, std::string_view key, const ir::Value* value);
/// Whether the ids that the document of `resource` refers to are known; without them it would be useless.
void checkIds(const Context& context, const ir::Resource& resource);
/// Azure's spelling of a size of shared memory: `2g`. Empty if the amount has no such spelling.
std::optional<std::string> sharedMemory(const ir::Value& value);
/// Labels or annotations; `values` are those of labels.
void checkLabels(const Context& context, const ir::Value* labels, bool values);

}  // namespace mlpc::backends::azureml
