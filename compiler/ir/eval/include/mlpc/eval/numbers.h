#pragma once

#include <string_view>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// A whole number as it is written. `negative` if a minus stands before it, which admits one number more; the result is
/// then that of the whole, `-9223372036854775808`.
Result integer(std::string_view digits, bool negative = false);
/// A number with a point or an exponent as it is written.
Result real(std::string_view text);
/// A number with a unit, or a bare number, as a quantity.
Result quantity(std::string_view text);
/// A number with a unit as a span of time.
Result duration(std::string_view text);
/// The numbers that have no literal: "NaN", "Infinity", "-Infinity". Not known for another text.
Result namedNumber(std::string_view text);

/// Which kinds of number a place takes.
struct NumberPlace {
  bool integer = false;
  bool real = false;
  bool quantity = false;
};
/// `value` as its place wants it: an int where only floats are taken is a float, and a number where quantities are
/// taken is a quantity. Whatever else stays as it is.
support::Constant convert(support::Constant value, NumberPlace place);

}  // namespace mlpc::ir::eval
