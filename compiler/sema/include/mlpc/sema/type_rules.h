#pragma once

#include <string>
#include <vector>

#include "mlpc/sema/program.h"

/// What follows from types alone: which of them fit where, and what they contain.
namespace mlpc::sema {

inline TypeKind kindOf(const TypeStore& types, TypeId id) { return id ? types[id].kind : TypeKind::Error; }
inline bool isErrorType(const TypeStore& types, TypeId id) { return id && types[id].kind == TypeKind::Error; }

/// The type without `?` and `*` around it.
TypeId bareType(const TypeStore& types, TypeId id);
/// A literal type as the type of its value; any other type unchanged.
TypeId plainType(const TypeStore& types, TypeId id);

/// The part of `expected`, which may be a union, that is of the kind `wanted`; invalid if there is none.
TypeId memberOfKind(const TypeStore& types, TypeId expected, TypeKind wanted);
/// Whether there is one.
bool accepts(const TypeStore& types, TypeId expected, TypeKind wanted);
/// Appends the strings that a union lists.
void collectLiterals(const TypeStore& types, TypeId id, std::vector<std::string>& out);

/// Whether it is an artifact or a list of artifacts.
bool isArtifactType(const TypeStore& types, TypeId id);
/// Whether all values of the type can be written as JSON.
bool isJson(const TypeStore& types, TypeId id);
/// What one task can pass to another: JSON, an artifact, or a list of artifacts.
bool isPassedOn(const TypeStore& types, TypeId id);
/// A whole secret or a key of one.
bool holdsSecret(const TypeStore& types, TypeId id);

/// Whether a value of type `from` is allowed where `to` is expected. `known` is when its value is known: where a schema
/// allows it (`T*`), a later value may be a string or JSON of the right shape.
bool fits(const TypeStore& types, TypeId from, TypeId to, Phase known = Phase::Compile);

/// The common type for values of either type; invalid if there is none.
TypeId joined(TypeStore& types, TypeId a, TypeId b);

}  // namespace mlpc::sema
