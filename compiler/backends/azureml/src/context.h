#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/access.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::azureml {

using ir::boolean;
using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

/// What the parts of both targets share.
struct Context {
  const ir::Program& program;
  diag::Engine& diags;
  /// How ARM ids are written; `armId` where absent. Scripts put in what their variables hold.
  std::function<std::optional<std::string>(const ir::Resource&)> idOf = {};

  [[nodiscard]] std::optional<std::string> id(const ir::Resource& resource) const;

  /// The resource that `value` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Value* value) const;
  /// The resource that the field `name` of `from` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Resource& from, std::string_view name) const;
  /// The text of a constant; nothing, and a diagnostic, if it has to wait for a run.
  [[nodiscard]] std::optional<std::string> text(const ir::Value& value) const;
  /// A constant as a node; references are names. A diagnostic if it has to wait for a run.
  [[nodiscard]] emit::Node data(const ir::Value& value) const;
};

/// Where `field` of a resource was written; the declaration where it was not.
source::Span placeOf(const ir::Resource& resource, std::string_view field);
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
