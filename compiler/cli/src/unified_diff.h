#pragma once

#include <string>
#include <vector>

#include "mlpc/diag/findings.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::cli {

/// What edits change in a file, as `diff -u` shows it. The edits are in order and do not overlap. Empty if there are
/// none.
std::string unifiedDiff(const source::SourceFile& file, const std::vector<diag::Edit>& edits);

}  // namespace mlpc::cli
