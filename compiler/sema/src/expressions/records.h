#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class ExpressionChecker;

/// Records against their schemas: the settings of everything.
class RecordChecker {
 public:
  RecordChecker(FileContext& file, ExpressionChecker& expressions) : file_(file), expressions_(expressions) {}

  /// The type of a record literal.
  TypeId infer(const At& at, syntax::ExprId expr, TypeId expected);
  /// Checks the record of a declaration or task against its schema, where anywhere else a reference to a kind would be
  /// expected.
  void declaration(const Scope& scope, syntax::ExprId record, TypeId schema);
  /// Checks a declaration at `where` that has no record, although its schema may require one.
  void absent(const Scope& scope, source::Span where, TypeId schema);
  /// Checks the settings at the beginning of `block` against the record type `schema`. Fields in `except` are left to
  /// the caller.
  void settings(const Scope& scope, const syntax::Block& block, TypeId schema,
                std::initializer_list<vocabulary::FieldName> except = {});

 private:
  void items(const At& at, const std::vector<syntax::RecordItem>& items, TypeId schema, source::Span where,
             std::span<const vocabulary::FieldName> except);
  void mapItems(const At& at, const std::vector<syntax::RecordItem>& items, TypeId element);
  void mapSpread(const At& at, syntax::ExprId value, TypeId element);
  /// The type of a record that follows no schema.
  TypeId free(const At& at, const std::vector<syntax::RecordItem>& items);

  FileContext& file_;
  ExpressionChecker& expressions_;
};

}  // namespace mlpc::sema
