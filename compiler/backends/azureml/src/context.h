#pragma once

#include <optional>
#include <string>

#include "mlpc/backends/common/rules.h"

namespace mlpc::backends::azureml {

using ir::boolean;
using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

/// A context in which ids are ARM ids, if the program contains enough information for one.
Context makeContext(const ir::Program& program);
/// The same for rules.
RuleContext makeContext(const ir::Program& program, diag::Engine& diags);

/// Declared in a file named on the command line, to be created.
inline bool isMade(const ir::Resource& resource) { return !resource.existing && resource.requested; }

/// The resource group of an Azure resource, its own or that of what it belongs to; null if there is none.
const ir::Resource* groupOf(const Context& context, const ir::Resource& resource);
/// The workspace that a compute or endpoint belongs to; the resource itself if it is one.
const ir::Resource* workspaceOf(const Context& context, const ir::Resource& resource);
/// The subscription's id if the program gives it, otherwise empty.
std::string subscriptionOf(const Context& context, const ir::Resource& resource);
/// The ARM id; empty if the subscription is not known at compile time.
std::optional<std::string> armId(const Context& context, const ir::Resource& resource);
/// A resource that the document of `resource` needs the id of although it is not known, or null.
const ir::Resource* unknownIdOf(const Context& context, const ir::Resource& resource);
/// Azure's spelling of a size of shared memory: `2g`. Empty if the amount has no such spelling.
std::optional<std::string> sharedMemory(const ir::Value& value);

}  // namespace mlpc::backends::azureml
