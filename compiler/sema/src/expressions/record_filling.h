#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class ExpressionChecker;

/// Fills the fields of one schema from the items of a record, and checks each.
class RecordFilling {
 public:
  /// Fields in `except` are left to the caller.
  RecordFilling(FileContext& file, ExpressionChecker& expressions, TypeId schema,
                std::span<const vocabulary::FieldName> except);
  void run(const At& at, const std::vector<syntax::RecordItem>& items);
  /// Reports fields that nothing sets; the record is at `where`.
  void reportMissing(source::Span where);

 private:
  /// The value of a field from a spread of constants, until something written later replaces it.
  struct Brought {
    support::Constant value;
    syntax::ExprId spread;
    TypeId type;
  };
  void spread(const At& at, syntax::ExprId value);
  void spreadField(syntax::ExprId value, const Field& field, const support::Constant* part, bool sameSchema);
  void item(const At& at, const syntax::RecordItem& item);
  void checkBrought(const Brought& part, const Field& field);
  void reportUnknown(const syntax::Name& key);
  [[nodiscard]] size_t indexOf(std::string_view name) const;
  [[nodiscard]] bool isExcepted(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> settable() const;

  FileContext& file_;
  ExpressionChecker& expressions_;
  TypeId schema_;
  const std::vector<Field>& fields_;
  std::span<const vocabulary::FieldName> except_;
  std::vector<source::Span> given_;  ///< for each field, where it is written
  std::vector<bool> provided_;       ///< for each field
  std::unordered_map<size_t, Brought> brought_;
  std::unordered_set<std::string_view> unknown_;
};

}  // namespace mlpc::sema
