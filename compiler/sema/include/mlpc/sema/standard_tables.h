#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

/// The resolved standard library as constant data, which the build generates (`compiler/schema/gen`). Rows hold no
/// pointers, so that loading the program costs nothing: texts are ranges of one text, everything else is an index into
/// one of the tables. `SchemaSet` makes values from rows when they are first read.
namespace mlpc::sema::tables {

/// No row; no number.
inline constexpr uint32_t kNone = 0xFFFFFFFFU;
inline constexpr double kNoLimit = std::numeric_limits<double>::quiet_NaN();

/// A part of `Tables::texts`.
struct Text {
  uint32_t begin = 0;
  uint32_t size = 0;
};
/// Rows that follow each other.
struct Range {
  uint32_t begin = 0;
  uint32_t size = 0;
};
/// A place in the text of a module.
struct Place {
  uint32_t module = kNone;
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// The alternatives of support::Constant::Storage, in that order.
enum class ConstantKind : uint8_t { Null, Bool, Int, Float, String, Quantity, Duration, List, Record };
/// A support::Constant.
struct Constant {
  ConstantKind kind = ConstantKind::Null;
  int64_t number = 0;  ///< of a bool, an integer or a duration (in milliseconds)
  double real = 0;     ///< of a float
  Text text;           ///< of a string or quantity
  Range items;         ///< of a list or record, in `Tables::items`
};
/// An element of a list, or a field of a record.
struct Item {
  Text key;
  uint32_t constant = kNone;
};

/// A sema::Field.
struct Field {
  Text name;
  uint32_t type = kNone;
  bool optional = false;
  bool attribute = false;
  bool verbatim = false;
  uint32_t constantDefault = kNone;
  Place defaultPlace;
  Text doc;
  double minimum = kNoLimit;
  double maximum = kNoLimit;
  uint32_t minLength = kNone;
  uint32_t maxLength = kNone;
  Text pattern;
  Text deprecated;
  Place place;
};

/// A sema::Type.
struct Type {
  uint32_t kind = 0;
  uint32_t element = kNone;
  Range members;  ///< in `Tables::members`
  Range fields;   ///< in `Tables::fields`
  uint32_t literal = kNone;
  uint32_t symbol = kNone;
  bool isKind = false;
  uint32_t resource = kNone;
  uint32_t depth = 0;
  Text text;
};

/// A sema::Signature.
struct Signature {
  Range parameters;  ///< in `Tables::fields`
  Range outputs;     ///< in `Tables::fields`
  bool unnamedOutput = false;
  uint32_t builtin = kNone;
  uint32_t positional = 0;
  bool variadic = false;
  bool function = false;
  uint32_t place = kNone;
  Text azureTask;
};

/// A sema::Symbol.
struct Symbol {
  uint32_t kind = 0;
  Text name;
  uint32_t module = kNone;
  Place place;
  uint32_t type = kNone;
  uint32_t target = kNone;     ///< the module, for an import
  uint32_t signature = kNone;  ///< for a component
  uint32_t value = kNone;      ///< for a const
  Text doc;
  Text deprecated;
};

/// A name and what it means: in a module, among those visible everywhere, or the key of a type that is interned.
struct Name {
  Text name;
  uint32_t index = kNone;
};

struct Module {
  Text name;
  uint32_t standard = kNone;
  Range declared;  ///< in `Tables::names`, in the order of the file
  Range byName;    ///< in `Tables::names`, sorted
};

struct Tables {
  std::string_view texts;
  std::span<const Constant> constants;
  std::span<const Item> items;
  std::span<const uint32_t> members;
  std::span<const Field> fields;
  std::span<const Type> types;
  std::span<const Signature> signatures;
  std::span<const Symbol> symbols;
  std::span<const Name> names;
  std::span<const Module> modules;
  std::span<const Name> everywhere;  ///< symbols
  std::span<const Name> interned;    ///< types by their keys, sorted
  uint32_t anyKind = kNone;          ///< the type of any resource

  [[nodiscard]] std::string_view text(Text part) const { return texts.substr(part.begin, part.size); }
};

}  // namespace mlpc::sema::tables
