#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mlpc/emit/document.h"
#include "mlpc/ir/access.h"
#include "mlpc/ir/program.h"
#include "mlpc/vocabulary/components.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends {

using vocabulary::Builtin;
using vocabulary::Kind;
using vocabulary::Module;

/// The form in which a value is needed.
enum class Wanted : uint8_t {
  Data,     ///< as it is
  Text,     ///< a string
  Escaped,  ///< a string in which Kubernetes expands `$(NAME)`, although mlp means it literally
};

/// How the values of declarations become data in documents, once the rules (`rules.h`) have seen them.
struct Context {
  const ir::Program& program;
  /// How the id of an Azure resource is written; empty if not known. Absent for targets without such ids.
  std::function<std::optional<std::string>(const ir::Resource&)> idOf = {};
  /// The node for a value that only a run knows, in a document that the run makes. Absent for complete
  /// documents.
  std::function<emit::Node(const ir::Value&, Wanted)> runTime = {};

  /// The resource that `value` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Value* value) const;
  /// The resource that the field `name` of `from` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Resource& from, vocabulary::FieldName name) const;
  /// The text of a constant, the name of a resource, or its id; empty if it is not known.
  [[nodiscard]] std::optional<std::string> known(const ir::Value& value) const;
  /// `value` as a node with its origin.
  [[nodiscard]] emit::Node node(const ir::Value& value, Wanted wanted) const;
  [[nodiscard]] emit::Node data(const ir::Value& value) const { return node(value, Wanted::Data); }
  /// The id of an Azure resource, if it is known.
  [[nodiscard]] std::optional<std::string> id(const ir::Resource& resource) const {
    return idOf ? idOf(resource) : std::nullopt;
  }
  /// A duration in seconds.
  [[nodiscard]] emit::Node seconds(const ir::Value& value) const;
};

/// `value`, or null if it is `null`, which means that it was omitted.
const ir::Value* given(const ir::Value* value);
/// Where `field` of a resource was written; the declaration if it was not.
source::Span placeOf(const ir::Resource& resource, vocabulary::FieldName field);

}  // namespace mlpc::backends
