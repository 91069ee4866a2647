#pragma once

#include "names/scope.h"

namespace mlpc::sema {

/// An input that a condition around has shown to be there: `present(x) ? x : …`.
struct Shown {
  SymbolId input;
  const Shown* outer = nullptr;
};

/// When the values of a place must be known.
enum class Timing : uint8_t {
  Any,
  Early,  ///< when compiling, unless the type says otherwise (`T*`): in settings
};

/// Where an expression stands.
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
  /// The same place, where values must be known at another time.
  [[nodiscard]] At with(Timing other) const { return {scope, other, shown}; }
};

/// What a name or a member is for: more may stand where something is taken of it (`x.y`, `x[y]`, `x(y)`).
enum class Role : uint8_t { Value, Base };

}  // namespace mlpc::sema
