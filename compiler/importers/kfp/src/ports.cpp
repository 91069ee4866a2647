#include "ports.h"

namespace mlpc::importers::kfp {
namespace {

/// Up to this number, a linear search is faster than hashing.
constexpr size_t kFewPorts = 16;

}  // namespace

void Ports::add(Port port) {
  all_.push_back(std::move(port));
  if (places_.empty()) {
    if (all_.size() > kFewPorts) index();
  } else {
    places_.try_emplace(all_.back().name, all_.size() - 1);
  }
}

const Port* Ports::find(std::string_view name) const {
  if (places_.empty()) {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const Port& port) { return port.name == name; });
    return found == all_.end() ? nullptr : &*found;
  }
  const auto found = places_.find(std::string(name));
  return found == places_.end() ? nullptr : &all_[found->second];
}

void Ports::index() {
  places_.clear();
  if (all_.size() <= kFewPorts) return;
  for (size_t i = 0; i < all_.size(); ++i) places_.try_emplace(all_[i].name, i);
}

}  // namespace mlpc::importers::kfp
