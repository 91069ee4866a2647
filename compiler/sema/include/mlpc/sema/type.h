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
#include "mlpc/support/constant.h"
#include "mlpc/support/id.h"
#include "mlpc/syntax/node.h"

namespace mlpc::sema {

struct TypeTag;
struct SymbolTag;
struct ModuleTag;
/// A type of a TypeStore. Equal types have equal ids, but for records, which are equal only by declaration.
using TypeId = support::Id<TypeTag>;
using SymbolId = support::Id<SymbolTag>;
using ModuleId = support::Id<ModuleTag>;

enum class TypeKind : uint8_t {
  Error,  ///< a complaint was already made; agrees with everything
  Null,
  String,
  Int,
  Float,
  Bool,
  Quantity,
  Duration,
  Literal,       ///< one string (or bool, int): a member of a union such as `"bash" | "pscore"`
  List,          ///< element; without one: a list of any JSON
  Map,           ///< element; without one: any JSON object
  Json,          ///< any JSON value: the element of an untyped `list` or `map`
  Record,        ///< fields; maybe a Kind
  Union,         ///< members, none of them a union or optional
  Optional,      ///< element
  Runtime,       ///< element: `T*` of a schema, a place that takes run-time values
  Artifact,      ///< symbol of the artifact declaration
  Secret,        ///< `secret`: a whole secret
  SecretKey,     ///< one key of a secret
  ConfigKey,     ///< one key of a config map
  FieldPath,     ///< `field("metadata.name")`
  VolumeSource,  ///< `pvc(…)`, `empty_dir(…)`, `ephemeral(…)`; `text` says which
  FinalStatus,
  TaskConfig,
  Type,       ///< the field of a schema that holds a type (`outputs: { version: string }`)
  Task,       ///< a task, group, stage, job or step itself, for `after`; symbol if it is known which
  Code,       ///< a fence: text of a language
  Namespace,  ///< an imported module, `run`, `task`, `matrix`
  Callable,   ///< a component, pipeline, trainjob, template or built-in
  Void,       ///< a call that gives nothing
};

/// A field of a record type, or a parameter as a checker sees it.
struct Field {
  std::string_view name;
  TypeId type;
  bool optional = false;        ///< may be left out (has a default, or its type is optional)
  ModuleId defaultModule;       ///< where `defaultValue` is an expression of
  syntax::ExprId defaultValue;  ///< invalid if there is none, or if it is no expression of mlp
  /// The default of an input that is declared by Python code alone.
  std::optional<support::Constant> codeDefault;
  std::string_view doc;
  std::optional<double> minimum;  ///< `@range`, inclusive
  std::optional<double> maximum;
  std::optional<uint32_t> minLength;  ///< `@length`, in code points or items
  std::optional<uint32_t> maxLength;
  std::string_view pattern;     ///< `@pattern`, an ECMAScript regular expression for the whole text; empty if none
  std::string_view deprecated;  ///< `@deprecated`'s text
  bool attribute = false;       ///< readable only (`x.id`)
  bool verbatim = false;        ///< keys below are other people's
  source::Span span;
};

struct Type {
  TypeKind kind = TypeKind::Error;
  TypeId element;               ///< List, Map, Optional, Runtime
  std::vector<TypeId> members;  ///< Union
  std::vector<Field> fields;    ///< Record
  support::Constant literal;    ///< Literal
  SymbolId symbol;              ///< Artifact, Record with a name, Kind, Task
  bool isKind = false;          ///< Record: declared with `@kind`, values are references to resources
  std::string text;             ///< Record: qualified name; Artifact: name; VolumeSource, Callable: which
};

/// Owns and interns types: those of the standard library (which every program shares and several threads may read), or
/// those that a program adds to them. Copies are cheap and independent (see LayeredStore).
class TypeStore {
 public:
  /// The types of the standard library, the basic ones among them.
  TypeStore();
  /// Types of a program.
  static TypeStore over(const TypeStore& standard);

  /// A new type, equal to no other.
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
  /// The task, group, stage, job or step that `symbol` names; an invalid symbol: any.
  TypeId task(SymbolId symbol);
  /// `which` is Pvc, EmptyDir or Ephemeral.
  TypeId volumeSource(std::string_view which);
  /// `which` is Component, Pipeline, TrainJob, Workflow or Template.
  TypeId callable(std::string_view which);

  /// As mlp writes it.
  [[nodiscard]] std::string name(TypeId id) const;

  /// Until `stopReplay`, the n-th type that is added takes the n-th id of `log`, so that what was checked against an
  /// earlier making of the same file stays true; those beyond its end are new and appended to it.
  void replay(std::vector<TypeId>& log) {
    log_ = &log;
    next_ = 0;
  }
  void stopReplay() { log_ = nullptr; }

 private:
  struct Interned {
    std::mutex mutex;
    std::unordered_map<std::string, TypeId> types;
  };
  /// The type known by `key`, made from `type` if need be. What consists of the standard library's types alone is kept
  /// there, so that it is one type for all programs.
  TypeId intern(std::string key, Type type, bool standard);

  LayeredStore<TypeId, Type> types_;
  std::shared_ptr<Interned> standard_;
  std::shared_ptr<Interned> interned_;  ///< shared by the copies: a key has one id in all that have the type
  std::shared_ptr<LayeredStore<TypeId, Type>> standardTypes_;
  std::vector<TypeId>* log_ = nullptr;
  size_t next_ = 0;
};

/// Whether `field` is a whole number out of so few (`@range(1, 5)`) that they can be listed as choices.
bool isShortRange(const TypeStore& types, const Field& field);

}  // namespace mlpc::sema
