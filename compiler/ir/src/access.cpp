#include "mlpc/ir/access.h"

#include "mlpc/ir/pipeline.h"

namespace mlpc::ir {

const SharedOptions& noOptions() {
  static const SharedOptions none = std::make_shared<const TaskOptions>();
  return none;
}

namespace {

template <typename T>
std::optional<T> scalar(const Value* value) {
  const support::Constant* constant = value == nullptr ? nullptr : value->scalar();
  const T* found = constant == nullptr ? nullptr : constant->as<T>();
  return found == nullptr ? std::nullopt : std::optional<T>(*found);
}

}  // namespace

const std::vector<Value>& items(const Value* value) {
  static const std::vector<Value> kNone;
  const auto* list = value == nullptr ? nullptr : value->as<ListValue>();
  return list == nullptr ? kNone : list->items;
}

const std::vector<Field>& fields(const Value* value) {
  static const std::vector<Field> kNone;
  const auto* record = value == nullptr ? nullptr : value->as<RecordValue>();
  return record == nullptr ? kNone : record->fields;
}

const Value* member(const Value* value, vocabulary::FieldName name) {
  return value == nullptr ? nullptr : value->field(name);
}
const Value* entry(const Value* map, std::string_view key) { return member(map, vocabulary::FieldName(key)); }

const Value* argument(const Call& call, vocabulary::FieldName input) {
  for (const Field& given : call.arguments) {
    if (given.key == input.text()) return &given.value;
  }
  return nullptr;
}
const Value* keyOf(const Call& call) { return argument(call, vocabulary::FieldName(Call::kKey)); }

std::optional<std::string> text(const Value* value) { return scalar<std::string>(value); }
std::optional<int64_t> integer(const Value* value) { return scalar<int64_t>(value); }
std::optional<bool> boolean(const Value* value) { return scalar<bool>(value); }
std::optional<support::Duration> duration(const Value* value) { return scalar<support::Duration>(value); }

std::optional<support::Quantity> quantity(const Value* value) {
  if (const auto known = scalar<support::Quantity>(value)) return known;
  const support::Constant* constant = value == nullptr ? nullptr : value->scalar();
  const bool number = constant != nullptr && (constant->as<int64_t>() != nullptr || constant->as<double>() != nullptr);
  return number ? support::Quantity::parse(constant->toText()) : std::nullopt;
}

}  // namespace mlpc::ir
