#include "mlpc/schema/schema.h"

#include <memory>
#include <string>

#include "mlpc/stdlib/stdlib.h"
#include "tables.h"

namespace mlpc::schema {
namespace {

/// The texts of the modules, in the order of the tables.
std::unique_ptr<source::SourceManager> texts() {
  auto sources = source::SourceManager::makeStandard();
  for (const stdlib::Module& module : stdlib::modules())
    sources->add("<stdlib>/" + std::string(module.dottedName) + ".mlp", "", std::string(module.text));
  return sources;
}

}  // namespace

sema::SchemaSet& standard() {
  static const std::unique_ptr<source::SourceManager> sources = texts();
  static sema::SchemaSet set(standardTables(), *sources);
  return set;
}

}  // namespace mlpc::schema
