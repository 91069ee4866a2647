#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/sema/program.h"

namespace mlpc::sema {

class Scope;

/// A module of the standard library whose declarations are parsed on demand.
struct StandardModule {
  std::shared_ptr<const syntax::Tree> tree;  ///< grows when `declaration` is called
  std::function<syntax::DeclId(std::string_view)> declaration;
  std::vector<std::string_view> names;  ///< everything that `declaration` can return
};

/// Where the modules of the standard library come from.
class StandardLoader {
 public:
  virtual ~StandardLoader() = default;
  /// The module with that dotted name, or empty. Called once for each.
  virtual std::optional<StandardModule> load(const std::string& dottedName) = 0;
  /// The dotted names of all modules.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
  /// The texts of the modules, which spans in the standard library refer to.
  [[nodiscard]] virtual const source::SourceManager& sources() const = 0;
};

/// What the checker asks of the standard library.
class StandardLibrary {
 public:
  virtual ~StandardLibrary() = default;
  /// The module with that dotted name (`azure.ml`); invalid if there is none.
  virtual ModuleId module(const std::string& dottedName) = 0;
  /// What `name` means in a module; invalid if it does not exist.
  virtual SymbolId lookup(ModuleId module, std::string_view name) = 0;
  /// A type of the prelude (`TaskOptions`), or one given by its dotted name (`azure.devops.Step`); the error type if
  /// there is none.
  virtual TypeId type(std::string_view qualifiedName) = 0;
  /// The module that an import refers to. The import is in a module of the standard library, or is one of the
  /// namespaces visible everywhere.
  virtual ModuleId targetOf(SymbolId import) = 0;
  /// All names of a module.
  virtual const std::vector<std::string_view>& names(ModuleId module) = 0;
  /// The dotted names of all modules.
  [[nodiscard]] virtual std::vector<std::string> moduleNames() const = 0;
  /// The namespaces that are visible without an import.
  [[nodiscard]] virtual const Scope& global() const = 0;
};

/// The standard library: its types, symbols and signatures, which all programs of a process share.
/// A declaration is parsed and resolved when it is first looked up, along with everything that it refers to, and does
/// not change after that. Every function may be called from several threads.
class SchemaSet final : public StandardLibrary {
 public:
  explicit SchemaSet(std::unique_ptr<StandardLoader> loader);
  ~SchemaSet() override;
  SchemaSet(const SchemaSet&) = delete;
  SchemaSet& operator=(const SchemaSet&) = delete;

  ModuleId module(const std::string& dottedName) override;
  SymbolId lookup(ModuleId module, std::string_view name) override;
  TypeId type(std::string_view qualifiedName) override;
  ModuleId targetOf(SymbolId import) override;
  const std::vector<std::string_view>& names(ModuleId module) override;
  [[nodiscard]] std::vector<std::string> moduleNames() const override;
  [[nodiscard]] const Scope& global() const override;
  /// The tables on top of which programs put theirs.
  [[nodiscard]] Program& program();
  /// The texts that spans in the standard library refer to.
  [[nodiscard]] const source::SourceManager& sources() const;
  /// What is wrong in the standard library itself, as far as it was looked up.
  [[nodiscard]] std::vector<diag::Report> problems() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlpc::sema
