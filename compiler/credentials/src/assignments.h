#pragma once

#include <string_view>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {

/// Names that are given a credential in code, a script, a command or a file of settings of any language, and passwords
/// in addresses: `password = "…"`, `export DB_PASSWORD=…`, `"token": "…"`, `--password …`, `https://user:…@host`.
void findAssignments(std::string_view text, Format format, const OnFound& found);

}  // namespace mlpc::credentials
