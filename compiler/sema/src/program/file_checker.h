#pragma once

#include <vector>

#include "bodies/body_context.h"
#include "declarations/declarations.h"
#include "expressions/expression_checker.h"
#include "names/names.h"
#include "program/file_context.h"
#include "types/type_resolver.h"

namespace mlpc::sema {

/// A step over one file: the parts that check it, each with the parts that it uses.
class FileChecker {
 public:
  /// See FileContext.
  FileChecker(Program& program, StandardLibrary& standard, OtherFiles& others, diag::Engine& diags, ModuleId module,
              FileTables& tables, ModuleInterface* interface);

  /// Types, signatures, constants and records: everything that the file offers to others.
  void checkHead();
  /// The bodies of its declarations.
  void checkBodies();

  // For a module of the standard library, instead of the two above: all modules declare before one is resolved.
  /// Adds the names of its declarations and imports.
  void declareAll();
  /// Types, signatures and defaults of what it declares.
  void resolveAll();
  [[nodiscard]] Declarations& declarations() { return declarations_; }

 private:
  [[nodiscard]] std::vector<SymbolId> declared() const;
  /// The decorators and the record of a declaration.
  void checkDeclaration(SymbolId symbol);
  void checkBody(SymbolId symbol);
  void checkSecret(syntax::ExprId record);
  void checkResource(SymbolId symbol, syntax::ExprId record);

  FileContext file_;
  Names names_;
  TypeResolver types_;
  Declarations declarations_;
  ExpressionChecker expressions_;
  BodyContext bodies_;
};

}  // namespace mlpc::sema
