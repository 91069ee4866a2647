#include "mlpc/support/units.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace mlpc::support {
namespace {

constexpr int kNanoDigits = 9;
constexpr int64_t kNanoPerUnit = 1'000'000'000;
constexpr Int128 kMaxNano = static_cast<Int128>(INT64_MAX) * kNanoPerUnit;

/// A suffix as a power of ten or of 1024.
struct Scale {
  int decimal = 0;
  int binary = 0;
};

std::optional<Scale> readSuffix(std::string_view suffix) {
  struct Named {
    std::string_view name;
    Scale scale;
  };
  static constexpr std::array<Named, 16> kNamed{{
      {"", {0, 0}},
      {"n", {-9, 0}},
      {"u", {-6, 0}},
      {"m", {-3, 0}},
      {"k", {3, 0}},
      {"M", {6, 0}},
      {"G", {9, 0}},
      {"T", {12, 0}},
      {"P", {15, 0}},
      {"E", {18, 0}},
      {"Ki", {0, 1}},
      {"Mi", {0, 2}},
      {"Gi", {0, 3}},
      {"Ti", {0, 4}},
      {"Pi", {0, 5}},
      {"Ei", {0, 6}},
  }};
  for (const auto& named : kNamed) {
    if (named.name == suffix) return named.scale;
  }
  if (suffix.size() < 2 || (suffix.front() != 'e' && suffix.front() != 'E')) return std::nullopt;
  suffix.remove_prefix(1);
  if (suffix.front() == '+') {
    suffix.remove_prefix(1);
    if (suffix.starts_with('-')) return std::nullopt;
  }
  int32_t exponent = 0;
  const auto [end, error] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), exponent);
  if (error != std::errc() || end != suffix.data() + suffix.size()) return std::nullopt;
  // Beyond that it makes no difference: the number is zero, one nano-unit or too large anyway.
  return Scale{std::clamp(exponent, -100'000, 100'000), 0};
}

/// Multiplies `digits` (decimal) by 1024. Exact at any length, which a fixed-width integer would not be.
void multiplyBy1024(std::string& digits) {
  unsigned carry = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    const unsigned value = static_cast<unsigned>(digits[i] - '0') * 1024U + carry;
    digits[i] = static_cast<char>('0' + value % 10U);
    carry = value / 10U;
  }
  if (carry != 0) digits.insert(0, std::to_string(carry));
}

}  // namespace

std::optional<Quantity> Quantity::parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);

  std::string digits;
  int64_t fraction = 0;  // how many of `digits` come after the point
  size_t at = 0;
  for (; at < rest.size() && llvm::isDigit(rest[at]); ++at) digits += rest[at];
  if (at < rest.size() && rest[at] == '.') {
    for (++at; at < rest.size() && llvm::isDigit(rest[at]); ++at, ++fraction) digits += rest[at];
  }
  if (digits.empty()) return std::nullopt;
  const auto scale = readSuffix(rest.substr(at));
  if (!scale) return std::nullopt;

  for (int i = 0; i < scale->binary; ++i) multiplyBy1024(digits);
  digits.erase(0, digits.find_first_not_of('0'));

  Int128 nano = 0;
  if (!digits.empty()) {
    // In nano-units the first `whole` digits are the integer part; the others only decide whether it is rounded up.
    const int64_t whole = static_cast<int64_t>(digits.size()) - fraction + scale->decimal + kNanoDigits;
    if (whole > 28) return std::nullopt;
    for (int64_t i = 0; i < whole; ++i) {
      nano *= 10;
      if (static_cast<size_t>(i) < digits.size()) nano += digits[static_cast<size_t>(i)] - '0';
    }
    const size_t restStart = whole > 0 ? static_cast<size_t>(whole) : 0;
    if (restStart < digits.size() && digits.find_first_not_of('0', restStart) != std::string::npos) ++nano;
    if (nano > kMaxNano) return std::nullopt;
  }
  Quantity quantity;
  quantity.text_ = std::string(text);
  quantity.nano_ = negative ? -nano : nano;
  return quantity;
}

bool Quantity::isInteger() const { return nano_ % kNanoPerUnit == 0; }

double Quantity::value() const {
  // Whole units and the remainder separately: 28 digits do not fit into the mantissa of a double.
  return static_cast<double>(static_cast<int64_t>(nano_ / kNanoPerUnit)) +
         static_cast<double>(static_cast<int64_t>(nano_ % kNanoPerUnit)) / static_cast<double>(kNanoPerUnit);
}

namespace {

struct DurationUnit {
  std::string_view name;
  int64_t milliseconds;
};
constexpr std::array<DurationUnit, 5> kDurationUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};

}  // namespace

std::optional<Duration> Duration::parse(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int64_t total = 0;
  size_t nextUnit = 0;  // units must go from large to small, each at most once
  while (!text.empty()) {
    size_t length = 0;
    int64_t count = 0;
    for (; length < text.size() && llvm::isDigit(text[length]); ++length) {
      if (__builtin_mul_overflow(count, 10, &count) || __builtin_add_overflow(count, text[length] - '0', &count)) {
        return std::nullopt;
      }
    }
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
    const std::string_view name = text.substr(0, std::min(text.find_first_of("0123456789"), text.size()));
    const auto* unit = std::find_if(kDurationUnits.begin() + nextUnit, kDurationUnits.end(),
                                    [&](const DurationUnit& u) { return u.name == name; });
    if (unit == kDurationUnits.end()) return std::nullopt;
    if (__builtin_mul_overflow(count, unit->milliseconds, &count) || __builtin_add_overflow(total, count, &total)) {
      return std::nullopt;
    }
    nextUnit = static_cast<size_t>(unit - kDurationUnits.begin()) + 1;
    text.remove_prefix(name.size());
  }
  return milliseconds(total);
}

std::string Duration::text() const {
  if (milliseconds_ == 0) return "0s";
  // Unsigned, so that the smallest value has an absolute value.
  uint64_t rest = static_cast<uint64_t>(milliseconds_);
  std::string out;
  if (milliseconds_ < 0) {
    out = "-";
    rest = 0 - rest;
  }
  for (const auto& unit : kDurationUnits) {
    const auto size = static_cast<uint64_t>(unit.milliseconds);
    if (rest < size) continue;
    out += std::to_string(rest / size);
    out += unit.name;
    rest %= size;
  }
  return out;
}

}  // namespace mlpc::support
