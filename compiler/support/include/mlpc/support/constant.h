#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlpc/support/units.h"

namespace mlpc::support {

struct ConstantField;

/// A value known at compile time. Records keep the order in which their fields were written.
class Constant {
 public:
  using List = std::vector<Constant>;
  using Record = std::vector<ConstantField>;
  using Storage = std::variant<std::monostate, bool, int64_t, double, std::string, Quantity, Duration, List, Record>;

  Constant() = default;
  Constant(bool value);
  Constant(int64_t value);
  Constant(int value);
  Constant(double value);
  Constant(std::string value);
  Constant(std::string_view value);
  Constant(const char* value);
  Constant(Quantity value);
  Constant(Duration value);
  Constant(List value);
  Constant(Record value);

  [[nodiscard]] const Storage& storage() const { return storage_; }
  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&storage_);
  }
  [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(storage_); }
  /// The value of the field `name` of a record; null if this is not a record or has no such field.
  [[nodiscard]] const Constant* field(std::string_view name) const;

  /// What interpolation inserts into a string: strings as they are, lists and records as JSON.
  [[nodiscard]] std::string toText() const;
  /// Compact JSON. Quantities and durations become strings; NaN and infinities, which JSON cannot represent and which
  /// checked programs do not contain, become null.
  [[nodiscard]] std::string toJson() const;

  friend bool operator==(const Constant& a, const Constant& b);

 private:
  Storage storage_;
};

struct ConstantField {
  std::string name;
  Constant value;

  friend bool operator==(const ConstantField& a, const ConstantField& b) = default;
};

// Not in the class: clang needs ConstantField complete where storage_ is initialised.
inline Constant::Constant(bool value) : storage_(value) {}
inline Constant::Constant(int64_t value) : storage_(value) {}
inline Constant::Constant(int value) : storage_(static_cast<int64_t>(value)) {}
inline Constant::Constant(double value) : storage_(value) {}
inline Constant::Constant(std::string value) : storage_(std::move(value)) {}
inline Constant::Constant(std::string_view value) : storage_(std::string(value)) {}
inline Constant::Constant(const char* value) : storage_(std::string(value)) {}
inline Constant::Constant(Quantity value) : storage_(std::move(value)) {}
inline Constant::Constant(Duration value) : storage_(value) {}
inline Constant::Constant(List value) : storage_(std::move(value)) {}
inline Constant::Constant(Record value) : storage_(std::move(value)) {}

}  // namespace mlpc::support
