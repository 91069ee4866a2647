#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "files/projects.h"

namespace mlpc::lsp {

/// How a name is written where it occurs.
enum class Spelling : uint8_t {
  Plain,
  /// `{ x }` or `f(x)`, where the same word names a field or input and a value: this is the field or input.
  ShorthandKey,
  ShorthandValue,  ///< this is the value
  Embedded,        ///< in the code of a component, in another language
};

/// A name in a file, and what it refers to.
struct Occurrence {
  source::Span at;
  source::Span declared;               ///< the name where it is declared: what identifies the thing
  sema::SymbolId symbol;               ///< invalid for the field of a record
  const sema::Field* field = nullptr;  ///< of a record or a signature, in the tables of the program
  Spelling spelling = Spelling::Plain;
  /// The word is the declaration itself.
  [[nodiscard]] bool declares() const { return at == declared; }
};

/// Every name in a file whose declaration is known, in the order of the text.
std::vector<Occurrence> occurrencesIn(const View& view);
/// The occurrence at a byte, or directly before it. Where two are at the same place, the value.
std::optional<Occurrence> occurrenceAt(const View& view, uint32_t offset);

/// The record that a type is, or can be: without `?` and `*`, a member of a union. Invalid if there is none.
sema::TypeId recordOf(const sema::TypeStore& types, sema::TypeId type);
/// The field of a record, by name; null if there is none.
const sema::Field* fieldOf(const sema::TypeStore& types, sema::TypeId record, std::string_view name);
/// The symbol that a dotted name of a type or of a module's member refers to; invalid if there is none.
sema::SymbolId resolvePath(const View& view, const std::vector<syntax::Name>& path);

}  // namespace mlpc::lsp
