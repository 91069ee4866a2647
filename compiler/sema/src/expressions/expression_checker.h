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

/// The meaning of expressions: dispatch to each kind, and the checks common to all.
class ExpressionChecker {
 public:
  ExpressionChecker(FileContext& file, Names& names, Declarations& declarations, TypeResolver& types);

  /// Checks `expr`, where `expected` is expected (anything, if invalid), and returns its own type. Records the ExprInfo
  /// and reports a mismatch. Safe for ErrorExpr.
  TypeId check(const At& at, syntax::ExprId expr, TypeId expected);
  /// Checks the base of a member, an index or a call.
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
  int depth_ = 0;                 ///< of nested expressions
  bool tooDeepReported_ = false;  ///< for the outermost of them
};

}  // namespace mlpc::sema
