#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mlpc/sema/layered_store.h"
#include "mlpc/sema/standard_tables.h"
#include "mlpc/support/constant.h"
#include "mlpc/support/id.h"
#include "mlpc/syntax/node.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::sema {

struct TypeTag;
struct SymbolTag;
struct ModuleTag;
/// A type in a TypeStore. Equal types have equal ids, except for records, which are equal only by declaration.
using TypeId = support::Id<TypeTag>;
using SymbolId = support::Id<SymbolTag>;
using ModuleId = support::Id<ModuleTag>;

enum class TypeKind : uint8_t {
  Error,  ///< something was already reported; compatible with everything
  Null,
  String,
  Int,
  Float,
  Bool,
  Quantity,
  Duration,
  Literal,       ///< a single string (or bool, int): a member of a union such as `"bash" | "pscore"`
  List,          ///< with its element type; without one, a list of any JSON values
  Map,           ///< with its element type; without one, any JSON object
  Json,          ///< any JSON value: the element of an untyped `list` or `map`
  Record,        ///< with its fields; may be a kind
  Union,         ///< members, none of them a union or optional
  Optional,      ///< element
  Runtime,       ///< with its element type: `T*` of a schema, a place that accepts run-time values
  Artifact,      ///< symbol of the artifact declaration
  Secret,        ///< `secret`: a whole secret
  SecretKey,     ///< one key of a secret
  ConfigKey,     ///< one key of a config map
  FieldPath,     ///< `field("metadata.name")`
  VolumeSource,  ///< `pvc(…)`, `empty_dir(…)`, `ephemeral(…)`; `text` says which
  FinalStatus,
  TaskConfig,
  Type,       ///< the field of a schema whose value is a type (`outputs: { version: string }`)
  Task,       ///< a task, group, stage, job or step itself, for `after`; with its symbol if known
  Code,       ///< a fence: text of a language
  Namespace,  ///< an imported module, `run`, `task`, `matrix`
  Callable,   ///< a component, pipeline, trainjob, template or built-in
  Void,       ///< a call that returns nothing
};

/// A field of a record type, or a parameter as the checker sees it.
struct Field {
  std::string_view name;
  TypeId type;
  bool optional = false;        ///< may be omitted (has a default, or its type is optional)
  ModuleId defaultModule;       ///< the module that `defaultValue` is an expression of
  syntax::ExprId defaultValue;  ///< invalid if there is none, or if it is not an mlp expression
  /// The default of a field of the standard library, or of an input that is declared only by Python code.
  std::optional<support::Constant> constantDefault;
  source::Span defaultSpan;  ///< where `constantDefault` is written
  [[nodiscard]] bool hasDefault() const { return constantDefault.has_value() || defaultValue.valid(); }
  std::string_view doc;
  std::optional<double> minimum;  ///< `@range`, inclusive
  std::optional<double> maximum;
  std::optional<uint32_t> minLength;  ///< `@length`, in code points or items
  std::optional<uint32_t> maxLength;
  std::string_view pattern;     ///< `@pattern`, a regular expression for the whole string; empty if none
  std::string_view deprecated;  ///< the text of `@deprecated`
  bool attribute = false;       ///< can only be read (`x.id`)
  bool verbatim = false;        ///< keys inside it are not defined here
  source::Span span;
};

struct Type {
  TypeKind kind = TypeKind::Error;
  TypeId element;               ///< List, Map, Optional, Runtime
  std::vector<TypeId> members;  ///< Union
  std::vector<Field> fields;    ///< Record
  support::Constant literal;    ///< Literal
  SymbolId symbol;              ///< Artifact, Record with a name, Kind, Task
  bool isKind = false;          ///< for a Record: declared with `@kind`, values are references to resources
  std::optional<vocabulary::Kind> resource;  ///< then which kind, unless it is any
  size_t depth = 0;                          ///< how many types contain each other: of `list[int]`, one
  std::string text;  ///< for a Record: qualified name; for an Artifact: name; for a VolumeSource or Callable: which
};

/// Owns and interns types: those of the standard library (which every program shares and several threads may read), or
/// those that a program adds to them. Copies are cheap and independent (see LayeredStore).
class TypeStore {
 public:
  /// The basic types, to which those of the standard library are added.
  TypeStore();
  /// The types of the standard library. The tables must outlive every store on top of this one.
  explicit TypeStore(const tables::Tables& tables);
  /// The types of a program.
  static TypeStore over(const TypeStore& standard);

  /// A new type that equals no other.
  TypeId add(Type type);
  [[nodiscard]] const Type& operator[](TypeId id) const { return types_[id]; }
  /// Completes a record that was added before its fields were known (recursive types).
  void setFields(TypeId record, std::vector<Field> fields);

  [[nodiscard]] TypeId basic(TypeKind kind) const {
    return TypeId(static_cast<uint32_t>(kind) | kStandardBit);  // they are added first, in this order
  }
  TypeId list(TypeId element);
  TypeId map(TypeId element);
  TypeId optional(TypeId inner);
  TypeId runtime(TypeId inner);
  TypeId literal(support::Constant value);
  TypeId unionOf(std::vector<TypeId> members);
  TypeId artifact(SymbolId symbol, std::string_view name = {});
  /// The task, group, stage, job or step `symbol`; any if the symbol is invalid.
  TypeId task(SymbolId symbol);
  /// `which` is Pvc, EmptyDir or Ephemeral.
  TypeId volumeSource(std::string_view which);
  /// `which` is Component, Pipeline, TrainJob, Workflow or Template.
  TypeId callable(std::string_view which);

  /// As written in mlp.
  [[nodiscard]] std::string name(TypeId id) const;
  /// How many types contain each other in this one.
  [[nodiscard]] size_t depthOf(TypeId id) const;
  /// How many types it has itself.
  [[nodiscard]] size_t size() const { return types_.size(); }
  /// The keys by which types are found again that equal each other, sorted.
  [[nodiscard]] std::vector<std::pair<std::string, TypeId>> internedKeys() const;

  /// Until `stopReplay`, the n-th type that is added takes the n-th id in `log`, so that what was checked against an
  /// earlier version of the same file stays valid; types beyond its end are new and appended to it.
  void replay(std::vector<TypeId>& log) {
    log_ = &log;
    next_ = 0;
  }
  void stopReplay() { log_ = nullptr; }

 private:
  /// `left` is how many more members and fields may be written.
  std::string name(TypeId id, size_t& left) const;

  struct Interned {
    std::mutex mutex;
    std::unordered_map<std::string, TypeId> types;
    const tables::Tables* tables = nullptr;  ///< which have types of their own

    /// Invalid if there is no such type. The mutex must be held.
    [[nodiscard]] TypeId find(const std::string& key) const;
  };
  /// The type with that key, created from `type` if necessary. A type that consists only of the standard library's
  /// types is kept there, so that it is one type for all programs.
  TypeId intern(std::string key, Type type, bool standard);

  LayeredStore<TypeId, Type> types_;
  std::shared_ptr<Interned> standard_;
  std::shared_ptr<Interned> interned_;  ///< shared by the copies: a key has the same id in all of them
  std::shared_ptr<LayeredStore<TypeId, Type>> standardTypes_;
  std::vector<TypeId>* log_ = nullptr;
  size_t next_ = 0;
};

/// Whether `field` is a whole number from a range so small (`@range(1, 5)`) that its values can be listed as choices.
bool isShortRange(const TypeStore& types, const Field& field);

}  // namespace mlpc::sema
