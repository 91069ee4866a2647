#pragma once

#include <string_view>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {

/// What the condition of a document compares with a name that is one of a credential: `variables['password']`. Code may
/// compare; what a document compares with can be read by everybody who can read the document.
void findComparisons(std::string_view text, const OnFound& found);

}  // namespace mlpc::credentials
