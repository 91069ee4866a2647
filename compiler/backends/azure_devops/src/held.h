#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mlpc/ir/workflow.h"

namespace mlpc::backends::azure_devops {

/// A variable that the compiler creates for a value, in Azure or in a process.
struct HeldVariable {
  std::string name;
  std::string value;
  source::Span origin;  ///< of the value
};

/// Variables with a name and a value each, found by either in constant time.
class HeldVariables {
 public:
  using value_type = HeldVariable;
  using const_iterator = std::vector<HeldVariable>::const_iterator;

  /// The first variable with this value, or null.
  [[nodiscard]] const HeldVariable* withValue(const std::string& value) const;
  [[nodiscard]] bool has(const std::string& name) const { return names_.contains(name); }
  const HeldVariable& add(HeldVariable variable);
  void clear() { *this = {}; }

  /// `wish`, or else `base_2`, `base_3` … : the first for which `taken` is false.
  template <typename Taken>
  std::string freeName(std::string wish, const std::string& base, const Taken& taken) {
    int& next = numbers_.try_emplace(base, 2).first->second;
    for (std::string name = std::move(wish);; name = base + "_" + std::to_string(next++)) {
      if (!has(name) && !taken(name)) return name;
    }
  }

  [[nodiscard]] size_t size() const { return all_.size(); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  const HeldVariable& operator[](size_t index) const { return all_[index]; }
  [[nodiscard]] const_iterator begin() const { return all_.begin(); }
  [[nodiscard]] const_iterator end() const { return all_.end(); }

 private:
  std::vector<HeldVariable> all_;
  std::unordered_map<std::string, size_t> byValue_;
  std::unordered_set<std::string> names_;
  std::unordered_map<std::string, int> numbers_;  ///< by base, the next number to try
};

}  // namespace mlpc::backends::azure_devops
