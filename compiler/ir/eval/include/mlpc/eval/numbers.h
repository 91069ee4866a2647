#pragma once

#include <string_view>

#include "mlpc/eval/result.h"

namespace mlpc::ir::eval {

/// A whole number as written. `negative` if a minus precedes it, which allows one more number; the result is then the
/// whole, `-9223372036854775808`.
Result integer(std::string_view digits, bool negative = false);
/// A number with a point or an exponent, as written.
Result real(std::string_view text);
/// A number with a unit, or a bare number, as a quantity.
Result quantity(std::string_view text);
/// A number with a unit as a duration.
Result duration(std::string_view text);
/// The numbers that have no literal: "NaN", "Infinity", "-Infinity". Not known for any other text.
Result namedNumber(std::string_view text);

/// Which kinds of number a place accepts.
struct NumberPlace {
  bool integer = false;
  bool real = false;
  bool quantity = false;
};
/// Whether `convert` may change a value, whatever its place: most values are texts.
inline bool isConvertible(const support::Constant& value) {
  return value.as<int64_t>() != nullptr || value.as<double>() != nullptr;
}
/// Converts `value` to what its place expects: an int to a float if only floats are accepted, and a number to a
/// quantity if quantities are. Anything else stays as it is.
support::Constant convert(support::Constant value, NumberPlace place);

}  // namespace mlpc::ir::eval
