#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace mlpc::support {

/// A typed 32-bit handle for a value in a store. A default-constructed id refers to nothing.
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
