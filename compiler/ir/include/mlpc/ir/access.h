#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mlpc/ir/value.h"

// Access to values whose types the checker has verified. A null pointer is a field that was omitted, so that calls can
// be nested: `items(value->field("args"))`. What is only known in a run counts as omitted.
namespace mlpc::ir {

/// The items of a list; none if it is not a list.
const std::vector<Value>& items(const Value* value);
/// The fields of a record; none if it is not a record.
const std::vector<Field>& fields(const Value* value);
/// The field `name` of a record, or null.
const Value* member(const Value* value, std::string_view name);
template <vocabulary::Named F>
const Value* member(const Value* value, F field) {
  return member(value, vocabulary::name(field));
}
/// The text of a constant string.
std::optional<std::string> text(const Value* value);
/// A constant text that is one of a schema's choices.
template <vocabulary::Named E>
std::optional<E> choice(const Value* value) {
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::nullopt : vocabulary::find<E>(*text);
}
std::optional<int64_t> integer(const Value* value);
std::optional<bool> boolean(const Value* value);
std::optional<support::Duration> duration(const Value* value);
/// A quantity, or a whole number read as one.
std::optional<support::Quantity> quantity(const Value* value);

}  // namespace mlpc::ir
