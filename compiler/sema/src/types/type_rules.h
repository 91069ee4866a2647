#pragma once

#include <string>
#include <vector>

#include "mlpc/sema/program.h"

/// What follows from types alone: which of them fit where, and what they have in them.
namespace mlpc::sema {

inline TypeKind kindOf(const TypeStore& types, TypeId id) { return id ? types[id].kind : TypeKind::Error; }
inline bool isErrorType(const TypeStore& types, TypeId id) { return id && types[id].kind == TypeKind::Error; }

/// The type without `?` and `*` around it.
TypeId bareType(const TypeStore& types, TypeId id);
/// A literal type as the type of its value; any other as it is.
TypeId plainType(const TypeStore& types, TypeId id);

/// What of `expected`, which may be a union, is of the kind `wanted`; invalid if nothing is.
TypeId memberOfKind(const TypeStore& types, TypeId expected, TypeKind wanted);
/// Whether something is.
bool accepts(const TypeStore& types, TypeId expected, TypeKind wanted);
/// Appends the texts that a union names.
void collectLiterals(const TypeStore& types, TypeId id, std::vector<std::string>& out);

/// An artifact or a list of artifacts.
bool isArtifactType(const TypeStore& types, TypeId id);
/// Whether all values of the type can be written as JSON.
bool isJson(const TypeStore& types, TypeId id);
/// What a task hands to another: JSON, an artifact, or a list of artifacts.
bool isHandedOn(const TypeStore& types, TypeId id);
/// A whole secret or a key of one.
bool holdsSecret(const TypeStore& types, TypeId id);

/// Whether a value of type `from` may stand where `to` is wanted. `known` is when its value is known: where a schema
/// says so (`T*`), what arrives later may be text or JSON of the right shape.
bool fits(const TypeStore& types, TypeId from, TypeId to, Phase known = Phase::Compile);

/// The one type for values of either type; invalid if there is none.
TypeId joined(TypeStore& types, TypeId a, TypeId b);

}  // namespace mlpc::sema
