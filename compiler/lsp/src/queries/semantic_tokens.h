#pragma once

#include <cstdint>
#include <vector>

#include "files/projects.h"
#include "wire/json.h"
#include "wire/positions.h"

namespace mlpc::lsp {

/// The legend: the names of the types and modifiers that tokens have.
Json semanticTokenTypes();
Json semanticTokenModifiers();

/// The tokens between two bytes of a file, five numbers each, as the protocol encodes them.
std::vector<uint32_t> semanticTokens(const View& view, const Positions& positions, uint32_t begin, uint32_t end);

}  // namespace mlpc::lsp
