#pragma once

#include <algorithm>
#include <string_view>

namespace mlpc::rules::mlflow {

/// A host that is different inside the cluster and outside it: this machine, or an address that changes.
inline bool isLocalAddress(std::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos || !uri.starts_with("http")) return false;
  std::string_view host = uri.substr(scheme + 3);
  host = host.substr(0, host.find_first_of(":/"));
  if (host == "localhost" || host == "0.0.0.0") return true;
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(host.begin(), host.end(), '.') == 3;
}

}  // namespace mlpc::rules::mlflow
