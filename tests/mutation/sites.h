#pragma once

#include <string_view>

namespace mlpc::test {

/// From here to the next call, what is reported belongs to the case `name`.
void beginCase(std::string_view name);

}  // namespace mlpc::test
