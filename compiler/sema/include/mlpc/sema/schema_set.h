#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/sema/program.h"
#include "mlpc/sema/standard_tables.h"

namespace mlpc::sema {

class Scope;

/// What the checker asks of the standard library.
class StandardLibrary {
 public:
  virtual ~StandardLibrary() = default;
  /// The module with that dotted name (`azure.ml`); invalid if there is none.
  virtual ModuleId module(std::string_view dottedName) = 0;
  /// What `name` means in a module; invalid if it does not exist.
  virtual SymbolId lookup(ModuleId module, std::string_view name) = 0;
  /// A type of the prelude (`TaskOptions`), or one given by its dotted name (`azure.devops.Step`); the error type if
  /// there is none.
  virtual TypeId type(std::string_view qualifiedName) = 0;
  /// All names of a module, in the order of its text.
  [[nodiscard]] virtual std::vector<std::string_view> names(ModuleId module) const = 0;
  /// The dotted names of all modules.
  [[nodiscard]] virtual std::vector<std::string> moduleNames() const = 0;
  /// The namespaces that are visible without an import.
  [[nodiscard]] virtual const Scope& global() const = 0;
};

/// The standard library: its types, symbols and signatures, which all programs of a process share. They were resolved
/// when the compiler was built, and do not change. Every function may be called from several threads.
class SchemaSet final : public StandardLibrary {
 public:
  /// Both must outlive the set. The n-th file of `sources` is the text of the n-th module.
  SchemaSet(const tables::Tables& tables, const source::SourceManager& sources);
  ~SchemaSet() override;
  SchemaSet(const SchemaSet&) = delete;
  SchemaSet& operator=(const SchemaSet&) = delete;

  ModuleId module(std::string_view dottedName) override;
  SymbolId lookup(ModuleId module, std::string_view name) override;
  TypeId type(std::string_view qualifiedName) override;
  [[nodiscard]] std::vector<std::string_view> names(ModuleId module) const override;
  [[nodiscard]] std::vector<std::string> moduleNames() const override;
  [[nodiscard]] const Scope& global() const override;
  /// The tables on top of which programs put theirs.
  [[nodiscard]] Program& program() { return program_; }
  /// The texts that spans in the standard library refer to.
  [[nodiscard]] const source::SourceManager& sources() const { return program_.sources; }

 private:
  const tables::Tables& tables_;
  Program program_;
  std::unique_ptr<Scope> everywhere_;
};

}  // namespace mlpc::sema
