#pragma once

#include <utility>

#include "mlpc/support/id.h"
#include "mlpc/support/value_store.h"

namespace mlpc::sema {

/// The ids of what the standard library declares have this bit; those of a program's own files have not. So the tables
/// of all programs of a process can lead to the one SchemaSet.
inline constexpr uint32_t kStandardBit = 0x80000000U;
template <typename Tag>
constexpr bool isStandardId(support::Id<Tag> id) {
  return id.valid() && (id.index() & kStandardBit) != 0;
}

/// The values of the standard library, or those of a program together with them: ids of both lead to a value, and what
/// is added is the program's own.
template <typename IdType, typename T>
class LayeredStore {
 public:
  /// That of the standard library.
  LayeredStore() = default;
  /// That of a program; `standard` must outlive it.
  explicit LayeredStore(LayeredStore& standard) : standard_(&standard) {}

  IdType add(T value) {
    const IdType id = own_.add(std::move(value));
    return standard_ == nullptr ? IdType(id.index() | kStandardBit) : id;
  }
  [[nodiscard]] const T& operator[](IdType id) const {
    return standard_ != nullptr && isStandardId(id) ? (*standard_)[id] : own_[IdType(id.index() & ~kStandardBit)];
  }
  [[nodiscard]] T& operator[](IdType id) {
    return standard_ != nullptr && isStandardId(id) ? (*standard_)[id] : own_[IdType(id.index() & ~kStandardBit)];
  }
  /// How many of its own it has; their ids run from 0 in a program's store.
  [[nodiscard]] size_t size() const { return own_.size(); }
  [[nodiscard]] LayeredStore* standard() const { return standard_; }

 private:
  LayeredStore* standard_ = nullptr;
  support::ValueStore<IdType, T> own_;
};

}  // namespace mlpc::sema
