#pragma once

#include "program/file_context.h"

namespace mlpc::sema {

/// What the stages and jobs of a block are to each other.
enum class Siblings : uint8_t {
  OfWorkflow,  ///< a stage waits for the one above it unless it says `after`
  OfStage,
};
/// Reports an `after` of the stages or jobs in `block` that names the wrong thing, and cycles of waiting.
void checkOrder(FileContext& file, const syntax::Block& block, Siblings siblings);

}  // namespace mlpc::sema
