#pragma once

#include "expressions/calls.h"
#include "expressions/literals.h"
#include "expressions/operators.h"
#include "expressions/place.h"
#include "expressions/records.h"
#include "expressions/references.h"
#include "program/file_context.h"

namespace mlpc::sema {

class Declarations;
class Names;
class TypeResolver;

/// What an expression means: the way into each kind of it, and what is checked of all of them.
class ExpressionChecker {
 public:
  ExpressionChecker(FileContext& file, Names& names, Declarations& declarations, TypeResolver& types);

  /// Checks `expr` where `expected` (may be invalid: anything) is wanted and returns its own type. Records the
  /// ExprInfo, reports a mismatch. Safe on ErrorExpr.
  TypeId check(const At& at, syntax::ExprId expr, TypeId expected);
  /// Checks what a member, an index or a call is taken of.
  TypeId checkBase(const At& at, syntax::ExprId expr);

  RecordChecker records;
  ReferenceChecker references;
  CallChecker calls;

 private:
  TypeId infer(const At& at, syntax::ExprId expr, TypeId expected);
  TypeId finish(const At& at, syntax::ExprId expr, TypeId type, TypeId expected);
  TypeId list(const At& at, syntax::ExprId expr, const syntax::ListExpr& list, TypeId expected);
  TypeId spread(const At& at, syntax::ExprId item, TypeId wanted, TypeId element);
  TypeId conditional(const At& at, syntax::ExprId expr, const syntax::ConditionalExpr& conditional, TypeId expected);
  TypeId text(const At& at, syntax::ExprId expr, const std::vector<syntax::StringPart>& parts, TypeId expected,
              TextForm form);
  void requireEarly(syntax::ExprId expr, TypeId expected);

  FileContext& file_;
  TypeResolver& types_;
  OperatorChecker operators_;
  int depth_ = 0;             ///< of expressions that are checked inside each other
  bool tooDeepTold_ = false;  ///< of the outermost of them
};

}  // namespace mlpc::sema
