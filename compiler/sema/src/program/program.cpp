#include "mlpc/sema/program.h"

namespace mlpc::sema {

std::array<const FileTables*, 2> partsOf(const Module& module) {
  return {module.checked.get(), module.interface.get()};
}

SymbolId Module::declared(syntax::StmtId stmt) const {
  for (const FileTables* tables : partsOf(*this)) {
    if (tables == nullptr) continue;
    if (const auto found = tables->declared.find(stmt.index()); found != tables->declared.end()) return found->second;
  }
  return {};
}

const Signature* Module::signature(SymbolId symbol) const {
  for (const FileTables* tables : partsOf(*this)) {
    if (tables == nullptr) continue;
    if (const auto found = tables->signatures.find(symbol.index()); found != tables->signatures.end())
      return &found->second;
  }
  return nullptr;
}

const ExprInfo* Module::info(syntax::ExprId expr) const {
  const ExprInfo* found = checked ? checked->exprs.find(expr) : nullptr;
  if (found != nullptr && (found->type || found->use.index() != 0)) return found;
  return interface ? interface->exprs.find(expr) : nullptr;
}

const ExprInfo& Program::info(ModuleId id, syntax::ExprId expr) const {
  static const ExprInfo kNone;
  const ExprInfo* found = expr ? module(id).info(expr) : nullptr;
  return found != nullptr ? *found : kNone;
}

const Signature* Program::signature(SymbolId symbol) const {
  if (!symbol) return nullptr;
  const ModuleId module = symbols[symbol].module;
  if (!module) return nullptr;
  if (standard_ != nullptr && isStandardId(module)) {
    const std::shared_lock lock(standard_->mutex);
    return modules[module].signature(symbol);
  }
  return modules[module].signature(symbol);
}

}  // namespace mlpc::sema
