#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The secrets of a program that list their keys, by their names in the cluster.
class Secrets {
 public:
  struct Secret {
    const syntax::Name* name = nullptr;  ///< of the declaration
    std::unordered_set<std::string> keys;
    bool open = false;  ///< may have other keys as well
  };

  explicit Secrets(const World& world);

  /// All secrets of that name; null if there are none.
  [[nodiscard]] const std::vector<Secret>* called(const std::string& name) const {
    const auto found = byName_.find(name);
    return found != byName_.end() ? &found->second : nullptr;
  }

 private:
  std::unordered_map<std::string, std::vector<Secret>> byName_;
};

}  // namespace mlpc::rules
