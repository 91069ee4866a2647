#pragma once

#include "context.h"

namespace mlpc::backends::azureml {

/// Checks one resource against what its target accepts; resources of other kinds pass. Only looks at the resource and
/// at what it refers to: what concerns the whole program is up to the checker.
void checkResource(const RuleContext& context, const ir::Resource& resource);

// By Kind.

void checkInstanceType(const RuleContext& context, const ir::Resource& resource);
void checkEndpoint(const RuleContext& context, const ir::Resource& resource);
void checkDeployment(const RuleContext& context, const ir::Resource& resource);
void checkEnvironment(const RuleContext& context, const ir::RecordValue& environment, source::Span place);
void checkCommandJob(const RuleContext& context, const ir::Resource& resource);
void checkPipelineJob(const RuleContext& context, const ir::Resource& resource);
void checkExtension(const RuleContext& context, const ir::Resource& resource);
void checkCluster(const RuleContext& context, const ir::Resource& resource);
void checkAlert(const RuleContext& context, const ir::Resource& resource);
void checkRoleAssignment(const RuleContext& context, const ir::Resource& resource);
void checkConfigMap(const RuleContext& context, const ir::Resource& resource);
void checkClaim(const RuleContext& context, const ir::Resource& resource);
void checkObject(const RuleContext& context, const ir::Resource& resource);
/// The subscription of a group, even of an existing one: ids contain it.
void checkSubscription(const RuleContext& context, const ir::Resource& group);

// Shared.

/// The rules for names, by kind.
void checkName(const RuleContext& context, const ir::Resource& resource);
/// Whether `value` is a reference: to something declared, or `azureml:…`. `what` and `form` are for the message.
void checkReference(const RuleContext& context, const ir::Value* value, std::string_view what, std::string_view form);
/// An environment: a reference, or one written in place.
void checkEnvironmentValue(const RuleContext& context, const ir::Value* value);
/// Amounts must be positive, GPUs whole and only in limits, and no request may exceed its limit.
void checkAmounts(const RuleContext& context, const ir::Value* resources);
/// A reference to an image, if it is known at compile time; false if it was rejected.
bool checkImageValue(const RuleContext& context, const ir::Value* image);
/// The tags of an Azure resource.
void checkTags(const RuleContext& context, const ir::Resource& resource);
/// The duration that becomes `key`, which Azure counts in whole seconds.
void checkWholeSeconds(const RuleContext& context, std::string_view key, const ir::Value* value);
/// Whether the ids that the document of `resource` refers to are known; without them it would be useless.
void checkIds(const RuleContext& context, const ir::Resource& resource);
/// Labels or annotations; `values` are those of labels.
void checkLabels(const RuleContext& context, const ir::Value* labels, bool values);

}  // namespace mlpc::backends::azureml
