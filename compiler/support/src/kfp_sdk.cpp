#include "mlpc/support/kfp_sdk.h"

#include <algorithm>

namespace mlpc::support::kfp_sdk {

bool isBefore(std::string_view version, unsigned minor) {
  const auto number = [&]() {
    unsigned value = 0;
    size_t i = 0;
    for (; i < version.size() && version[i] >= '0' && version[i] <= '9'; ++i)
      value = std::min(value * 10 + static_cast<unsigned>(version[i] - '0'), 9999U);
    version.remove_prefix(std::min(i + 1, version.size()));
    return value;
  };
  if (version.empty() || version.front() < '0' || version.front() > '9') return false;
  const unsigned major = number();
  return major < 2 || (major == 2 && number() < minor);
}

}  // namespace mlpc::support::kfp_sdk
