#include "mlpc/sema/program.h"

#include "program/standard_rows.h"

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

Program::Program(const source::SourceManager& theSources, const tables::Tables& tables)
    : sources(theSources),
      types(tables),
      symbols(static_cast<uint32_t>(tables.symbols.size()), [&tables](uint32_t row) { return symbolOf(tables, row); }),
      tables_(&tables),
      signatures_(static_cast<uint32_t>(tables.signatures.size()),
                  [&tables](uint32_t row) { return signatureOf(tables, row); }) {
  // Nothing of their sources is needed.
  const auto tree = std::make_shared<const syntax::Tree>(source::FileId());
  const auto interface = std::make_shared<const ModuleInterface>();
  for (const tables::Module& row : tables.modules) {
    Module module;
    module.name = tables.text(row.name);
    module.standard = static_cast<vocabulary::Module>(row.standard);
    module.tree = tree;
    module.interface = interface;
    modules.add(std::move(module));
  }
}

const Signature* Program::signature(SymbolId symbol) const {
  if (!symbol) return nullptr;
  if (standard_ != nullptr && isStandardId(symbol)) return standard_->signature(symbol);
  if (tables_ != nullptr) {
    const uint32_t row = tables_->symbols[symbol.index() & ~kStandardBit].signature;
    return row == tables::kNone ? nullptr : &signatures_[row];
  }
  const ModuleId module = symbols[symbol].module;
  return module ? modules[module].signature(symbol) : nullptr;
}

}  // namespace mlpc::sema
