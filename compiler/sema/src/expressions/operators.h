#pragma once

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class ExpressionChecker;

/// Operators: the types of their operands and results, and when their values must be known.
class OperatorChecker {
 public:
  OperatorChecker(FileContext& file, ExpressionChecker& expressions) : file_(file), expressions_(expressions) {}

  TypeId unary(const At& at, syntax::ExprId expr, const syntax::UnaryExpr& unary, TypeId expected);
  TypeId binary(const At& at, syntax::ExprId expr, const syntax::BinaryExpr& binary);
  TypeId chain(const At& at, syntax::ExprId expr, const syntax::ChainExpr& chain);

 private:
  /// A side of a comparison.
  struct Side {
    syntax::ExprId expr;
    TypeId type;
  };
  void compare(const At& at, source::Span span, syntax::BinaryOp op, const Side& left, const Side& right);
  TypeId arithmetic(syntax::ExprId expr, const syntax::BinaryExpr& binary, TypeId left, TypeId right);

  FileContext& file_;
  ExpressionChecker& expressions_;
};

}  // namespace mlpc::sema
