#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mlpc/ir/value.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/type.h"

namespace mlpc::lower {

/// The meaning of a name where a body is lowered.
struct Binding {
  /// The value; for a task or group its NodeRef, for a step its StepOutputRef with an empty output.
  ir::Value value;
  /// A group of a pipeline: its unnamed yield is called "".
  bool group = false;
  /// An `if` whose condition is known has no node of its own: these are its yields, and the nodes that represent it in
  /// `after`.
  bool dissolved = false;
  std::vector<std::pair<std::string, ir::Value>> yields;
  std::vector<ir::NodeId> nodes;
};

/// The names in one expansion of a declaration. They are symbols, so inner scopes need no environment of their own; an
/// unrolled loop binds its names again in each iteration.
class Environment {
 public:
  void bind(sema::SymbolId symbol, ir::Value value) {
    Binding binding;
    binding.value = std::move(value);
    bindings_.insert_or_assign(symbol.index(), std::move(binding));
  }
  void bind(sema::SymbolId symbol, Binding binding) { bindings_.insert_or_assign(symbol.index(), std::move(binding)); }
  [[nodiscard]] const Binding* find(sema::SymbolId symbol) const {
    auto found = bindings_.find(symbol.index());
    return found == bindings_.end() ? nullptr : &found->second;
  }

  /// In the arguments of tasks: `"~{x}"` with a string `x` is a text into which `x` is inserted, not `x` itself.
  bool keepsTexts = false;
  /// In a template: the uses of templates that it is expanded for, the outermost first.
  std::vector<sema::TemplateUse> uses;
  /// Inside `finally`: the try block that `final_status` is about.
  ir::NodeId finallyOf;

 private:
  std::unordered_map<uint32_t, Binding> bindings_;
};

}  // namespace mlpc::lower
