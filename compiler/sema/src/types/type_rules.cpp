#include "mlpc/sema/type_rules.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "mlpc/support/name_index.h"

namespace mlpc::sema {
namespace {

TypeKind kindOfLiteral(const support::Constant& value) {
  if (value.as<bool>() != nullptr) return TypeKind::Bool;
  if (value.as<int64_t>() != nullptr) return TypeKind::Int;
  if (value.as<double>() != nullptr) return TypeKind::Float;
  return TypeKind::String;
}

/// `seen` are the records that have been asked about: a type may contain another one in many places.
bool isJson(const TypeStore& types, TypeId id, std::unordered_set<TypeId>& seen) {
  if (!id) return true;
  const Type& t = types[id];
  switch (t.kind) {
    case TypeKind::Error:
    case TypeKind::Null:
    case TypeKind::String:
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Bool:
    case TypeKind::Literal:
    case TypeKind::Json:
    case TypeKind::FinalStatus: return true;
    case TypeKind::List:
    case TypeKind::Map:
    case TypeKind::Optional:
    case TypeKind::Runtime: return isJson(types, t.element, seen);
    case TypeKind::Union:
      return std::all_of(t.members.begin(), t.members.end(), [&](TypeId m) { return isJson(types, m, seen); });
    case TypeKind::Record:
      if (!seen.insert(id).second) return true;
      return !t.isKind &&
             std::all_of(t.fields.begin(), t.fields.end(), [&](const Field& f) { return isJson(types, f.type, seen); });
    default: return false;
  }
}

/// Whether what arrives at run time may fit a schema: a string or JSON of the right shape, which KFP inserts into the
/// pod's spec unchanged.
bool arrivesAs(TypeKind given, TypeKind wanted) {
  switch (wanted) {
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Quantity: return given == TypeKind::String || given == TypeKind::Int || given == TypeKind::Float;
    case TypeKind::String: return given == TypeKind::String;
    case TypeKind::Record:
    case TypeKind::Map: return given == TypeKind::Map;
    case TypeKind::List: return given == TypeKind::List;
    default: return false;
  }
}

}  // namespace

TypeId bareType(const TypeStore& types, TypeId id) {
  while (id && (types[id].kind == TypeKind::Optional || types[id].kind == TypeKind::Runtime)) id = types[id].element;
  return id;
}

TypeId plainType(const TypeStore& types, TypeId id) {
  return kindOf(types, id) == TypeKind::Literal ? types.basic(kindOfLiteral(types[id].literal)) : id;
}

TypeId memberOfKind(const TypeStore& types, TypeId expected, TypeKind wanted) {
  expected = bareType(types, expected);
  if (!expected) return {};
  if (types[expected].kind == wanted) return expected;
  if (types[expected].kind != TypeKind::Union) return {};
  for (const TypeId member : types[expected].members) {
    if (const TypeId found = memberOfKind(types, member, wanted)) return found;
  }
  return {};
}

bool accepts(const TypeStore& types, TypeId expected, TypeKind wanted) {
  return memberOfKind(types, expected, wanted).valid();
}

void collectLiterals(const TypeStore& types, TypeId id, std::vector<std::string>& out) {
  id = bareType(types, id);
  if (!id) return;
  if (types[id].kind == TypeKind::Literal) out.push_back(types[id].literal.toText());
  if (types[id].kind == TypeKind::Union) {
    for (const TypeId member : types[id].members) collectLiterals(types, member, out);
  }
}

bool isArtifactType(const TypeStore& types, TypeId id) {
  id = bareType(types, id);
  while (id && types[id].kind == TypeKind::List && types[id].element) id = bareType(types, types[id].element);
  return id && types[id].kind == TypeKind::Artifact;
}

bool isJson(const TypeStore& types, TypeId id) {
  std::unordered_set<TypeId> seen;
  return isJson(types, id, seen);
}

bool isPassedOn(const TypeStore& types, TypeId id) {
  TypeId inner = bareType(types, id);
  if (kindOf(types, inner) == TypeKind::List && types[inner].element) inner = types[inner].element;
  return kindOf(types, inner) == TypeKind::Artifact || isJson(types, id);
}

bool holdsSecret(const TypeStore& types, TypeId id) {
  const TypeKind kind = kindOf(types, bareType(types, id));
  return kind == TypeKind::Secret || kind == TypeKind::SecretKey;
}

namespace {

/// Whether a type fits another one.
class Fits {
 public:
  Fits(const TypeStore& types, Phase known) : types_(types), known_(known) {}

  bool operator()(TypeId from, TypeId to) {
    if (!from || !to || from == to || isErrorType(types_, from) || isErrorType(types_, to)) return true;
    if (types_[from].kind != TypeKind::Record) return compare(from, to);
    // A record may contain another one in many places.
    const auto [answer, isNew] = answers_.try_emplace(uint64_t{from.index()} << 32U | to.index(), true);
    if (!isNew) return answer->second;
    const bool fit = compare(from, to);
    answers_[uint64_t{from.index()} << 32U | to.index()] = fit;
    return fit;
  }

 private:
  bool compare(TypeId from, TypeId to);
  bool record(const Type& from, const Type& to);

  const TypeStore& types_;
  const Phase known_;
  std::unordered_map<uint64_t, bool> answers_;  ///< of records
  support::NameIndex names_;
};

bool Fits::record(const Type& from, const Type& to) {
  if (from.isKind || to.isKind) return to.isKind && to.fields.empty() && !to.symbol && from.isKind;
  // Records are equal by declaration; one without a name is compared field by field.
  if (!from.text.empty() && !to.text.empty()) return false;
  for (const Field& wanted : to.fields) {
    const Field* given = names_.find(from.fields, wanted.name);
    if (given == nullptr) {
      if (!wanted.optional) return false;
    } else if (!(*this)(given->type, wanted.type)) {
      return false;
    }
  }
  return std::all_of(from.fields.begin(), from.fields.end(),
                     [&](const Field& f) { return names_.find(to.fields, f.name) != nullptr; });
}

bool Fits::compare(TypeId from, TypeId to) {
  const Type& f = types_[from];
  const Type& t = types_[to];
  if (f.kind == TypeKind::Runtime) return (*this)(f.element, to);
  if (t.kind == TypeKind::Runtime) {
    if ((*this)(from, t.element)) return true;
    return known_ != Phase::Compile &&
           arrivesAs(kindOf(types_, bareType(types_, from)), kindOf(types_, bareType(types_, t.element)));
  }
  if (t.kind == TypeKind::Optional) {
    return f.kind == TypeKind::Null || (*this)(f.kind == TypeKind::Optional ? f.element : from, t.element);
  }
  if (t.kind == TypeKind::Union && f.kind != TypeKind::Union) {
    return std::any_of(t.members.begin(), t.members.end(), [&](TypeId m) { return (*this)(from, m); });
  }
  if (t.kind == TypeKind::Json) return isJson(types_, from);
  if (f.kind == TypeKind::Union) {
    return std::all_of(f.members.begin(), f.members.end(), [&](TypeId m) { return (*this)(m, to); });
  }
  if (f.kind == TypeKind::Literal) return (*this)(plainType(types_, from), to);
  if (f.kind != t.kind) {
    switch (t.kind) {
      case TypeKind::Float: return f.kind == TypeKind::Int;
      case TypeKind::Map:
        if (f.kind == TypeKind::FinalStatus) return !t.element;
        if (f.kind != TypeKind::Record || f.isKind) return false;
        return std::all_of(f.fields.begin(), f.fields.end(), [&](const Field& field) {
          return t.element ? (*this)(field.type, t.element) : isJson(types_, field.type);
        });
      case TypeKind::String: return f.kind == TypeKind::Code;
      case TypeKind::Record:
        // `trainer.apply(job: finetune)`: the declaration is passed as its record.
        return f.kind == TypeKind::Callable && f.text == "TrainJob" && t.text == "trainer.TrainJob";
      default: return false;
    }
  }
  switch (t.kind) {
    case TypeKind::List:
    case TypeKind::Map: {
      if (!t.element) return isJson(types_, f.element);
      return f.element.valid() && (*this)(f.element, t.element);
    }
    case TypeKind::Record: return record(f, t);
    case TypeKind::Artifact: return f.text == "Artifact" || t.text == "Artifact" || f.symbol == t.symbol;
    case TypeKind::Task: return !t.symbol || t.symbol == f.symbol;
    case TypeKind::VolumeSource:
    case TypeKind::Callable: return t.text.empty() || t.text == f.text;
    case TypeKind::Literal: return f.literal == t.literal;
    default: return true;  // the same basic type
  }
}

}  // namespace

bool fits(const TypeStore& types, TypeId from, TypeId to, Phase known) { return Fits(types, known)(from, to); }

TypeId joined(TypeStore& types, TypeId a, TypeId b) {
  if (a == b) return a;
  if (isErrorType(types, a)) return b;
  if (isErrorType(types, b)) return a;
  const TypeKind left = kindOf(types, a);
  const TypeKind right = kindOf(types, b);
  if (left == TypeKind::Null) return types.optional(b);
  if (right == TypeKind::Null) return types.optional(a);
  if (left == TypeKind::Optional || right == TypeKind::Optional) {
    const TypeId inner = joined(types, bareType(types, a), bareType(types, b));
    return inner ? types.optional(inner) : inner;
  }
  if (left == TypeKind::Literal && right == TypeKind::Literal) {
    return plainType(types, a) == plainType(types, b) ? types.unionOf({a, b}) : TypeId();
  }
  if (left == TypeKind::Task && right == TypeKind::Task) return types.basic(TypeKind::Task);
  if (left == TypeKind::Code && right == TypeKind::String) return b;
  if (fits(types, a, b)) return b;
  if (fits(types, b, a)) return a;
  if (left == TypeKind::List && right == TypeKind::List && types[a].element && types[b].element) {
    const TypeId inner = joined(types, types[a].element, types[b].element);
    return inner ? types.list(inner) : inner;
  }
  return {};
}

}  // namespace mlpc::sema
