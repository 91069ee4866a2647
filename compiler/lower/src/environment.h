#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "mlpc/ir/value.h"
#include "mlpc/sema/type.h"

namespace mlpc::lower {

/// What a name stands for where a body is lowered.
struct Binding {
  /// The value; of a task or group its NodeRef, of a step its StepOutputRef with an empty output.
  ir::Value value;
  /// A group of a pipeline: its unnamed yield is called "".
  bool group = false;
  /// An `if` whose condition is known has no node of its own: what it yields, and the nodes that stand for it in
  /// `after`.
  bool dissolved = false;
  std::vector<std::pair<std::string, ir::Value>> yields;
  std::vector<ir::NodeId> nodes;
};

/// The names of one expansion of a declaration. They are symbols, so inner scopes need no environment of their own; a
/// loop that is unrolled binds its names anew each time round.
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

  /// In the arguments of tasks: `"~{x}"` of a string is a text into which `x` is put, not `x`.
  bool keepsTexts = false;
  /// Inside `finally`: the try block that `final_status` is about.
  ir::NodeId finallyOf;

 private:
  std::unordered_map<uint32_t, Binding> bindings_;
};

}  // namespace mlpc::lower
