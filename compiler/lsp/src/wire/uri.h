#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlpc::lsp {

/// The path of a `file:` URI; nothing for other schemes. RFC 8089.
std::optional<std::string> pathOf(std::string_view uri);
/// The `file:` URI of an absolute path. RFC 3986: everything but unreserved characters and `/` is escaped.
std::string uriOf(std::string_view path);

}  // namespace mlpc::lsp
