#include "mlpc/sema/program.h"

namespace mlpc::sema {

std::shared_ptr<const ConstantValues::Known> ConstantValues::find(SymbolId symbol, std::string_view attribute) const {
  const std::lock_guard lock(mutex_);
  const auto all = values_.find(symbol.index());
  if (all == values_.end()) return nullptr;
  const auto found = all->second.find(attribute);
  return found != all->second.end() ? found->second : nullptr;
}

void ConstantValues::keep(SymbolId symbol, Known known, std::string_view attribute) {
  auto kept = std::make_shared<const Known>(std::move(known));
  const std::lock_guard lock(mutex_);
  values_[symbol.index()].emplace(attribute, std::move(kept));
}

}  // namespace mlpc::sema
