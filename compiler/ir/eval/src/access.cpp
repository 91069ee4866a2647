#include "mlpc/eval/access.h"

namespace mlpc::ir::eval {

using support::Constant;

Result member(const Constant& base, std::string_view name) {
  if (base.isNull()) return Constant();
  if (base.as<Constant::Record>() == nullptr) return Failure::WrongType;
  const Constant* found = base.field(name);
  return found != nullptr ? Result(*found) : Result(Failure::MissingField);
}

std::optional<Error> checkItem(int64_t index, size_t size) {
  if (index >= 0 && static_cast<uint64_t>(index) < size) return std::nullopt;
  return Error{Failure::OutOfRange, index, size};
}

Result index(const Constant& base, const Constant& key) {
  if (base.isNull()) return Constant();
  if (const auto* name = key.as<std::string>()) return member(base, *name);
  const auto* list = base.as<Constant::List>();
  const auto* position = key.as<int64_t>();
  if (list == nullptr || position == nullptr) return Failure::WrongType;
  if (const auto error = checkItem(*position, list->size())) return *error;
  return (*list)[static_cast<size_t>(*position)];
}

size_t sizeOf(const Constant& value) {
  size_t size = sizeof(Constant);
  if (const auto* text = value.as<std::string>()) return size + text->size();
  if (const auto* list = value.as<Constant::List>()) {
    for (const Constant& item : *list) size += sizeOf(item);
  } else if (const auto* record = value.as<Constant::Record>()) {
    for (const auto& field : *record) size += sizeof(std::string) + field.name.size() + sizeOf(field.value);
  }
  return size;
}

}  // namespace mlpc::ir::eval
