#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "names/scope.h"
#include "program/file_context.h"

namespace mlpc::sema {

/// The names that a file declares, and those that it can use.
class Names {
 public:
  explicit Names(FileContext& file) : file_(file) {}

  /// Adds a declaration to the names of the file; invalid if the name is already in use.
  SymbolId declare(syntax::DeclId decl);
  void declareImport(syntax::DeclId decl);

  /// The scope of the file's declarations.
  Scope& fileScope();
  /// The symbol that `name` refers to: in `scope` and its parents, otherwise in the prelude and, in workflows, among
  /// the steps of `azure.devops`. Does not report if there is none.
  [[nodiscard]] SymbolId lookup(const Scope& scope, std::string_view name) const;
  /// A name declared in `module`.
  [[nodiscard]] SymbolId lookupIn(ModuleId module, std::string_view name) const;
  /// The names that a module declares, for "did you mean".
  [[nodiscard]] std::vector<std::string> namesIn(ModuleId module) const;
  /// The module that an import refers to; invalid if there is none.
  [[nodiscard]] ModuleId targetOf(SymbolId import) const;
  [[nodiscard]] ModuleId prelude() const { return file_.standard.module("prelude"); }

  /// Reports that nothing has this name, with a "did you mean".
  void reportUnknown(const Scope& scope, const syntax::Name& name);
  /// Reports a `let` that is used before its declaration at `later`: a cycle, if it leads back to the use.
  void reportEarly(const syntax::Name& name, source::Span later);
  /// Whether the name that was not found at `span` may be declared in what could not be read.
  [[nodiscard]] bool mayBeLost(source::Span span) const;

 private:
  /// Reports that the import of a file has no name.
  void nameImport(const syntax::ImportDecl& import);

  FileContext& file_;
  std::optional<Scope> fileScope_;
};

/// `azure.devops`, for an import of a module of the standard library.
std::string dottedPath(const syntax::ImportDecl& import);

/// A declaration of this name in a module of the standard library, as it would be written; empty if there is none.
std::string otherModuleOf(StandardLibrary& standard, std::string_view name);

}  // namespace mlpc::sema
