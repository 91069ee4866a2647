#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mlpc::support {

/// Wide enough for every quantity in nano-units (2^63 units need 94 bits). `__extension__` tells the compiler that its
/// non-standard type is intended.
__extension__ using Int128 = __int128;

/// A Kubernetes resource quantity (`500m`, `1.5Gi`, `2`).
///
/// Holds the text as it is emitted, and its exact value in nano-units for comparisons.
/// Grammar: apimachinery pkg/api/resource/quantity.go.
class Quantity {
 public:
  /// Parses `text`; empty if it is not a quantity or exceeds what Kubernetes can hold (2^63-1 units).
  static std::optional<Quantity> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The value in units of 10^-9, rounded away from zero as Kubernetes does.
  [[nodiscard]] Int128 nano() const { return nano_; }
  [[nodiscard]] bool isInteger() const;
  /// The value as a double, in whole units (cores, bytes).
  [[nodiscard]] double value() const;

  friend bool operator==(const Quantity& a, const Quantity& b) { return a.nano_ == b.nano_; }
  friend bool operator<(const Quantity& a, const Quantity& b) { return a.nano_ < b.nano_; }

 private:
  std::string text_;
  Int128 nano_ = 0;
};

/// A duration in whole milliseconds.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration milliseconds(int64_t n) { return Duration(n); }
  static constexpr Duration seconds(int64_t n) { return Duration(n * 1000); }
  /// Parses `500ms`, `30s`, `10m`, `1h30m`, `90d`: whole numbers, each unit at most once, larger units first. Empty if
  /// the text has another form or overflows.
  static std::optional<Duration> parse(std::string_view text);

  [[nodiscard]] constexpr int64_t inMilliseconds() const { return milliseconds_; }
  [[nodiscard]] constexpr int64_t inSeconds() const { return milliseconds_ / 1000; }
  [[nodiscard]] constexpr bool wholeSeconds() const { return milliseconds_ % 1000 == 0; }
  [[nodiscard]] constexpr bool wholeMinutes() const { return milliseconds_ % 60000 == 0; }
  /// The mlp spelling in the largest units that fit, such as `1h30m`; `0s` for zero.
  [[nodiscard]] std::string text() const;

  constexpr auto operator<=>(const Duration&) const = default;

 private:
  constexpr explicit Duration(int64_t ms) : milliseconds_(ms) {}
  int64_t milliseconds_ = 0;
};

}  // namespace mlpc::support
