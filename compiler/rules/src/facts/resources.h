#pragma once

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::rules {

using vocabulary::Kind;

/// A `resource` or `existing` of the program.
struct Resource {
  sema::SymbolId symbol;
  const File* file = nullptr;
  Kind kind{};
  syntax::ExprId record;  ///< invalid if there is none
  bool existing = false;
  source::Span span;      ///< of the name
  std::string_view word;  ///< the word that declares it
  std::string name;       ///< as emitted; empty if not known

  [[nodiscard]] syntax::ExprId field(vocabulary::FieldName key) const {
    return sema::fieldValue(file->tree(), record, key);
  }
  /// A field of a record that is the value of another field.
  [[nodiscard]] syntax::ExprId field(vocabulary::FieldName key, vocabulary::FieldName inner) const {
    return sema::fieldValue(file->tree(), field(key), inner);
  }
  [[nodiscard]] std::optional<std::string> text(vocabulary::FieldName key) const { return file->text(field(key)); }
  [[nodiscard]] source::Span fieldSpan(vocabulary::FieldName key) const { return file->span(field(key)); }
  /// The span of the key itself, or of the declaration's name if there is no such field.
  [[nodiscard]] source::Span keySpan(vocabulary::FieldName key) const;
};

/// All declarations of objects in a program, by symbol and by kind.
class Resources {
 public:
  explicit Resources(const World& world);

  [[nodiscard]] const std::deque<Resource>& all() const { return all_; }
  /// Those of a kind, in the order of the program.
  [[nodiscard]] const std::vector<const Resource*>& of(Kind kind) const;
  [[nodiscard]] bool has(Kind kind) const { return !of(kind).empty(); }
  /// Null if it is not one.
  [[nodiscard]] const Resource* find(sema::SymbolId symbol) const;
  /// The declaration that an expression refers to, or null.
  [[nodiscard]] const Resource* reference(const File& file, syntax::ExprId expr) const;
  /// The one that a field of a resource refers to, or null.
  [[nodiscard]] const Resource* reference(const Resource& from, vocabulary::FieldName field) const {
    return reference(*from.file, from.field(field));
  }
  /// The references in a list.
  [[nodiscard]] std::vector<const Resource*> references(const File& file, syntax::ExprId list) const;

 private:
  void add(const World& world, const File& file, syntax::DeclId id);

  std::deque<Resource> all_;
  std::unordered_map<sema::SymbolId, const Resource*> bySymbol_;
  std::array<std::vector<const Resource*>, vocabulary::kNames<Kind>.size()> byKind_;
};

}  // namespace mlpc::rules
