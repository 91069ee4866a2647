#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/document.h"

namespace mlpc::emit {

/// What the command line says to back ends. One record for all, so that the workspace needs to know none of them.
struct BackendOptions {
  std::string kfpVersion;  ///< of the run-time package; empty: the pinned one
};

}  // namespace mlpc::emit
