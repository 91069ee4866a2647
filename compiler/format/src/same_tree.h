#pragma once

#include "mlpc/syntax/parsed_file.h"

namespace mlpc::format {

/// Whether two files have the same tree, apart from where its nodes are, and the same findings.
bool sameTree(const syntax::ParsedFile& a, const syntax::ParsedFile& b);

}  // namespace mlpc::format
