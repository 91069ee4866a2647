#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>

namespace mlpc::support {

/// A typed 32-bit handle into a ValueStore. A default-constructed id refers to nothing.
template <typename Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(uint32_t index) : index_(index) {}

  [[nodiscard]] constexpr bool valid() const { return index_ != kNone; }
  constexpr explicit operator bool() const { return valid(); }
  [[nodiscard]] constexpr uint32_t index() const { return index_; }

  constexpr auto operator<=>(const Id&) const = default;

 private:
  static constexpr uint32_t kNone = 0xffffffff;
  uint32_t index_ = kNone;
};

/// Values of one kind, addressed by typed ids. Ids and references stay valid for the life of the store.
template <typename IdType, typename T>
class ValueStore {
 public:
  IdType add(T value) {
    values_.push_back(std::move(value));
    return IdType(static_cast<uint32_t>(values_.size() - 1));
  }
  [[nodiscard]] const T& operator[](IdType id) const { return values_[id.index()]; }
  [[nodiscard]] T& operator[](IdType id) { return values_[id.index()]; }
  [[nodiscard]] size_t size() const { return values_.size(); }
  [[nodiscard]] auto begin() const { return values_.begin(); }
  [[nodiscard]] auto end() const { return values_.end(); }

 private:
  std::deque<T> values_;  // grows without moving or keeping room for as many again
};

/// Visits a variant with one lambda per alternative: `std::visit(Overload{...}, node)`.
template <typename... Ts>
struct Overload : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overload(Ts...) -> Overload<Ts...>;

}  // namespace mlpc::support

template <typename Tag>
struct std::hash<mlpc::support::Id<Tag>> {
  size_t operator()(const mlpc::support::Id<Tag>& id) const noexcept { return id.index(); }
};
