#pragma once

#include "mlpc/emit/backend.h"

namespace mlpc::emit {

/// No file may contain a credential. Where a value is meant all the same, its declaration says so with `@allow`.
bool demandNoCredentials(const Outgoing& outgoing, diag::Engine& diags);

}  // namespace mlpc::emit
