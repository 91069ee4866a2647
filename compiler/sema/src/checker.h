#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/sema/constants.h"
#include "mlpc/sema/program.h"
#include "mlpc/sema/schema_set.h"
#include "types/type_rules.h"

namespace mlpc::sema {

/// What kind of braces a name is looked up from: which built-in names and uses are allowed depends on it.
enum class Place : uint8_t {
  TopLevel,
  Component,         ///< settings of a component
  ComponentCommand,  ///< `command`, `args`: ports and `executor_input` are visible
  ComponentFence,    ///< placeholders of a component's code: constants only
  Pipeline,
  TrainJob,
  Workflow,  ///< stages, jobs and steps, templates too
};

/// Names visible in one pair of braces. What the bodies declare themselves, besides parameters and lets:
/// - `final_status` in a `finally` block: a Namespace symbol with type FinalStatus;
/// - `matrix` in a job: a Namespace symbol with a Record type (any field is a string if it has none);
/// - names that a `let` further down will declare are told apart from unknown ones by `announce`.
///
/// A Let that is a task or step has type `types.task(itself)` and its callee; a group the same without callee, and its
/// yields as its signature. Any other Let has the type of its value. Inner scopes see outer ones; `let`s are
/// read downwards.
class Scope {
 public:
  Scope(const Scope* parent, Place place) : parent_(parent), place_(place) {}
  /// The names of a module of the standard library, which come when they are asked for.
  Scope(const Scope* parent, ModuleId standardModule)
      : parent_(parent), place_(Place::TopLevel), standardModule_(standardModule) {}
  /// False if the name is there already in this very scope.
  bool declare(std::string_view name, SymbolId symbol) { return names_.emplace(name, symbol).second; }
  [[nodiscard]] SymbolId findHere(std::string_view name) const {
    auto it = names_.find(name);
    return it == names_.end() ? SymbolId() : it->second;
  }
  [[nodiscard]] SymbolId find(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (SymbolId id = s->findHere(name)) return id;
    }
    return {};
  }
  /// Says that a `let` further down in these braces is called so.
  void announce(std::string_view name, source::Span span) { announced_.emplace(name, span); }
  [[nodiscard]] const source::Span* announced(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (auto it = s->announced_.find(name); it != s->announced_.end()) return &it->second;
    }
    return nullptr;
  }
  /// Says that a `let` in inner braces, which have ended, was called so.
  void hide(std::string_view name, source::Span span) { hidden_.emplace(name, span); }
  [[nodiscard]] const source::Span* hidden(std::string_view name) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      if (auto it = s->hidden_.find(name); it != s->hidden_.end()) return &it->second;
    }
    return nullptr;
  }
  [[nodiscard]] const Scope* parent() const { return parent_; }
  [[nodiscard]] Place place() const { return place_; }
  [[nodiscard]] ModuleId standardModule() const { return standardModule_; }
  void collectNames(std::vector<std::string>& out) const {
    for (const Scope* s = this; s != nullptr; s = s->parent_) {
      for (const auto& [name, id] : s->names_) out.emplace_back(name);
    }
  }

 private:
  const Scope* parent_;
  Place place_;
  ModuleId standardModule_;
  std::unordered_map<std::string_view, SymbolId> names_;
  std::unordered_map<std::string_view, source::Span> announced_;
  std::unordered_map<std::string_view, source::Span> hidden_;
};

/// What a checker asks of those who know of other files.
class FileAccess {
 public:
  virtual ~FileAccess() = default;
  /// The module that an import of the file leads to, whose interface is there; invalid after a complaint.
  virtual ModuleId import(ModuleId from, syntax::DeclId decl, diag::Engine& diags) = 0;
  /// The interface of `module` was looked into.
  virtual void used(ModuleId module) = 0;
  /// The text of a file beside `from`.
  virtual std::optional<std::string> text(const std::string& path, ModuleId from) = 0;
  /// Whether the step should stop: what it finds will not be asked for.
  [[nodiscard]] virtual bool cancelled() const = 0;
};

/// Tells the filter what the declarations of a file allow.
void applyAllowances(const syntax::Tree& tree, diag::Engine& diags);

/// Checks one step of one file. The parts stand in several files: declarations (declarations.cpp), types as written
/// (type_exprs.cpp), expressions (expressions.cpp), records against schemas (records.cpp), components, pipelines,
/// workflows.
class Checker {
 public:
  /// Works on the file `theFile`, whose findings and tables go to `engine` and `tables`; an invalid one for what looks
  /// at several files and adds nothing.
  Checker(Program& theProgram, StandardLibrary& standardLibrary, diag::Engine& engine, ModuleId theFile,
          FileTables* tables);
  ~Checker();

  // ---- expressions (expressions.cpp, records.cpp)

  /// Checks `expr` where `expected` (may be invalid: anything) is wanted and returns its own type. Records the
  /// ExprInfo, reports a mismatch. Safe on ErrorExpr.
  TypeId checkExpr(ModuleId module, syntax::ExprId expr, const Scope& scope, TypeId expected);
  /// Checks a RecordExpr against a record type: unknown fields ("did you mean"), missing ones, each value. Also a
  /// spread, a shorthand.
  void checkRecord(ModuleId module, syntax::ExprId record, const Scope& scope, TypeId schema);
  /// Checks the settings at the begin of `block` against the record type `schema`. Fields in `except` are left to the
  /// caller.
  void checkSettings(ModuleId module, const syntax::Block& block, const Scope& scope, TypeId schema,
                     const std::vector<std::string_view>& except = {});
  /// Binds the arguments of a call to the parameters of a signature and checks each; fills a CallUse.
  CallUse checkArguments(ModuleId module, syntax::ExprId call, SymbolId callee, const Signature& signature,
                         const Scope& scope);
  /// Checks a call where a task, a step or a use of a template may stand: a call statement, the value of a `let`,
  /// `stage Dev = …`. (Inside other expressions `checkExpr` takes only calls of functions.) Fills the CallUse of
  /// `call`, from which the caller reads the callee; an invalid callee after a complaint. The type is Task for what has
  /// outputs or runs, the value's type for a function.
  TypeId checkCall(ModuleId module, syntax::ExprId call, const Scope& scope);
  /// The CallUse of a checked call, or null.
  [[nodiscard]] const CallUse* callUse(ModuleId module, syntax::ExprId call) const;
  /// The outputs that `let.x` may name: what `Program::signature` has for the Let itself (a group's yields, declared
  /// outputs of a step), else those of its callee. Null if there are none to be known.
  const Signature* outputsOf(SymbolId let);
  /// The type that an expression names, where a schema wants a type (`outputs: { version: string }`).
  TypeId typeFromExpr(ModuleId module, syntax::ExprId expr, const Scope& scope);
  /// Reports that `from` is not `to`, unless either is an error.
  /// A declaration of this name in a module of the standard library, as it is written; empty if there is none.
  std::string otherModuleOf(std::string_view name);
  /// What someone who wrote text where `to` is wanted may have meant.
  void suggestForText(ModuleId module, syntax::ExprId exprId, TypeId to, diag::Builder& report);
  void requireAssignable(ModuleId module, syntax::ExprId expr, TypeId from, TypeId to);
  /// Constraints of a field (`@range`, …) on a value that is known when compiling.
  void checkConstraints(ModuleId module, syntax::ExprId expr, const Field& field);

  // ---- types and declarations (type_exprs.cpp, declarations.cpp)

  TypeId resolveType(ModuleId module, syntax::TypeId type, const Scope& scope);
  TypeId resolveTypeExpr(ModuleId module, syntax::TypeId type, const Scope& scope);
  /// A type of the standard library's prelude, such as `TaskOptions`; also `k8s.ConfigMap` by dotted name.
  TypeId standardType(std::string_view qualifiedName);
  /// The scope of a file's declarations (its parent holds the prelude).
  Scope& fileScope(ModuleId module);
  /// A name declared in `module`.
  SymbolId lookupInModule(ModuleId module, std::string_view name);
  /// The names that a module declares, for "did you mean".
  std::vector<std::string> namesIn(ModuleId module);
  /// The signature of a component, pipeline, trainjob, workflow or template, resolved when first asked for.
  const Signature& signatureOf(SymbolId symbol);
  /// The type of a symbol's value, resolved when first asked for (a const's, a resource's …); a cycle is diagnosed.
  TypeId typeOf(SymbolId symbol);
  SymbolId addSymbol(Symbol symbol);
  /// Lets the checker of the standard library fill `interface`, that of `module`.
  void addStandardModule(ModuleId module, ModuleInterface& interface);
  /// Where what is found out about `module` goes: the file, or a module of the standard library.
  FileTables& tablesOf(ModuleId module);
  /// The jobs of a stage or steps of a job, by name.
  [[nodiscard]] std::vector<std::pair<std::string_view, SymbolId>> membersOf(SymbolId owner) const;
  /// The symbol that a statement of a body declares (`let`, `for`, a job), which `stmt` leads to from then on.
  SymbolId addStatementSymbol(ModuleId module, syntax::StmtId stmt, SymbolKind kind, const syntax::Name& name,
                              SymbolId owner, TypeId type);
  /// The symbol that `name` stands for: in `scope` and its parents, else the prelude and, in workflows, the steps of
  /// `azure.devops`. No complaint if there is none.
  SymbolId lookup(const Scope& scope, std::string_view name);
  /// Reports that nothing is called so, with a "did you mean".
  void reportUnknownName(const Scope& scope, const syntax::Name& name);
  /// Signature of `component f { python "train.py" }` from the annotations of the code (components.cpp). False after a
  /// complaint.
  bool signatureFromCode(ModuleId module, SymbolId symbol, Signature& signature);
  ExprInfo& info(ModuleId module, syntax::ExprId expr);

  // ---- bodies (components.cpp, pipelines.cpp, workflows.cpp)

  void checkComponent(ModuleId module, SymbolId symbol);
  void checkPipeline(ModuleId module, SymbolId symbol);
  void checkTrainJob(ModuleId module, SymbolId symbol);
  void checkWorkflow(ModuleId module, SymbolId symbol);
  void checkTemplate(ModuleId module, SymbolId symbol);
  /// Declares the jobs and steps in a template, which users of it may refer to.
  void announceTemplate(SymbolId symbol);

  /// The text of a file named in `from`; nothing if it cannot be read.
  [[nodiscard]] std::optional<std::string> fileText(const std::string& path, ModuleId from);
  [[nodiscard]] const syntax::Tree& tree(ModuleId module) const { return *program.module(module).tree; }
  [[nodiscard]] const syntax::Expr& expr(ModuleId module, syntax::ExprId id) const { return tree(module).exprs[id]; }

  /// Adds a declaration to the names of its file.
  SymbolId declareDecl(ModuleId module, syntax::DeclId decl);
  void declareImport(ModuleId module, syntax::DeclId decl);

  // ---- the steps over one file (declarations.cpp); see ProgramChecker

  /// Types, signatures, constants and records: all that the file offers to others.
  void checkHead();
  /// The bodies of its declarations.
  void checkBodies();
  /// Checks the defaults of the inputs and fields that were resolved since the last time.
  void drainDefaults();

  Program& program;
  StandardLibrary& standard;
  diag::Engine& diags;
  ModuleId file;
  /// What is found out about `file` in this step.
  FileTables* tables;
  /// The names of the file, while its head is checked.
  ModuleInterface* interface = nullptr;
  /// Where imports lead and texts come from, in the program's own files.
  class FileAccess* access = nullptr;

 private:
  /// Where an expression stands.
  struct At {
    ModuleId module;
    const Scope& scope;
  };
  using ExprId = syntax::ExprId;

  // modules.cpp
  /// Reports that the import of a file has no name.
  void nameImport(const syntax::ImportDecl& import);
  /// The names of a module whose head is being checked.
  std::unordered_map<std::string_view, SymbolId>& scopeOf(ModuleId module);
  ModuleId targetOf(SymbolId import);
  ModuleId prelude();

  // declarations.cpp
  [[nodiscard]] std::vector<SymbolId> declarations() const;
  void checkDeclaration(SymbolId symbol, bool body);
  void checkSecret(ModuleId module, ExprId record);
  /// Checks an `@allow`.
  void allowed(ModuleId module, const syntax::Decorator& decorator);
  /// Tells the engine what declarations allow.
  void checkDecorators(ModuleId module, const std::vector<syntax::Decorator>& decorators, std::string_view place,
                       TypeId type);
  void checkFieldDecorators(ModuleId module, const syntax::Parameter& parameter, TypeId type);
  TypeId computeType(SymbolId symbol);
  TypeId kindOf(SymbolId symbol, const std::vector<syntax::Name>& path);
  Field fieldOf(ModuleId module, const syntax::Parameter& parameter, const Scope& scope);
  void applyDecorators(ModuleId module, const std::vector<syntax::Decorator>& decorators, Field& field);
  void fillSignature(SymbolId symbol, Signature& signature);
  [[nodiscard]] std::string_view textArgument(ModuleId module, const syntax::Decorator& decorator) const;
  [[nodiscard]] std::optional<double> numberArgument(ModuleId module, const syntax::Decorator& decorator,
                                                     size_t index) const;
  [[nodiscard]] const syntax::Decorator* decorator(ModuleId module, syntax::DeclId decl, std::string_view name) const;
  [[nodiscard]] std::string qualifiedName(SymbolId symbol) const;
  [[nodiscard]] static bool isStandard(ModuleId module) { return isStandardId(module); }

  // type_exprs.cpp
  TypeId resolveNamedType(At at, source::Span span, const syntax::NamedType& named);
  TypeId resolveRecordType(At at, const syntax::RecordType& record, TypeId into);
  TypeId namedBasic(std::string_view name);
  TypeId typeOfSymbolAsType(SymbolId symbol, source::Span span, std::string_view name);

  // expressions.cpp
  TypeId infer(At at, ExprId expr, TypeId expected);
  TypeId inferBase(At at, ExprId expr);
  TypeId finish(At at, ExprId expr, TypeId type, TypeId expected);
  TypeId inferList(At at, ExprId expr, const syntax::ListExpr& list, TypeId expected);
  TypeId inferConditional(At at, ExprId expr, const syntax::ConditionalExpr& conditional, TypeId expected);
  void late(At at, ExprId expr, ExprId part);
  void requireCompileTime(At at, ExprId expr, TypeId expected);
  TypeId error() const { return program.types.basic(TypeKind::Error); }
  TypeId basic(TypeKind kind) const { return program.types.basic(kind); }
  [[nodiscard]] const Type& type(TypeId id) const { return program.types[id]; }
  [[nodiscard]] TypeKind kind(TypeId id) const { return id ? program.types[id].kind : TypeKind::Error; }
  [[nodiscard]] bool isError(TypeId id) const { return id && program.types[id].kind == TypeKind::Error; }
  [[nodiscard]] std::string sourceOf(At at, ExprId expr) const;
  [[nodiscard]] Place place(At at) const { return at.scope.place(); }

  // literals.cpp
  TypeId inferNumber(At at, ExprId expr, const syntax::NumberExpr& number, TypeId expected, bool negative);
  TypeId inferString(At at, ExprId expr, const std::vector<syntax::StringPart>& parts, TypeId expected, bool fence);
  void checkPlaceholder(At at, ExprId expr, bool whole);

  // names.cpp
  /// A `let` that is used above it: a circle, if it comes back to where it is used.
  void reportEarly(At at, const syntax::Name& name, source::Span later);
  TypeId inferName(At at, ExprId expr, const syntax::NameExpr& name, TypeId expected, bool asBase);
  TypeId useSymbol(At at, ExprId expr, source::Span span, SymbolId symbol, TypeId expected, bool asBase);
  TypeId useTask(At at, ExprId expr, SymbolId let, TypeId expected, bool asBase);
  TypeId inferMember(At at, ExprId expr, const syntax::MemberExpr& member, TypeId expected, bool asBase);
  TypeId inferIndex(At at, ExprId expr, const syntax::IndexExpr& index);
  TypeId moduleMember(At at, ExprId expr, SymbolId import, const syntax::Name& name, TypeId expected, bool asBase);
  TypeId taskMember(At at, ExprId expr, SymbolId task, const syntax::Name& name);
  TypeId keyOf(At at, ExprId expr, SymbolId symbol, std::string_view key, source::Span span);
  TypeId resourceMember(At at, ExprId expr, SymbolId symbol, std::string_view name, source::Span span, bool asKey);
  TypeId propertyOf(At at, ExprId expr, SymbolId space, std::string_view name, source::Span span);
  TypeId portMember(At at, ExprId expr, SymbolId port, const syntax::Name& name);
  TypeId recordMember(At at, ExprId expr, TypeId base, std::string_view name, source::Span span);
  [[nodiscard]] const SymbolUse* symbolUse(ModuleId module, ExprId expr) const;
  SymbolId memberOf(SymbolId owner, std::string_view name) const;

  // operators.cpp
  TypeId inferUnary(At at, ExprId expr, const syntax::UnaryExpr& unary, TypeId expected);
  TypeId inferBinary(At at, ExprId expr, const syntax::BinaryExpr& binary, TypeId expected);
  TypeId inferChain(At at, ExprId expr, const syntax::ChainExpr& chain);
  TypeId inferArithmetic(At at, ExprId expr, const syntax::BinaryExpr& binary, TypeId left, TypeId right);
  void checkComparison(At at, source::Span span, syntax::BinaryOp op, ExprId leftExpr, TypeId left, ExprId rightExpr,
                       TypeId right);

  // calls.cpp
  TypeId inferCall(At at, ExprId expr, TypeId expected, bool statement);
  /// What a name stands for that is called, if a value of the pipeline hides it: values cannot be called, so an input
  /// may have the name of a component or of a built-in function.
  SymbolId callableBehind(At at, ExprId callee);
  SymbolId resolveCallee(At at, ExprId callee, TypeId& typeArgument);
  /// `cast[T](x)`: what is known of `x` when the pipeline runs only is read as a `T`.
  TypeId inferCast(At at, ExprId id, const CallUse& call, TypeId wanted);
  SymbolId resolveVersion(At at, ExprId expr, const syntax::VersionExpr& version);
  TypeId resultOf(At at, ExprId expr, SymbolId callee, const Signature& signature, TypeId expected);
  bool allowedHere(At at, SymbolId callee, source::Span span);

  // records.cpp
  struct Item {
    syntax::Name key;
    bool spread;
    ExprId value;
  };
  TypeId inferRecord(At at, ExprId expr, TypeId expected);
  void checkItems(At at, const std::vector<Item>& items, TypeId schema, source::Span where,
                  const std::vector<std::string_view>& except);
  void checkMapItems(At at, const std::vector<Item>& items, TypeId element);
  TypeId inferFreeRecord(At at, const std::vector<Item>& items);
  TypeId pickRecord(At at, ExprId expr, TypeId expected);
  void reportUnknownField(At at, const syntax::Name& key, TypeId schema);
  [[nodiscard]] std::vector<Item> itemsOf(ModuleId module, ExprId record) const;

  size_t nextSymbol_ = 0;  ///< whose id is taken from an earlier making of the same tables
  std::unique_ptr<struct CheckerState> state_;
  int typeDepth_ = 0;  ///< of types that are resolved in each other
};

}  // namespace mlpc::sema
