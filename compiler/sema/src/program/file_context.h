#pragma once

#include <optional>
#include <string>

#include "mlpc/diag/engine.h"
#include "mlpc/embedded/code_text.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"
#include "mlpc/sema/schema_set.h"
#include "mlpc/sema/type_rules.h"
#include "mlpc/support/name_index.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::sema {

using vocabulary::Builtin;
using vocabulary::DecoratorName;
using vocabulary::Kind;
using vocabulary::Language;

/// How the check of a file learns about other files.
class OtherFiles {
 public:
  virtual ~OtherFiles() = default;
  /// The module that an import refers to, whose interface must be complete; invalid if that failed, which was reported.
  virtual ModuleId import(ModuleId from, syntax::DeclId decl, diag::Engine& diags) = 0;
  /// Records that the interface of `module` was used.
  virtual void used(ModuleId module) = 0;
  /// A file with code beside `from`.
  virtual std::optional<CodeFile> codeFile(const std::string& path, ModuleId from) = 0;
  /// The type of a symbol's value, if another file declares the symbol.
  virtual TypeId typeOf(SymbolId symbol) = 0;
  /// The signature of such a symbol.
  virtual const Signature& signatureOf(SymbolId symbol) = 0;
  /// Whether the step should stop, since its results are no longer needed.
  [[nodiscard]] virtual bool cancelled() const = 0;
};

/// A step over one file, or the resolving of one module of the standard library: what is read, and where findings go.
/// Every part of the check has a reference to it.
class FileContext {
 public:
  /// The step that computes `theTables`, which is the interface itself (`theInterface`), or null while bodies are
  /// checked.
  FileContext(Program& theProgram, StandardLibrary& theStandard, OtherFiles& theOthers, diag::Engine& theDiags,
              ModuleId theModule, FileTables& theTables, ModuleInterface* theInterface);

  Program& program;
  TypeStore& types;
  StandardLibrary& standard;
  OtherFiles& others;
  diag::Engine& diags;
  const ModuleId module;
  const syntax::Tree& tree;
  /// The results of this step.
  FileTables& tables;
  /// The names of the file while its head is checked; for the standard library, at any time.
  ModuleInterface* const interface;

  /// What is known about its fences. The standard library has none.
  [[nodiscard]] const embedded::FileCode& code() const { return *program.module(module).code; }
  [[nodiscard]] const syntax::Expr& expr(syntax::ExprId id) const { return tree.exprs[id]; }
  /// The results for an expression, to be filled in.
  ExprInfo& info(syntax::ExprId id) { return tables.exprs[id]; }
  /// The results for an expression, including those of the previous step.
  [[nodiscard]] const ExprInfo& known(syntax::ExprId id) const {
    const ExprInfo* here = id ? tables.exprs.find(id) : nullptr;
    return here != nullptr && (here->type || here->use.index() != 0) ? *here : program.info(module, id);
  }
  /// The symbol that an expression refers to, or null.
  [[nodiscard]] const SymbolUse* symbolUse(syntax::ExprId id) const { return std::get_if<SymbolUse>(&known(id).use); }
  /// The CallUse of a checked call, or null.
  [[nodiscard]] const CallUse* callUse(syntax::ExprId id) const {
    return id ? std::get_if<CallUse>(&known(id).use) : nullptr;
  }
  /// The symbol that a statement declares; invalid if there is none yet.
  [[nodiscard]] SymbolId declared(syntax::StmtId id) const { return program.module(module).declared(id); }
  [[nodiscard]] std::optional<support::Constant> constant(syntax::ExprId id) const {
    return constantOf(program, module, id);
  }
  /// Records that a whole is known no earlier than one of its parts, which may be invalid.
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
  /// Adds the symbol that a statement of a body declares (`let`, `for`, a job); from then on `stmt` refers to it.
  SymbolId addStatementSymbol(syntax::StmtId stmt, SymbolKind kind, const syntax::Name& name, SymbolId owner,
                              TypeId type);

  /// The code in the file that `expr` names; empty if that is only known at run time, or the file is not text that
  /// can be read: lowering, which needs it, reports why.
  [[nodiscard]] std::optional<embedded::CodeText> codeFile(syntax::ExprId expr);
  /// Whether one more search over all names for a "did you mean" is worth the time: not for the ten-thousandth error.
  [[nodiscard]] bool maySearch() { return ++searches_ <= 200; }
  /// The element of a list of fields, ports or symbols with this name, or null.
  template <typename T>
  [[nodiscard]] const T* named(const std::vector<T>& list, std::string_view name) {
    return names_.find(list, name);
  }

  /// Whether the fields of one more record can be spread into a new type at `where`; reports when they become too many,
  /// as in a chain of types of which each contains all fields of the one before.
  [[nodiscard]] bool maySpread(size_t fields, source::Span where);

 private:
  size_t searches_ = 0;
  size_t spread_ = 0;  ///< fields
  support::NameIndex names_;
  size_t nextSymbol_ = 0;  ///< the next symbol whose id is taken from an earlier version of the same tables
};

/// Whether the parser reported something inside the declaration of `symbol`, if that is valid: what seems to be missing
/// there may have been written.
bool isBroken(const Program& program, SymbolId symbol);

/// Whether the components of a module are steps of workflows, and not tasks of pipelines.
bool isStepModule(vocabulary::Module module);

}  // namespace mlpc::sema
