#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

namespace mlpc::support {

/// Values of one kind, addressed by typed ids. Grows only at the end: ids and references stay valid for the life of the
/// store. While one thread adds values, other threads may read those that were added before they learnt their ids.
///
/// Kept in blocks, each as large as all the previous ones together, so that growing moves nothing. The unused part of a
/// block costs no memory until it is written.
template <typename IdType, typename T>
class ValueStore {
 public:
  ValueStore() = default;
  ValueStore(ValueStore&& other) noexcept { *this = std::move(other); }
  ValueStore& operator=(ValueStore&& other) noexcept {
    clear();
    for (size_t i = 0; i < kBlocks; ++i) blocks_[i].store(other.blocks_[i].exchange(nullptr));
    size_.store(other.size_.exchange(0));
    return *this;
  }
  ValueStore(const ValueStore& other) { append(other); }
  ValueStore& operator=(const ValueStore& other) {
    if (this != &other) {
      clear();
      append(other);
    }
    return *this;
  }
  ~ValueStore() { clear(); }

  IdType add(T value) {
    const uint32_t index = size_.load(std::memory_order_relaxed);
    const Place place = placeOf(index);
    T* block = blocks_[place.block].load(std::memory_order_relaxed);
    if (block == nullptr) {
      block = std::allocator<T>().allocate(capacity(place.block));
      blocks_[place.block].store(block, std::memory_order_release);
    }
    std::construct_at(block + place.offset, std::move(value));
    size_.store(index + 1, std::memory_order_release);
    return IdType(index);
  }
  [[nodiscard]] const T& operator[](IdType id) const { return at(id.index()); }
  [[nodiscard]] T& operator[](IdType id) { return const_cast<T&>(at(id.index())); }
  [[nodiscard]] size_t size() const { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] bool empty() const { return size() == 0; }

  template <typename Store, typename Value>
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = Value*;
    using reference = Value&;
    Iterator() = default;
    Iterator(Store* store, uint32_t index) : store_(store), index_(index) {}
    Value& operator*() const { return (*store_)[IdType(index_)]; }
    Value* operator->() const { return &**this; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++index_;
      return before;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    Store* store_ = nullptr;
    uint32_t index_ = 0;
  };
  [[nodiscard]] auto begin() const { return Iterator<const ValueStore, const T>(this, 0); }
  [[nodiscard]] auto end() const { return Iterator<const ValueStore, const T>(this, static_cast<uint32_t>(size())); }
  [[nodiscard]] auto begin() { return Iterator<ValueStore, T>(this, 0); }
  [[nodiscard]] auto end() { return Iterator<ValueStore, T>(this, static_cast<uint32_t>(size())); }

 private:
  static constexpr uint32_t kFirst = 16;  ///< values in the first block
  static constexpr size_t kBlocks = 28;
  struct Place {
    uint32_t block;
    uint32_t offset;
  };
  /// Block 0 holds `kFirst` values, block k > 0 holds `kFirst << (k - 1)`.
  static constexpr Place placeOf(uint32_t index) {
    const auto block = static_cast<uint32_t>(std::bit_width(index / kFirst));
    return {block, block == 0 ? index : index - (kFirst << (block - 1))};
  }
  static constexpr size_t capacity(uint32_t block) { return block == 0 ? kFirst : size_t{kFirst} << (block - 1); }
  [[nodiscard]] const T& at(uint32_t index) const {
    const Place place = placeOf(index);
    return blocks_[place.block].load(std::memory_order_acquire)[place.offset];
  }
  void append(const ValueStore& other) {
    for (const T& value : other) add(value);
  }
  void clear() {
    for (uint32_t i = static_cast<uint32_t>(size()); i-- > 0;) {
      const Place place = placeOf(i);
      std::destroy_at(blocks_[place.block].load(std::memory_order_relaxed) + place.offset);
    }
    for (uint32_t b = 0; b < kBlocks; ++b) {
      if (T* block = blocks_[b].exchange(nullptr)) std::allocator<T>().deallocate(block, capacity(b));
    }
    size_.store(0);
  }

  std::array<std::atomic<T*>, kBlocks> blocks_{};
  std::atomic<uint32_t> size_{0};
};

}  // namespace mlpc::support
