#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlpc/sema/program.h"

namespace mlpc::sema {

/// The kind of braces around a name: which built-in names and uses are allowed depends on it.
enum class Place : uint8_t {
  TopLevel,
  Component,         ///< settings of a component
  ComponentCommand,  ///< `command`, `args`: ports and `executor_input` are visible
  ComponentFence,    ///< placeholders of a component's code: constants only
  Pipeline,
  TrainJob,
  Workflow,  ///< stages, jobs and steps, including templates
};

/// The names visible in one pair of braces. Besides parameters and lets, the bodies declare:
/// - `final_status` in a `finally` block: a Namespace symbol of type FinalStatus;
/// - `matrix` in a job: a Namespace symbol with a Record type (any field is a string if it has none);
/// - names that a later `let` will declare, which `announce` distinguishes from unknown ones.
/// A Let that is a task or step has the type `types.task(itself)` and its callee; a group has no callee, and its yields
/// as its signature. Any other Let has the type of its value. Inner scopes see outer ones; a `let` is visible after it.
class Scope {
 public:
  Scope(const Scope* parent, Place place) : parent_(parent), place_(place) {}
  /// False if the name already exists in this scope.
  bool declare(std::string_view name, SymbolId symbol) { return names_.emplace(name, symbol).second; }
  [[nodiscard]] SymbolId findHere(std::string_view name) const {
    auto it = names_.find(name);
    return it == names_.end() ? SymbolId() : it->second;
  }
  [[nodiscard]] SymbolId find(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (SymbolId id = s->findHere(name)) return id;
    }
    return {};
  }
  /// Announces that a later `let` in these braces has this name.
  void announce(std::string_view name, source::Span span) { announced_.emplace(name, span); }
  [[nodiscard]] const source::Span* announced(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (auto it = s->announced_.find(name); it != s->announced_.end()) return &it->second;
    }
    return nullptr;
  }
  /// Records that a `let` in inner braces, which have ended, had this name.
  void hide(std::string_view name, source::Span span) { hidden_.emplace(name, span); }
  [[nodiscard]] const source::Span* hidden(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (auto it = s->hidden_.find(name); it != s->hidden_.end()) return &it->second;
    }
    return nullptr;
  }
  [[nodiscard]] const Scope* parent() const { return parent_; }
  [[nodiscard]] Place place() const { return place_; }
  void collectNames(std::vector<std::string>& out) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      for (const auto& [name, id] : s->names_) out.emplace_back(name);
    }
  }

 private:
  const Scope* parent_;
  Place place_;
  std::unordered_map<std::string_view, SymbolId> names_;
  std::unordered_map<std::string_view, source::Span> announced_;
  std::unordered_map<std::string_view, source::Span> hidden_;
};

}  // namespace mlpc::sema
