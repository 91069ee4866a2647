#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

class Declarations;
class ExpressionChecker;
class Names;

struct DeclaredRecord;

/// The names that a setting of a declaration lists.
struct KnownNames {
  bool known = false;
  std::vector<std::string> list;
  std::unordered_set<std::string> set;

  /// Whether a name is among those, or may be.
  [[nodiscard]] bool mayHold(std::string_view name) const { return !known || set.contains(std::string(name)); }
};

/// The meaning of a name, a member or an index.
class ReferenceChecker {
 public:
  ReferenceChecker(FileContext& file, Names& names, Declarations& declarations, ExpressionChecker& expressions)
      : file_(file), names_(names), declarations_(declarations), expressions_(expressions) {}

  TypeId name(const At& at, syntax::ExprId expr, const syntax::Name& name, TypeId expected, Role role);
  TypeId member(const At& at, syntax::ExprId expr, const syntax::MemberExpr& member, TypeId expected, Role role);
  TypeId index(const At& at, syntax::ExprId expr, const syntax::IndexExpr& index);
  /// Makes `expr`, which is written at `span`, a use of `symbol`.
  TypeId use(const At& at, syntax::ExprId expr, source::Span span, SymbolId symbol, TypeId expected, Role role);

 private:
  enum class Access : uint8_t { Member, Key };  ///< `x.y`, `x["y"]`

  // references.cpp
  TypeId missing(const At& at, syntax::ExprId expr, const syntax::Name& name, Role role);
  TypeId task(syntax::ExprId expr, SymbolId let, TypeId expected, Role role);

  // members.cpp
  TypeId moduleMember(const At& at, syntax::ExprId expr, SymbolId import, const syntax::Name& name, TypeId expected,
                      Role role);
  TypeId itemMember(syntax::ExprId expr, SymbolId item, const syntax::Name& name);
  TypeId taskMember(const At& at, syntax::ExprId expr, SymbolId task, const syntax::Name& name);
  void useOutput(syntax::ExprId expr, SymbolId task, std::string_view output);
  TypeId property(const At& at, syntax::ExprId expr, SymbolId space, const syntax::Name& key);
  TypeId matrixEntry(const At& at, const Symbol& matrix, const syntax::Name& key);
  TypeId portMember(const At& at, syntax::ExprId expr, SymbolId port, const syntax::Name& name);
  TypeId recordMember(syntax::ExprId expr, TypeId base, const syntax::Name& key);

  // resources.cpp
  TypeId keyOfSecret(syntax::ExprId expr, SymbolId secret, const syntax::Name& key);
  TypeId resourceMember(syntax::ExprId expr, SymbolId resource, const syntax::Name& key, Access access);
  TypeId keyOfConfigMap(SymbolId map, const syntax::Name& key);
  TypeId variableOfGroup(SymbolId group, const syntax::Name& key);
  const KnownNames& namesOf(SymbolId symbol, const DeclaredRecord& declared, vocabulary::FieldName field);
  /// Adds a "did you mean", as a fix too if `fix` is set.
  void suggest(diag::Builder& report, const syntax::Name& key, std::initializer_list<const KnownNames*> among,
               bool fix);

  // indexes.cpp
  TypeId elementOf(const At& at, syntax::ExprId expr, const syntax::IndexExpr& index, TypeId base,
                   std::optional<std::string_view> key);
  /// A string that is known at compile time, and lives as long as the tables of the file.
  [[nodiscard]] std::optional<std::string_view> keyText(syntax::ExprId index);
  /// Reports that an index is not valid.
  TypeId noKey(syntax::ExprId index, TypeId base, TypeId indexType);

  FileContext& file_;
  Names& names_;
  Declarations& declarations_;
  ExpressionChecker& expressions_;
  std::map<std::pair<SymbolId, std::string_view>, KnownNames> declaredNames_;
  std::unordered_set<std::string_view> lostBases_;  ///< each unknown `x` in `x.y` that was reported
};

}  // namespace mlpc::sema
