#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "mlpc/sema/type.h"
#include "program/standard_rows.h"

namespace mlpc::sema {

using support::Constant;

TypeStore::TypeStore() : interned_(std::make_shared<Interned>()) {
  standard_ = interned_;
  for (size_t kind = 0; kind <= static_cast<size_t>(TypeKind::Void); ++kind) add(Type{static_cast<TypeKind>(kind)});
}

TypeStore::TypeStore(const tables::Tables& tables)
    : types_(static_cast<uint32_t>(tables.types.size()), [&tables](uint32_t row) { return typeOf(tables, row); }),
      interned_(std::make_shared<Interned>()) {
  standard_ = interned_;
  interned_->tables = &tables;
}

TypeId TypeStore::Interned::find(const std::string& key) const {
  if (const auto known = types.find(key); known != types.end()) return known->second;
  if (tables == nullptr) return {};
  const auto& prepared = tables->interned;
  const auto found = std::lower_bound(
      prepared.begin(), prepared.end(), key,
      [&](const tables::Name& row, const std::string& wanted) { return tables->text(row.name) < wanted; });
  if (found == prepared.end() || tables->text(found->name) != key) return {};
  return TypeId(found->index | kStandardBit);
}

std::vector<std::pair<std::string, TypeId>> TypeStore::internedKeys() const {
  const std::lock_guard lock(interned_->mutex);
  std::vector<std::pair<std::string, TypeId>> keys(interned_->types.begin(), interned_->types.end());
  std::sort(keys.begin(), keys.end());
  return keys;
}

TypeStore TypeStore::over(const TypeStore& standard) {
  TypeStore store(standard);
  store.types_ = LayeredStore<TypeId, Type>::over(standard.types_);
  store.standardTypes_ = std::make_shared<LayeredStore<TypeId, Type>>(standard.types_);
  store.interned_ = std::make_shared<Interned>();
  return store;
}

TypeId TypeStore::add(Type type) {
  if (log_ != nullptr && next_ < log_->size()) {
    const TypeId id = (*log_)[next_++];
    types_.edit(id) = std::move(type);
    return id;
  }
  const TypeId id = types_.add(std::move(type));
  if (log_ != nullptr) {
    log_->push_back(id);
    ++next_;
  }
  return id;
}

void TypeStore::setFields(TypeId record, std::vector<Field> fields) {
  size_t depth = 0;
  for (const Field& field : fields) depth = std::max(depth, depthOf(field.type));
  Type& type = types_.edit(record);
  type.fields = std::move(fields);
  type.depth = depth + 1;
}

size_t TypeStore::depthOf(TypeId id) const { return id ? (*this)[id].depth : 0; }

TypeId TypeStore::intern(std::string key, Type type, bool standard) {
  const bool there = standard && !types_.isStandard();
  Interned& interned = there ? *standard_ : *interned_;
  const std::lock_guard lock(interned.mutex);
  if (const TypeId known = interned.find(key)) return known;
  const TypeId made = (there ? *standardTypes_ : types_).add(std::move(type));
  interned.types.emplace(std::move(key), made);
  return made;
}

TypeId TypeStore::list(TypeId element) {
  if (!element) return basic(TypeKind::List);
  Type type{TypeKind::List};
  type.element = element;
  type.depth = depthOf(element) + 1;
  return intern(fmt::format("list {}", element.index()), std::move(type), isStandardId(element));
}

TypeId TypeStore::map(TypeId element) {
  if (!element) return basic(TypeKind::Map);
  Type type{TypeKind::Map};
  type.element = element;
  type.depth = depthOf(element) + 1;
  return intern(fmt::format("map {}", element.index()), std::move(type), isStandardId(element));
}

TypeId TypeStore::optional(TypeId inner) {
  const TypeKind kind = (*this)[inner].kind;
  if (kind == TypeKind::Optional || kind == TypeKind::Error || kind == TypeKind::Null) return inner;
  Type type{TypeKind::Optional};
  type.element = inner;
  type.depth = depthOf(inner) + 1;
  return intern(fmt::format("optional {}", inner.index()), std::move(type), isStandardId(inner));
}

TypeId TypeStore::runtime(TypeId inner) {
  const TypeKind kind = (*this)[inner].kind;
  if (kind == TypeKind::Runtime || kind == TypeKind::Error) return inner;
  Type type{TypeKind::Runtime};
  type.element = inner;
  type.depth = depthOf(inner) + 1;
  return intern(fmt::format("runtime {}", inner.index()), std::move(type), isStandardId(inner));
}

TypeId TypeStore::literal(Constant value) {
  const std::string key = "literal " + value.toJson();
  // Literals are compared by value, so those of a program need not fill the tables that all programs share.
  if (!types_.isStandard()) {
    const std::lock_guard lock(standard_->mutex);
    if (const TypeId known = standard_->find(key)) return known;
  }
  Type type{TypeKind::Literal};
  type.literal = std::move(value);
  return intern(key, std::move(type), false);
}

TypeId TypeStore::unionOf(std::vector<TypeId> members) {
  std::vector<TypeId> flat;
  std::unordered_set<TypeId> known;
  auto addMember = [&](TypeId id) {
    if (known.insert(id).second) flat.push_back(id);
  };
  bool isOptional = false;
  for (TypeId id : members) {
    if ((*this)[id].kind == TypeKind::Error) return id;
    if ((*this)[id].kind == TypeKind::Optional) {
      isOptional = true;
      id = (*this)[id].element;
    }
    if ((*this)[id].kind == TypeKind::Null) {
      isOptional = true;
      continue;
    }
    if ((*this)[id].kind == TypeKind::Union) {
      for (const TypeId inner : (*this)[id].members) addMember(inner);
    } else {
      addMember(id);
    }
  }
  if (flat.empty()) return basic(TypeKind::Null);
  TypeId result = flat.front();
  if (flat.size() > 1) {
    std::string key = "union";
    for (const TypeId id : flat) key += fmt::format(" {}", id.index());
    const bool standard = std::all_of(flat.begin(), flat.end(), [](TypeId id) { return isStandardId(id); });
    Type type{TypeKind::Union};
    for (const TypeId id : flat) type.depth = std::max(type.depth, depthOf(id) + 1);
    type.members = std::move(flat);
    result = intern(key, std::move(type), standard);
  }
  return isOptional ? optional(result) : result;
}

TypeId TypeStore::artifact(SymbolId symbol, std::string_view name) {
  Type type{TypeKind::Artifact};
  type.symbol = symbol;
  type.text = std::string(name);
  return intern(fmt::format("artifact {}", symbol.index()), std::move(type), isStandardId(symbol));
}

TypeId TypeStore::task(SymbolId symbol) {
  if (!symbol) return basic(TypeKind::Task);
  Type type{TypeKind::Task};
  type.symbol = symbol;
  return intern(fmt::format("task {}", symbol.index()), std::move(type), isStandardId(symbol));
}

TypeId TypeStore::volumeSource(std::string_view which) {
  Type type{TypeKind::VolumeSource};
  type.text = std::string(which);
  const std::string key = "volume " + type.text;
  return intern(key, std::move(type), true);
}

TypeId TypeStore::callable(std::string_view which) {
  Type type{TypeKind::Callable};
  type.text = std::string(which);
  const std::string key = "callable " + type.text;
  return intern(key, std::move(type), true);
}

std::string TypeStore::name(TypeId id) const {
  size_t left = 1000;  // members and fields: a type may contain another one in many places
  return name(id, left);
}

std::string TypeStore::name(TypeId id, size_t& left) const {
  if (!id) return "any";
  const Type& type = (*this)[id];
  switch (type.kind) {
    case TypeKind::Error: return "?";
    case TypeKind::Null: return "null";
    case TypeKind::String: return "string";
    case TypeKind::Int: return "int";
    case TypeKind::Float: return "float";
    case TypeKind::Bool: return "bool";
    case TypeKind::Quantity: return "Quantity";
    case TypeKind::Duration: return "Duration";
    case TypeKind::Literal: return type.literal.toJson();
    case TypeKind::List: return type.element ? "list[" + name(type.element, left) + "]" : "list";
    case TypeKind::Map: return type.element ? "map[" + name(type.element, left) + "]" : "map";
    case TypeKind::Json: return "JSON";
    case TypeKind::Record: {
      if (!type.text.empty()) return type.text;
      std::string out = "{ ";
      for (size_t i = 0; i < type.fields.size() && out.size() < 60; ++i) {
        if (i != 0) out += ", ";
        if (left == 0) return out + "… }";
        --left;
        out += type.fields[i].name;
        out += ": ";
        out += name(type.fields[i].type, left);
        if (out.size() >= 60 && i + 1 < type.fields.size()) out += ", …";
      }
      return type.fields.empty() ? "{}" : out + " }";
    }
    case TypeKind::Union: {
      std::string out;
      for (size_t i = 0; i < type.members.size(); ++i) {
        if (i != 0) out += " | ";
        if (left == 0) return out + "…";
        --left;
        out += name(type.members[i], left);
      }
      return out;
    }
    case TypeKind::Optional: {
      const std::string inner = name(type.element, left);
      return (*this)[type.element].kind == TypeKind::Union ? "(" + inner + ")?" : inner + "?";
    }
    case TypeKind::Runtime: return name(type.element, left);
    case TypeKind::Artifact: return type.text.empty() ? "Artifact" : type.text;
    case TypeKind::Secret: return "secret";
    case TypeKind::SecretKey: return "SecretKey";
    case TypeKind::ConfigKey: return "ConfigKey";
    case TypeKind::FieldPath: return "FieldPath";
    case TypeKind::VolumeSource: return type.text.empty() ? "volume" : type.text;
    case TypeKind::FinalStatus: return "FinalStatus";
    case TypeKind::TaskConfig: return "TaskConfig";
    case TypeKind::Type: return "type";
    case TypeKind::Task: return "Task";
    case TypeKind::Code: return "code";
    case TypeKind::Namespace: return "module";
    case TypeKind::Callable: return type.text.empty() ? "component" : type.text;
    case TypeKind::Void: return "nothing";
  }
  return "?";
}

bool isShortRange(const TypeStore& types, const Field& field) {
  TypeId type = field.type;
  while (type && types[type].kind == TypeKind::Optional) type = types[type].element;
  return type && types[type].kind == TypeKind::Int && field.minimum && field.maximum &&
         *field.maximum - *field.minimum < 20;
}

}  // namespace mlpc::sema
