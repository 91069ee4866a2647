#pragma once

#include "context.h"

namespace mlpc::backends::azureml {

/// Checks one resource against what its target takes; resources of other Kinds pass. Only what can be seen in the
/// resource and in what it refers to: what has to fit across a program is the checker's.
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
/// The subscription of a group, also of one that exists: ids are made of it.
void checkSubscription(const Context& context, const ir::Resource& group);

// Shared.

/// Rules of names by Kind.
void checkName(const Context& context, const ir::Resource& resource);
/// Whether `value` refers to something: declared, or `azureml:…`. `what` and `form` are for the message.
void checkReference(const Context& context, const ir::Value* value, std::string_view what, std::string_view form);
/// An environment: a reference, or one written in place.
void checkEnvironmentValue(const Context& context, const ir::Value* value);
/// Amounts that are positive, whole GPUs only in limits, and no request above its limit.
void checkAmounts(const Context& context, const ir::Value* resources);
/// A reference to an image, where it is known when compiling; false if it was refused.
bool checkImageValue(const Context& context, const ir::Value* image);
/// Tags of a resource of Azure.
void checkTags(const Context& context, const ir::Resource& resource);
/// The duration that becomes `key`, which Azure counts in whole seconds.
void checkWholeSeconds(const Context& context, std::string_view key, const ir::Value* value);
/// Whether the ids of what the document of `resource` refers to are known; it says nothing without them.
void checkIds(const Context& context, const ir::Resource& resource);
/// Azure's spelling of a size of shared memory: `2g`. Nothing if the amount has no such spelling.
std::optional<std::string> sharedMemory(const ir::Value& value);
/// Labels or annotations; `values` are those of labels.
void checkLabels(const Context& context, const ir::Value* labels, bool values);

}  // namespace mlpc::backends::azureml
