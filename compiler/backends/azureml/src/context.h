#pragma once

#include <optional>
#include <string>

#include "mlpc/backends/common/context.h"

namespace mlpc::backends::azureml {

using ir::boolean;
using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

/// A context in which ids are ARM ids, where the program says enough for one.
Context makeContext(const ir::Program& program, diag::Engine& diags);

/// Declared here to be made, in a file named on the command line.
inline bool isMade(const ir::Resource& resource) { return !resource.existing && resource.requested; }

/// The resource group that a resource of Azure lives in, directly or through what it belongs to; null if there is none.
const ir::Resource* groupOf(const Context& context, const ir::Resource& resource);
/// The workspace that a compute or endpoint belongs to; the resource itself if it is one.
const ir::Resource* workspaceOf(const Context& context, const ir::Resource& resource);
/// The subscription's id, where the program says it; else empty.
std::string subscriptionOf(const Context& context, const ir::Resource& resource);
/// The ARM id; nothing where the subscription is not known when compiling.
std::optional<std::string> armId(const Context& context, const ir::Resource& resource);

}  // namespace mlpc::backends::azureml
