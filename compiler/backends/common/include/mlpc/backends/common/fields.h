#pragma once

#include <initializer_list>
#include <string_view>

#include "mlpc/backends/common/context.h"

namespace mlpc::backends {

/// Sets `key` unless the value is null or an empty list or map.
void setIfAny(emit::Node& node, std::string_view key, emit::Node value);
/// Sets `key` to a value, if one was given and it is not empty.
void copy(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value);
/// The same for strings, and for names of resources.
void copyText(emit::Node& node, std::string_view key, const Context& context, const ir::Value* value);
/// Copies fields that have the same names on both sides.
void copyAll(emit::Node& node, const Context& context, const ir::RecordValue& from,
             std::initializer_list<vocabulary::FieldName> names);
/// A map of strings, keys as written; empty for null.
emit::Node strings(const Context& context, const ir::Value* map);
/// A Kubernetes document with its `metadata`: the name, and from `fields` the namespace, labels and annotations.
emit::Node kubernetesObject(const Context& context, std::string_view apiVersion, std::string_view kind, emit::Node name,
                            const ir::RecordValue& fields);
/// The name of a resource, with the place where it was given.
emit::Node nameOf(const ir::Resource& resource);

}  // namespace mlpc::backends
