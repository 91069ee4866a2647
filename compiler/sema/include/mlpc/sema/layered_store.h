#pragma once

#include <memory>
#include <utility>

#include "mlpc/support/id.h"
#include "mlpc/support/persistent_store.h"
#include "mlpc/support/value_store.h"

namespace mlpc::sema {

/// Set in the ids of what the standard library declares, but not in those of a program's own files. This lets the
/// tables of all programs of a process refer to the one SchemaSet.
inline constexpr uint32_t kStandardBit = 0x80000000U;
template <typename Tag>
constexpr bool isStandardId(support::Id<Tag> id) {
  return id.valid() && (id.index() & kStandardBit) != 0;
}

/// The values of the standard library, which several threads may read while it grows.
template <typename IdType, typename T>
class StandardStore {
 public:
  IdType add(T value) { return IdType(values_.add(std::move(value)).index() | kStandardBit); }
  [[nodiscard]] const T& operator[](IdType id) const { return values_[IdType(id.index() & ~kStandardBit)]; }
  [[nodiscard]] T& edit(IdType id) { return values_[IdType(id.index() & ~kStandardBit)]; }
  [[nodiscard]] size_t size() const { return values_.size(); }

 private:
  support::ValueStore<IdType, T> values_;
};

/// The values of a program together with those of the standard library: ids of both are valid here, and what is added
/// belongs to the program. Copies are cheap and independent, and share the standard library.
template <typename IdType, typename T>
class LayeredStore {
 public:
  /// The store of the standard library itself.
  LayeredStore() : standard_(std::make_shared<StandardStore<IdType, T>>()), isStandard_(true) {}
  /// The store of a program.
  static LayeredStore over(const LayeredStore& standard) {
    LayeredStore store(standard);
    store.isStandard_ = false;
    return store;
  }

  IdType add(T value) { return isStandard_ ? standard_->add(std::move(value)) : own_.add(std::move(value)); }
  [[nodiscard]] const T& operator[](IdType id) const { return isStandardId(id) ? (*standard_)[id] : own_[id]; }
  /// The value, to be changed by whoever added it, before others see it.
  [[nodiscard]] T& edit(IdType id) { return isStandardId(id) ? standard_->edit(id) : own_.edit(id); }
  /// How many values are its own; in a program's store their ids start at 0.
  [[nodiscard]] size_t size() const { return isStandard_ ? standard_->size() : own_.size(); }
  [[nodiscard]] bool isStandard() const { return isStandard_; }

 private:
  std::shared_ptr<StandardStore<IdType, T>> standard_;
  support::PersistentStore<IdType, T> own_;
  bool isStandard_ = false;
};

}  // namespace mlpc::sema
