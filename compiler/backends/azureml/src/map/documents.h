#pragma once

#include <string_view>

#include "context.h"
#include "mlpc/backends/common/fields.h"

namespace mlpc::backends::azureml {

/// The end of the name of the resource's file: `.deployment.yml`. Empty if resources of this kind have no document, or
/// if the id of something that it refers to is not known.
std::string_view suffixOf(const Context& context, const ir::Resource& resource);
/// The document of a resource that has one.
emit::Node documentOf(const Context& context, const ir::Resource& resource);

// The parts, by what the documents are for.

emit::Node instanceType(const Context& context, const ir::Resource& resource);
emit::Node compute(const Context& context, const ir::Resource& resource);
emit::Node endpoint(const Context& context, const ir::Resource& resource);
emit::Node deployment(const Context& context, const ir::Resource& resource);
emit::Node batchEndpoint(const Context& context, const ir::Resource& resource);
emit::Node model(const Context& context, const ir::Resource& resource);
emit::Node environment(const Context& context, const ir::Resource& resource);
emit::Node data(const Context& context, const ir::Resource& resource);
emit::Node commandJob(const Context& context, const ir::Resource& resource);
emit::Node pipelineJob(const Context& context, const ir::Resource& resource);
emit::Node nameSpace(const Context& context, const ir::Resource& resource);
emit::Node configMap(const Context& context, const ir::Resource& resource);
emit::Node claim(const Context& context, const ir::Resource& resource);
emit::Node object(const Context& context, const ir::Resource& resource);

// Shared by them.

/// Sets `key` to a duration as a whole number of seconds, or of milliseconds.
void copySeconds(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value);
void copyMilliseconds(emit::Node& node, std::string_view key, const ir::Value* value);
/// A document with its `$schema`.
emit::Node withSchema(std::string_view schema);
/// `azureml:NAME:VERSION`, `azureml:NAME@latest` if no version was given, or the text of a reference.
emit::Node assetReference(const Context& context, const ir::Value& value);
/// `azureml:NAME`.
emit::Node computeReference(const Context& context, const ir::Value& value);
/// A reference to an environment, or its body.
emit::Node environmentReference(const Context& context, const ir::Value& value);
/// `{ type, user_assigned_identities }`.
emit::Node identity(const Context& context, const ir::Value& value);

}  // namespace mlpc::backends::azureml
