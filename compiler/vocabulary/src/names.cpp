#include "mlpc/vocabulary/names.h"

#include <algorithm>

namespace mlpc::vocabulary {

size_t indexOf(std::span<const std::string_view> sorted, std::string_view name) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), name);
  return found == sorted.end() || *found != name ? sorted.size() : static_cast<size_t>(found - sorted.begin());
}

}  // namespace mlpc::vocabulary
