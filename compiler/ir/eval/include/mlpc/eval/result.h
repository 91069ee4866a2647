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
  Overflow,        ///< the result does not fit an int, or is not a finite float
  DivisionByZero,  ///< also of floats, since no document can hold an infinity
  OutOfRange,      ///< the list has no such item; see Error::index and Error::size
  MissingField,    ///< the record has no such field
  WrongType,       ///< there is no such operation for these constants; never occurs in a checked program
  BadFormat,       ///< the string of `format` refers to an argument that is not given, or has an unpaired brace
  TooLarge,        ///< more memory than an evaluation may use
};

struct Error {
  Failure failure{};
  int64_t index = 0;  ///< for OutOfRange: the item that was asked for
  size_t size = 0;    ///< for OutOfRange: how many items there are
};

/// The result of an evaluation: a value, an error, or neither, which means that it is not known yet.
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
  /// The value, or empty for whatever reason.
  [[nodiscard]] std::optional<support::Constant> take() && {
    return known() ? std::optional(std::move(*value())) : std::nullopt;
  }

 private:
  std::variant<std::monostate, support::Constant, Error> state_;
};

}  // namespace mlpc::ir::eval
