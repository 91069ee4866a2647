#pragma once

#include <nlohmann/json.hpp>

namespace mlpc::lsp {

using Json = nlohmann::json;

}  // namespace mlpc::lsp
