#include "mlpc/eval/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace mlpc::ir::eval {

using support::Constant;

Result integer(std::string_view digits, bool negative) {
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, value);
  if (problem == std::errc::result_out_of_range) return Failure::Overflow;
  if (problem != std::errc() || stop != end) return Failure::WrongType;
  const uint64_t most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) + (negative ? 1 : 0);
  if (value > most) return Failure::Overflow;
  return Constant(static_cast<int64_t>(negative ? 0 - value : value));
}

Result real(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  if (problem == std::errc::result_out_of_range || !std::isfinite(value)) return Failure::Overflow;
  if (problem != std::errc() || stop != end) return Failure::WrongType;
  return Constant(value);
}

Result quantity(std::string_view text) {
  if (auto parsed = support::Quantity::parse(text)) return Constant(std::move(*parsed));
  const size_t unit = text.find_first_not_of("0123456789.");
  const bool spelled =
      support::Quantity::parse("1" + std::string(unit == std::string_view::npos ? "" : text.substr(unit))).has_value();
  return spelled ? Failure::Overflow : Failure::WrongType;
}

Result duration(std::string_view text) {
  const auto parsed = support::Duration::parse(text);
  return parsed ? Result(Constant(*parsed)) : Result(Failure::WrongType);
}

Result namedNumber(std::string_view text) {
  using Limits = std::numeric_limits<double>;
  if (text == "NaN") return Constant(Limits::quiet_NaN());
  if (text == "Infinity") return Constant(Limits::infinity());
  if (text == "-Infinity") return Constant(-Limits::infinity());
  return {};
}

Constant convert(Constant value, NumberPlace place) {
  if (!isConvertible(value)) return value;
  const auto* whole = value.as<int64_t>();
  const auto* real = value.as<double>();
  if (place.quantity) {
    const std::string text = whole != nullptr ? std::to_string(*whole) : fmt::format("{}", *real);
    if (auto quantity = support::Quantity::parse(text)) return *quantity;
  } else if (whole != nullptr && place.real && !place.integer) {
    return static_cast<double>(*whole);
  }
  return value;
}

}  // namespace mlpc::ir::eval
