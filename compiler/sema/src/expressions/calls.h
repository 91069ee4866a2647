#pragma once

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class Declarations;
class ExpressionChecker;
class Names;
class TypeResolver;

/// Calls: the callee, its arguments, and the result.
class CallChecker {
 public:
  CallChecker(FileContext& file, Names& names, Declarations& declarations, TypeResolver& types,
              ExpressionChecker& expressions)
      : file_(file), names_(names), declarations_(declarations), types_(types), expressions_(expressions) {}

  /// Checks a call inside an expression, which must be a call of a function.
  TypeId infer(const At& at, syntax::ExprId call, TypeId expected);
  /// Checks a call where a task, a step or a use of a template is allowed: a call statement, the value of a `let`,
  /// `stage Dev = …`. Fills in the CallUse of `call`, from which the caller takes the callee; that is invalid if an
  /// error was reported. The type is Task for what has outputs or runs, and the type of the value for a function.
  TypeId statement(const Scope& scope, syntax::ExprId call);

 private:
  /// What the result of a call may be in its place.
  enum class Wanted : uint8_t {
    Value,
    Task,  ///< or a value
  };
  struct Callee {
    SymbolId symbol;
    TypeId typeArgument;  ///< `importer[Dataset]`
  };

  TypeId call(const At& at, syntax::ExprId call, TypeId expected, Wanted wanted);
  Callee resolve(const At& at, syntax::ExprId callee);
  SymbolId resolveVersion(const At& at, syntax::ExprId expr, const syntax::VersionExpr& version);
  /// What a called name means if a value of the pipeline hides it: values cannot be called, so an input may have the
  /// name of a component or of a built-in function.
  [[nodiscard]] SymbolId hiddenCallable(const At& at, syntax::ExprId callee);
  [[nodiscard]] bool isCast(SymbolId callee) const;
  /// Whether a type in brackets belongs to the callee.
  [[nodiscard]] bool takesType(SymbolId callee);
  /// Reports that one is needed but missing.
  Callee wantType(syntax::ExprId where, SymbolId callee);
  /// `cast[T](x)`: reads `x`, whose type is known only at run time, as a `T`.
  TypeId cast(syntax::ExprId expr, const CallUse& call, TypeId wanted);
  TypeId resultOf(syntax::ExprId expr, const Signature& signature, TypeId expected);
  bool allowedHere(Place place, SymbolId callee, source::Span span);

  FileContext& file_;
  Names& names_;
  Declarations& declarations_;
  TypeResolver& types_;
  ExpressionChecker& expressions_;
};

}  // namespace mlpc::sema
