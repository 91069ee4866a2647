#pragma once

#include <string>
#include <vector>

#include "queries/cursor.h"

namespace mlpc::lsp {

/// What can follow a dot.
struct Member {
  std::string name;
  sema::SymbolId symbol;               ///< of a module, stage or job
  const sema::Field* field = nullptr;  ///< of a record, or an output
  std::string detail;                  ///< if it is neither
};

/// The members of what the dotted name before the cursor means.
std::vector<Member> membersAt(const Cursor& cursor);
/// The keys of a declared secret.
std::vector<std::string> keysOf(const View& view, sema::SymbolId secret);

}  // namespace mlpc::lsp
