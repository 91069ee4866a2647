#pragma once

#include <unordered_set>

#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// What the expressions of a program refer to.
class Uses {
 public:
  explicit Uses(const World& world);

  [[nodiscard]] bool contains(sema::SymbolId symbol) const { return used_.count(symbol) != 0; }

 private:
  void add(sema::SymbolId symbol) {
    if (symbol) used_.insert(symbol);
  }

  std::unordered_set<sema::SymbolId> used_;
};

}  // namespace mlpc::rules
