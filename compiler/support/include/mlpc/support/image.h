#pragma once

#include <string_view>

namespace mlpc::support {

/// A reference to a container image: `[domain/]path[:tag][@digest]`. Source: distribution/reference regexp.go.
bool isImageReference(std::string_view text);

}  // namespace mlpc::support
