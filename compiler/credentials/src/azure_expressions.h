#pragma once

#include <functional>
#include <string_view>

namespace mlpc::credentials {

/// Whether `is` accepts one of the strings that an expression of Azure Pipelines in `text` may become or is composed
/// of: `${{ iif(parameters.prod, 'a', 'b') }}`, `$[coalesce(variables.x, 'b')]`. What it compares or looks up does not
/// count.
bool anyChosen(std::string_view text, const std::function<bool(std::string_view)>& is);

}  // namespace mlpc::credentials
