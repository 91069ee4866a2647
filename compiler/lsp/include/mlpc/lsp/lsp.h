#pragma once

#include <iosfwd>
#include <span>

#include "mlpc/source/source_manager.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::lsp {

/// Speaks the Language Server Protocol (3.17, and what of 3.18 its clients know) until the client says `exit` or `in`
/// ends. Returns 0 if it was asked to shut down before, 1 otherwise, as the protocol asks for. `version` is the
/// compiler's.
int serve(std::istream& in, std::ostream& out, std::span<const workspace::Backend> backends, source::FileSystem& files,
          std::string_view version);

}  // namespace mlpc::lsp
