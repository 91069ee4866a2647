#pragma once

#include <string>

namespace mlpc::parse {

/// For a test: the rules whose first tokens, as listed by hand in the error strategy, differ from those of the grammar.
std::string differingStartSets();

}  // namespace mlpc::parse
