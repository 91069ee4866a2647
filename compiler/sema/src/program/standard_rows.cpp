#include "program/standard_rows.h"

#include <cmath>

namespace mlpc::sema {
namespace {

using support::Constant;

source::Span spanOf(tables::Place place) {
  if (place.module == tables::kNone) return {};
  return {source::FileId(place.module | source::kStandardFileBit), place.begin, place.end};
}

template <typename IdType>
IdType idOf(uint32_t row) {
  return row == tables::kNone ? IdType() : IdType(row | kStandardBit);
}

template <typename E>
std::optional<E> enumOf(uint32_t value) {
  return value == tables::kNone ? std::nullopt : std::optional(static_cast<E>(value));
}

Constant constantOf(const tables::Tables& tables, uint32_t row) {
  const tables::Constant& constant = tables.constants[row];
  const std::string_view text = tables.text(constant.text);
  const auto items = tables.items.subspan(constant.items.begin, constant.items.size);
  switch (constant.kind) {
    case tables::ConstantKind::Null: return {};
    case tables::ConstantKind::Bool: return constant.number != 0;
    case tables::ConstantKind::Int: return constant.number;
    case tables::ConstantKind::Float: return constant.real;
    case tables::ConstantKind::String: return text;
    case tables::ConstantKind::Quantity: return support::Quantity::parse(text).value();
    case tables::ConstantKind::Duration: return support::Duration::milliseconds(constant.number);
    case tables::ConstantKind::List: {
      Constant::List list;
      for (const tables::Item& item : items) list.push_back(constantOf(tables, item.constant));
      return list;
    }
    case tables::ConstantKind::Record: {
      Constant::Record record;
      for (const tables::Item& item : items)
        record.push_back({std::string(tables.text(item.key)), constantOf(tables, item.constant)});
      return record;
    }
  }
  return {};
}

Field fieldOf(const tables::Tables& tables, const tables::Field& row) {
  Field field;
  field.name = tables.text(row.name);
  field.type = idOf<TypeId>(row.type);
  field.optional = row.optional;
  field.attribute = row.attribute;
  field.verbatim = row.verbatim;
  if (row.constantDefault != tables::kNone) field.constantDefault = constantOf(tables, row.constantDefault);
  field.defaultSpan = spanOf(row.defaultPlace);
  field.doc = tables.text(row.doc);
  if (!std::isnan(row.minimum)) field.minimum = row.minimum;
  if (!std::isnan(row.maximum)) field.maximum = row.maximum;
  if (row.minLength != tables::kNone) field.minLength = row.minLength;
  if (row.maxLength != tables::kNone) field.maxLength = row.maxLength;
  field.pattern = tables.text(row.pattern);
  field.deprecated = tables.text(row.deprecated);
  field.span = spanOf(row.place);
  return field;
}

std::vector<Field> fieldsOf(const tables::Tables& tables, tables::Range range) {
  std::vector<Field> fields;
  fields.reserve(range.size);
  for (const tables::Field& row : tables.fields.subspan(range.begin, range.size))
    fields.push_back(fieldOf(tables, row));
  return fields;
}

}  // namespace

Type typeOf(const tables::Tables& tables, uint32_t row) {
  const tables::Type& from = tables.types[row];
  Type type{static_cast<TypeKind>(from.kind)};
  type.element = idOf<TypeId>(from.element);
  type.members.reserve(from.members.size);
  for (const uint32_t member : tables.members.subspan(from.members.begin, from.members.size))
    type.members.push_back(idOf<TypeId>(member));
  type.fields = fieldsOf(tables, from.fields);
  if (from.literal != tables::kNone) type.literal = constantOf(tables, from.literal);
  type.symbol = idOf<SymbolId>(from.symbol);
  type.isKind = from.isKind;
  type.resource = enumOf<vocabulary::Kind>(from.resource);
  type.depth = from.depth;
  type.text = tables.text(from.text);
  return type;
}

Symbol symbolOf(const tables::Tables& tables, uint32_t row) {
  const tables::Symbol& from = tables.symbols[row];
  Symbol symbol;
  symbol.kind = static_cast<SymbolKind>(from.kind);
  symbol.name = tables.text(from.name);
  symbol.module = idOf<ModuleId>(from.module);
  symbol.span = spanOf(from.place);
  symbol.type = idOf<TypeId>(from.type);
  symbol.target = idOf<ModuleId>(from.target);
  if (from.value != tables::kNone) symbol.value = std::make_shared<const Constant>(constantOf(tables, from.value));
  symbol.doc = tables.text(from.doc);
  symbol.deprecated = tables.text(from.deprecated);
  return symbol;
}

Signature signatureOf(const tables::Tables& tables, uint32_t row) {
  const tables::Signature& from = tables.signatures[row];
  Signature signature;
  signature.parameters = fieldsOf(tables, from.parameters);
  signature.outputs = fieldsOf(tables, from.outputs);
  signature.unnamedOutput = from.unnamedOutput;
  signature.builtin = enumOf<vocabulary::Builtin>(from.builtin);
  signature.positional = from.positional;
  signature.variadic = from.variadic;
  signature.function = from.function;
  signature.place = enumOf<vocabulary::CallPlace>(from.place);
  signature.azureTask = tables.text(from.azureTask);
  return signature;
}

}  // namespace mlpc::sema
