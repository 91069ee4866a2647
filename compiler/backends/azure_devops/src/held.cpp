#include "held.h"

namespace mlpc::backends::azure_devops {

const HeldVariable* HeldVariables::withValue(const std::string& value) const {
  const auto found = byValue_.find(value);
  return found != byValue_.end() ? &all_[found->second] : nullptr;
}

const HeldVariable& HeldVariables::add(HeldVariable variable) {
  byValue_.try_emplace(variable.value, all_.size());
  names_.insert(variable.name);
  return all_.emplace_back(std::move(variable));
}

}  // namespace mlpc::backends::azure_devops
