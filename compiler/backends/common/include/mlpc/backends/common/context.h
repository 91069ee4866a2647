#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/access.h"
#include "mlpc/ir/program.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::backends {

using vocabulary::Kind;
using vocabulary::Module;

/// How a value has to come out.
enum class Wanted : uint8_t {
  Data,     ///< as it is
  Text,     ///< a string
  Escaped,  ///< a string in which Kubernetes expands `$(NAME)`, which mlp means as it is
};

/// How the values of declarations become data of documents.
struct Context {
  const ir::Program& program;
  diag::Engine& diags;
  /// Reports a value that has to wait for a run. `setting` is what it was given for.
  void (*late)(diag::Engine& diags, source::Span origin, std::string_view setting);
  /// How the id of a resource in Azure is written; nothing where it is not known. Absent for targets without such ids.
  std::function<std::optional<std::string>(const ir::Resource&)> idOf = {};
  /// The node for a value that only a run gives, in a document that the run makes; null if it cannot be there either.
  /// Absent for documents that are complete.
  std::function<emit::Node(const ir::Value&, Wanted)> runTime = {};

  /// The resource that `value` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Value* value) const;
  /// The resource that the field `name` of `from` refers to, or null.
  [[nodiscard]] const ir::Resource* resource(const ir::Resource& from, std::string_view name) const;
  /// The text of a constant, the name of a resource, or its id; nothing without a word if it is not known.
  [[nodiscard]] std::optional<std::string> known(const ir::Value& value) const;
  /// The same with a diagnostic where it is not known.
  [[nodiscard]] std::optional<std::string> text(const ir::Value& value, std::string_view setting = {}) const;
  /// `value` as a node with its origin; null, and a diagnostic, if nothing can stand for it.
  [[nodiscard]] emit::Node node(const ir::Value& value, Wanted wanted, std::string_view setting = {}) const;
  [[nodiscard]] emit::Node data(const ir::Value& value) const { return node(value, Wanted::Data); }
  /// The id of a resource in Azure, if it is known.
  [[nodiscard]] std::optional<std::string> id(const ir::Resource& resource) const {
    return idOf ? idOf(resource) : std::nullopt;
  }
  /// Seconds of a duration; null, and a diagnostic, if it is none that is known.
  [[nodiscard]] emit::Node seconds(const ir::Value& value, std::string_view setting) const;
};

/// `value`, or null if it is `null`, which stands for what was left out.
const ir::Value* given(const ir::Value* value);
/// Where `field` of a resource was written; the declaration where it was not.
source::Span placeOf(const ir::Resource& resource, std::string_view field);

}  // namespace mlpc::backends
