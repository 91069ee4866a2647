#pragma once

#include "names/scope.h"

namespace mlpc::sema {

/// An input that an enclosing condition has shown to be present: `present(x) ? x : …`.
struct Shown {
  SymbolId input;
  const Shown* outer = nullptr;
};

/// When the values in a place must be known.
enum class Timing : uint8_t {
  Any,
  Early,  ///< at compile time, unless the type allows more (`T*`): in settings
};

/// Where an expression is.
struct At {
  const Scope& scope;
  Timing timing = Timing::Any;
  const Shown* shown = nullptr;

  [[nodiscard]] Place place() const { return scope.place(); }
  [[nodiscard]] bool isShown(SymbolId input) const {
    for (const Shown* one = shown; one != nullptr; one = one->outer) {
      if (one->input == input) return true;
    }
    return false;
  }
  /// The same place, but with values needed at another time.
  [[nodiscard]] At with(Timing other) const { return {scope, other, shown}; }
};

/// What a name or a member is used for: more is allowed if something is taken from it (`x.y`, `x[y]`, `x(y)`).
enum class Role : uint8_t { Value, Base };

}  // namespace mlpc::sema
