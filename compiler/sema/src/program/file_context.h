#pragma once

#include <optional>
#include <string>

#include "mlpc/diag/engine.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"
#include "mlpc/sema/schema_set.h"
#include "types/type_rules.h"

namespace mlpc::sema {

/// What the check of a file asks of those who know of other files.
class OtherFiles {
 public:
  virtual ~OtherFiles() = default;
  /// The module that an import of the file leads to, whose interface is there; invalid after a complaint.
  virtual ModuleId import(ModuleId from, syntax::DeclId decl, diag::Engine& diags) = 0;
  /// The interface of `module` was looked into.
  virtual void used(ModuleId module) = 0;
  /// The text of a file beside `from`.
  virtual std::optional<std::string> text(const std::string& path, ModuleId from) = 0;
  /// The type of the value of a symbol that another file declares.
  virtual TypeId typeOf(SymbolId symbol) = 0;
  /// The signature of one.
  virtual const Signature& signatureOf(SymbolId symbol) = 0;
  /// Whether the step should stop: what it finds will not be asked for.
  [[nodiscard]] virtual bool cancelled() const = 0;
};

/// A step over one file, or the resolving of one module of the standard library: what is read, and where findings go.
/// Everything that checks has a reference to it.
class FileContext {
 public:
  /// The step that finds out `theTables`, which is the interface itself (`theInterface`) or null while bodies are
  /// checked.
  FileContext(Program& theProgram, StandardLibrary& theStandard, OtherFiles& theOthers, diag::Engine& theDiags,
              ModuleId theModule, FileTables& theTables, ModuleInterface* theInterface);

  Program& program;
  TypeStore& types;
  StandardLibrary& standard;
  OtherFiles& others;
  diag::Engine& diags;
  const ModuleId module;
  /// The tree of a module of the standard library grows: a reference into it lives until a name is resolved.
  const syntax::Tree& tree;
  /// What is found out in this step.
  FileTables& tables;
  /// The names of the file, while its head is checked; those of the standard library always.
  ModuleInterface* const interface;

  /// What is known of its fences. The standard library has none.
  [[nodiscard]] const embedded::FileCode& code() const { return *program.module(module).code; }
  [[nodiscard]] const syntax::Expr& expr(syntax::ExprId id) const { return tree.exprs[id]; }
  /// What is found out about an expression.
  ExprInfo& info(syntax::ExprId id) { return tables.exprs[id]; }
  /// What was found out about it, in the step before too.
  [[nodiscard]] const ExprInfo& known(syntax::ExprId id) const {
    const ExprInfo* here = id ? tables.exprs.find(id) : nullptr;
    return here != nullptr && (here->type || here->use.index() != 0) ? *here : program.info(module, id);
  }
  /// The symbol that an expression names, or null.
  [[nodiscard]] const SymbolUse* symbolUse(syntax::ExprId id) const { return std::get_if<SymbolUse>(&known(id).use); }
  /// The CallUse of a checked call, or null.
  [[nodiscard]] const CallUse* callUse(syntax::ExprId id) const {
    return id ? std::get_if<CallUse>(&known(id).use) : nullptr;
  }
  [[nodiscard]] std::optional<support::Constant> constant(syntax::ExprId id) const {
    return constantOf(program, module, id);
  }
  /// Notes that a whole is known no earlier than one of its parts, which may be invalid.
  void addPhase(syntax::ExprId whole, syntax::ExprId part);
  /// An expression as people write it, for messages.
  [[nodiscard]] std::string sourceOf(syntax::ExprId id) const { return describe(tree, program.sources, id); }

  [[nodiscard]] TypeId error() const { return types.basic(TypeKind::Error); }
  [[nodiscard]] TypeId basic(TypeKind kind) const { return types.basic(kind); }
  [[nodiscard]] const Type& type(TypeId id) const { return types[id]; }
  [[nodiscard]] TypeKind kind(TypeId id) const { return kindOf(types, id); }
  [[nodiscard]] bool isError(TypeId id) const { return isErrorType(types, id); }
  /// The name of a type, for messages.
  [[nodiscard]] diag::TypeName nameOf(TypeId id) const { return diag::TypeName(types.name(id)); }

  [[nodiscard]] bool isStandard() const { return isStandardId(module); }

  SymbolId addSymbol(Symbol symbol);
  /// The symbol that a statement of a body declares (`let`, `for`, a job), which `stmt` leads to from then on.
  SymbolId addStatementSymbol(syntax::StmtId stmt, SymbolKind kind, const syntax::Name& name, SymbolId owner,
                              TypeId type);

  /// The text of a file that this one names; nothing if it cannot be read.
  [[nodiscard]] std::optional<std::string> fileText(const std::string& path);

 private:
  size_t nextSymbol_ = 0;  ///< whose id is taken from an earlier making of the same tables
};

/// Whether the parser complained inside the declaration of `symbol`, if that is valid: what lacks there may have been
/// written.
bool isBroken(const Program& program, SymbolId symbol);

}  // namespace mlpc::sema
