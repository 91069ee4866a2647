#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "mlpc/support/constant.h"

namespace mlpc::ir::eval {

/// Why an operation has no value.
enum class Failure : uint8_t {
  Overflow,        ///< the result does not fit an int, or is no finite float
  DivisionByZero,  ///< of ints; floats too, since no document can hold an infinity
  OutOfRange,      ///< the list has no such item; see Error::index and Error::size
  MissingField,    ///< the record has no such field
  WrongType,       ///< no such operation exists for these constants; a checked program has none
  BadFormat,       ///< the text of `format` names an argument that is not given, or has a single brace
  TooLarge,        ///< more than the evaluation may hold in memory
};

struct Error {
  Failure failure{};
  int64_t index = 0;  ///< of OutOfRange: the item that was asked for
  size_t size = 0;    ///< of OutOfRange: how many items there are
};

/// What an evaluation gives: a value, an error, or neither, which means that it is not known yet.
class Result {
 public:
  Result() = default;
  Result(support::Constant value) : state_(std::move(value)) {}
  Result(Error error) : state_(error) {}
  Result(Failure failure) : state_(Error{failure}) {}

  [[nodiscard]] const support::Constant* value() const { return std::get_if<support::Constant>(&state_); }
  [[nodiscard]] support::Constant* value() { return std::get_if<support::Constant>(&state_); }
  [[nodiscard]] const Error* error() const { return std::get_if<Error>(&state_); }
  [[nodiscard]] bool known() const { return value() != nullptr; }
  /// The value as a T, or null.
  template <typename T>
  [[nodiscard]] const T* as() const {
    return known() ? value()->as<T>() : nullptr;
  }
  /// The value, or nothing whatever the reason.
  [[nodiscard]] std::optional<support::Constant> take() && {
    return known() ? std::optional(std::move(*value())) : std::nullopt;
  }

 private:
  std::variant<std::monostate, support::Constant, Error> state_;
};

}  // namespace mlpc::ir::eval
