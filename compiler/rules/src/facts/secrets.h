#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// The secrets of a program that list their keys, by the name that the cluster knows them by.
class Secrets {
 public:
  struct Secret {
    const syntax::Name* name = nullptr;  ///< that it is declared by
    std::unordered_set<std::string> keys;
    bool open = false;  ///< may have more keys than those
  };

  explicit Secrets(const World& world);

  /// All that are called so; null if there is none.
  [[nodiscard]] const std::vector<Secret>* called(const std::string& name) const {
    const auto found = byName_.find(name);
    return found != byName_.end() ? &found->second : nullptr;
  }

 private:
  std::unordered_map<std::string, std::vector<Secret>> byName_;
};

}  // namespace mlpc::rules
