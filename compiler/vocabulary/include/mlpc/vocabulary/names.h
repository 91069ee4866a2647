#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// What the enums of the standard library have in common. Each is in the order of its names, so that a name is found by
// binary search.
namespace mlpc::vocabulary {

/// The names of an enum, by its values; each generated header defines its own.
template <typename E>
inline constexpr auto kNames = nullptr;

/// An enum that was generated from the standard library.
template <typename E>
concept Named = requires {
  kNames<E>.size();
};

/// As the standard library writes it: `azure.KeyVault`, `display_name`.
template <Named E>
constexpr std::string_view name(E value) {
  return kNames<E>[static_cast<size_t>(value)];
}

/// The place of a name among others that are sorted, or their number.
size_t indexOf(std::span<const std::string_view> sorted, std::string_view name);

/// Whether a word is the name of `value`.
template <Named E>
constexpr bool is(std::string_view word, E value) {
  return word == name(value);
}

/// What has this name, if anything does.
template <Named E>
std::optional<E> find(std::string_view name) {
  const size_t index = indexOf(kNames<E>, name);
  return index == kNames<E>.size() ? std::nullopt : std::optional(static_cast<E>(index));
}

/// What a lookup asks for: a field of a schema, or an input of a component. Code names it by its enumerator; a string
/// literal does not compile, since nobody would notice that `stdlib/` no longer has it.
class FieldName {
 public:
  template <Named E>
  constexpr FieldName(E field) : text_(name(field)) {}  // NOLINT(google-explicit-constructor)
  /// A name that comes from a program.
  explicit constexpr FieldName(std::string_view text) : text_(text) {}
  FieldName(const char*) = delete;

  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace mlpc::vocabulary
