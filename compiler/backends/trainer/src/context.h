#pragma once

#include <optional>
#include <string>

#include "mlpc/diag/engine.h"
#include "mlpc/emit/document.h"
#include "mlpc/ir/access.h"
#include "mlpc/ir/program.h"

namespace mlpc::backends::trainer {

/// What the parts of the mapping share. `text` and the like report what is not known when compiling.
struct Context {
  const ir::Program& program;
  diag::Engine& diags;

  /// The text of a constant; nothing, and a diagnostic, if it has to wait for a run.
  std::optional<std::string> text(const ir::Value& value) const;
  /// A constant as a node of the document; null, and a diagnostic, if it has to wait for a run.
  emit::Node data(const ir::Value& value) const;
  /// The name of a declared thing, or text.
  std::optional<std::string> nameOf(const ir::Value& value) const;
  /// The same without a diagnostic.
  std::optional<std::string> knownName(const ir::Value* value) const;
  const ir::Resource* resource(const ir::Value& value) const;
  /// The Kubernetes secret that `value` refers to; null, and a diagnostic, if it is none.
  const ir::Secret* secret(const ir::Value& value) const;
};

using ir::boolean;
using ir::duration;
using ir::fields;
using ir::integer;
using ir::items;
using ir::member;
using ir::quantity;

}  // namespace mlpc::backends::trainer
