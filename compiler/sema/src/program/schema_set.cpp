// The standard library, read from the tables that the build made.

#include "mlpc/sema/schema_set.h"

#include <algorithm>

#include "names/scope.h"
#include "program/standard_names.h"

namespace mlpc::sema {

SchemaSet::SchemaSet(const tables::Tables& tables, const source::SourceManager& sources)
    : tables_(tables), program_(sources, tables), everywhere_(std::make_unique<Scope>(nullptr, Place::TopLevel)) {
  for (const tables::Name& row : tables.everywhere)
    everywhere_->declare(tables.text(row.name), SymbolId(row.index | kStandardBit));
}
SchemaSet::~SchemaSet() = default;

ModuleId SchemaSet::module(std::string_view dottedName) {
  const auto found = std::find_if(tables_.modules.begin(), tables_.modules.end(), [&](const tables::Module& module) {
    return tables_.text(module.name) == dottedName;
  });
  if (found == tables_.modules.end()) return {};
  return ModuleId(static_cast<uint32_t>(found - tables_.modules.begin()) | kStandardBit);
}

SymbolId SchemaSet::lookup(ModuleId module, std::string_view name) {
  if (!module) return {};
  const tables::Range range = tables_.modules[module.index() & ~kStandardBit].byName;
  const auto names = tables_.names.subspan(range.begin, range.size);
  const auto found = std::lower_bound(
      names.begin(), names.end(), name,
      [&](const tables::Name& row, std::string_view wanted) { return tables_.text(row.name) < wanted; });
  if (found == names.end() || tables_.text(found->name) != name) return {};
  return SymbolId(found->index | kStandardBit);
}

TypeId SchemaSet::type(std::string_view qualifiedName) {
  if (qualifiedName == kAnyKind) return TypeId(tables_.anyKind | kStandardBit);
  const SymbolId symbol = findQualified(*this, qualifiedName);
  return symbol ? program_.symbols[symbol].type : program_.types.basic(TypeKind::Error);
}

std::vector<std::string_view> SchemaSet::names(ModuleId module) const {
  const tables::Range range = tables_.modules[module.index() & ~kStandardBit].declared;
  std::vector<std::string_view> names;
  names.reserve(range.size);
  for (const tables::Name& row : tables_.names.subspan(range.begin, range.size))
    names.push_back(tables_.text(row.name));
  return names;
}

std::vector<std::string> SchemaSet::moduleNames() const {
  std::vector<std::string> names;
  for (const tables::Module& module : tables_.modules) names.emplace_back(tables_.text(module.name));
  return names;
}

const Scope& SchemaSet::global() const { return *everywhere_; }

}  // namespace mlpc::sema
