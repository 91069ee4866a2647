#pragma once

#include "names/names.h"
#include "program/file_context.h"

namespace mlpc::sema {

class Declarations;
class ExpressionChecker;

/// Types as written.
class TypeResolver {
 public:
  TypeResolver(FileContext& file, Names& names, Declarations& declarations, ExpressionChecker& expressions)
      : file_(file), names_(names), declarations_(declarations), expressions_(expressions) {}

  /// The type written as `type`; the error type if an error was reported, or if it is invalid.
  TypeId resolve(syntax::TypeId type, const Scope& scope);
  /// The type of a name at `span`.
  TypeId resolve(const syntax::NamedType& named, source::Span span, const Scope& scope);
  /// The type of a record, which becomes that of `into` if that is valid: its fields may refer to it.
  TypeId resolve(const syntax::RecordType& record, const Scope& scope, TypeId into);
  /// The type that an expression refers to, where a schema expects a type (`outputs: { version: string }`).
  TypeId fromExpr(syntax::ExprId expr, const Scope& scope);

 private:
  TypeId written(syntax::TypeId type, const Scope& scope);
  TypeId path(const syntax::NamedType& named, const std::string& dotted, const Scope& scope);
  TypeId reportUnknown(std::string_view name, source::Span span, const Scope& scope);
  TypeId typeOfSymbol(SymbolId symbol, source::Span span, std::string_view name);

  FileContext& file_;
  Names& names_;
  Declarations& declarations_;
  ExpressionChecker& expressions_;
  size_t depth_ = 0;  ///< of types that are resolved inside each other
};

}  // namespace mlpc::sema
