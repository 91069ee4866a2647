#pragma once

#include <atomic>
#include <cassert>
#include <functional>
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

/// A fixed number of values, each made when it is first read. Several threads may read.
template <typename T>
class LazyValues {
 public:
  using Make = std::function<T(uint32_t)>;
  LazyValues() = default;
  LazyValues(uint32_t size, Make make)
      : size_(size), make_(std::move(make)), values_(std::make_unique<std::atomic<T*>[]>(size)) {}
  LazyValues(const LazyValues&) = delete;
  LazyValues& operator=(const LazyValues&) = delete;
  ~LazyValues() {
    for (uint32_t i = 0; i < size_; ++i) delete values_[i].load();
  }

  [[nodiscard]] uint32_t size() const { return size_; }
  [[nodiscard]] const T& operator[](uint32_t index) const {
    const T* known = values_[index].load(std::memory_order_acquire);
    return known != nullptr ? *known : make(index);
  }

 private:
  const T& make(uint32_t index) const {
    T* known = nullptr;
    auto made = std::make_unique<T>(make_(index));
    // Another thread may have been faster, and somebody may have seen its value.
    if (values_[index].compare_exchange_strong(known, made.get(), std::memory_order_acq_rel)) return *made.release();
    return *known;
  }

  uint32_t size_ = 0;
  Make make_;
  std::unique_ptr<std::atomic<T*>[]> values_;
};

/// The values of the standard library: those that it came with, and others that programs add, which several threads may
/// read meanwhile.
template <typename IdType, typename T>
class StandardStore {
 public:
  StandardStore() = default;
  StandardStore(uint32_t size, typename LazyValues<T>::Make make) : prepared_(size, std::move(make)) {}

  IdType add(T value) { return IdType((values_.add(std::move(value)).index() + prepared_.size()) | kStandardBit); }
  [[nodiscard]] const T& operator[](IdType id) const {
    const uint32_t index = id.index() & ~kStandardBit;
    return index < prepared_.size() ? prepared_[index] : values_[IdType(index - prepared_.size())];
  }
  [[nodiscard]] T& edit(IdType id) {
    const uint32_t index = id.index() & ~kStandardBit;
    assert(index >= prepared_.size());
    return values_[IdType(index - prepared_.size())];
  }
  [[nodiscard]] size_t size() const { return prepared_.size() + values_.size(); }

 private:
  LazyValues<T> prepared_;
  support::ValueStore<IdType, T> values_;
};

/// The values of a program together with those of the standard library: ids of both are valid here, and what is added
/// belongs to the program. Copies are cheap and independent, and share the standard library.
template <typename IdType, typename T>
class LayeredStore {
 public:
  /// The store of the standard library itself: empty, or with `size` values that `make` makes.
  LayeredStore() : standard_(std::make_shared<StandardStore<IdType, T>>()), isStandard_(true) {}
  LayeredStore(uint32_t size, typename LazyValues<T>::Make make)
      : standard_(std::make_shared<StandardStore<IdType, T>>(size, std::move(make))), isStandard_(true) {}
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
