#pragma once

#include <string>

namespace mlpc::parse {

/// For a test: the rules whose first tokens, as the error strategy lists them by hand, are not those of the grammar.
std::string differingStartSets();

}  // namespace mlpc::parse
