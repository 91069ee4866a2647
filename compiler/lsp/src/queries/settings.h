#pragma once

#include <vector>

#include "files/projects.h"

namespace mlpc::lsp {

/// A block, and the record whose fields its settings are.
struct SettingsBlock {
  const syntax::Block* block = nullptr;
  sema::TypeId record;  ///< invalid where a block has no settings
};

/// Every block of a declaration, an outer one before those inside it.
std::vector<SettingsBlock> blocksOf(const View& view, const syntax::Decl& decl);

}  // namespace mlpc::lsp
