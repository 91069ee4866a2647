#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mlpc::support {

/// Finds the elements of lists by their `name` or `key`. In a long list that takes constant time from the second time
/// on. A list may change or go at any time, since every answer is compared with the list itself.
class NameIndex {
 public:
  /// The first element with this name, or null.
  template <typename T>
  const T* find(const std::vector<T>& list, std::string_view name) {
    const auto same = [&](const T& each) { return nameOf(each) == name; };
    constexpr size_t kFew = 24;
    if (list.size() >= kFew) {
      Positions& positions = lists_[list.data()];
      if (positions.size != list.size()) {
        positions = {list.size(), {}};
        for (size_t i = 0; i < list.size(); ++i) positions.byHash.try_emplace(hash(nameOf(list[i])), i);
      }
      const auto found = positions.byHash.find(hash(name));
      if (found != positions.byHash.end() && same(list[found->second])) return &list[found->second];
    }
    const auto found = std::find_if(list.begin(), list.end(), same);
    return found != list.end() ? &*found : nullptr;
  }

 private:
  struct Positions {
    size_t size = 0;  ///< of the list when it was read
    std::unordered_map<size_t, size_t> byHash;
  };

  template <typename T>
  static std::string_view nameOf(const T& each) {
    if constexpr (requires { each.name; }) {
      return each.name;
    } else {
      return each.key;
    }
  }
  static size_t hash(std::string_view name) { return std::hash<std::string_view>()(name); }

  std::unordered_map<const void*, Positions> lists_;
};

}  // namespace mlpc::support
