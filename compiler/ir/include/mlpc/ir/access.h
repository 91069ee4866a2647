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
const Value* member(const Value* value, vocabulary::FieldName name);
/// What `key` stands for in a map whose keys are not mlp's, or null.
const Value* entry(const Value* map, std::string_view key);
/// An argument of a call of a function, or null.
const Value* argument(const Call& call, vocabulary::FieldName input);
/// `k` of `secret(n)[k]` and `config_map(n)[k]`, or null.
const Value* keyOf(const Call& call);
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
