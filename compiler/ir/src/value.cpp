#include "mlpc/ir/value.h"

#include <algorithm>

namespace mlpc::ir {

using support::Constant;

const Value* RecordValue::find(vocabulary::FieldName name) const {
  for (const Field& field : fields) {
    if (field.key == name.text()) return &field.value;
  }
  return nullptr;
}

const std::string* Value::text() const {
  const Constant* constant = scalar();
  return constant == nullptr ? nullptr : constant->as<std::string>();
}

bool Value::isConstant() const {
  if (scalar() != nullptr) return true;
  if (const auto* list = as<ListValue>()) {
    return std::all_of(list->items.begin(), list->items.end(), [](const Value& item) { return item.isConstant(); });
  }
  if (const auto* record = as<RecordValue>()) {
    return std::all_of(record->fields.begin(), record->fields.end(),
                       [](const Field& field) { return field.value.isConstant(); });
  }
  return false;
}

std::optional<Constant> Value::constant() const {
  if (const Constant* value = scalar()) return *value;
  if (const auto* list = as<ListValue>()) {
    Constant::List items;
    items.reserve(list->items.size());
    for (const Value& item : list->items) {
      auto value = item.constant();
      if (!value) return std::nullopt;
      items.push_back(std::move(*value));
    }
    return Constant(std::move(items));
  }
  if (const auto* record = as<RecordValue>()) {
    Constant::Record fields;
    fields.reserve(record->fields.size());
    for (const Field& field : record->fields) {
      auto value = field.value.constant();
      if (!value) return std::nullopt;
      fields.push_back({field.key, std::move(*value)});
    }
    return Constant(std::move(fields));
  }
  return std::nullopt;
}

const Value* Value::field(vocabulary::FieldName name) const {
  const auto* record = as<RecordValue>();
  return record == nullptr ? nullptr : record->find(name);
}

Value Value::of(Constant constant, source::Span origin) {
  Value result{{}, origin};
  if (const auto* list = constant.as<Constant::List>()) {
    ListValue items;
    items.items.reserve(list->size());
    for (const Constant& item : *list) items.items.push_back(of(item, origin));
    result.node = std::move(items);
  } else if (const auto* record = constant.as<Constant::Record>()) {
    RecordValue fields;
    fields.fields.reserve(record->size());
    for (const auto& field : *record) fields.fields.push_back({field.name, origin, of(field.value, origin)});
    result.node = std::move(fields);
  } else {
    result.node = std::move(constant);
  }
  return result;
}

}  // namespace mlpc::ir
