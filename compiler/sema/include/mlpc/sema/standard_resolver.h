#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/sema/program.h"
#include "mlpc/sema/schema_set.h"
#include "mlpc/syntax/parsed_file.h"

namespace mlpc::sema {

/// A module of the standard library as mlp source.
struct StandardModule {
  std::string name;  ///< `azure.devops`
  std::shared_ptr<const syntax::ParsedFile> parsed;
};

/// Resolves the standard library from its sources: for the build, which makes the tables of `SchemaSet` from the
/// result.
class StandardResolver {
 public:
  /// `sources` has the texts of the modules and must outlive the resolver. What is wrong is added to `diags`.
  StandardResolver(const source::SourceManager& sources, std::vector<StandardModule> modules, diag::Engine& diags);
  ~StandardResolver();
  StandardResolver(const StandardResolver&) = delete;
  StandardResolver& operator=(const StandardResolver&) = delete;

  [[nodiscard]] StandardLibrary& library();
  /// Everything that the modules declare.
  [[nodiscard]] const Program& program() const;
  /// The namespaces that need no import.
  [[nodiscard]] const std::vector<SymbolId>& visibleEverywhere() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlpc::sema
