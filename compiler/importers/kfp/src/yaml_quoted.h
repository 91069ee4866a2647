#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlpc::importers::kfp {

/// The value of the quoted scalar that `text` begins with, read by the rules of YAML 1.1: single breaks of its lines
/// are spaces, more are one break less. Nothing if it is not one.
///
/// yaml-cpp 0.7 reads them too, but loses breaks that stand before the closing quote, as the KFP SDK writes them at the
/// end of each Python source. Once it does not, this can go.
std::optional<std::string> readQuoted(std::string_view text);

}  // namespace mlpc::importers::kfp
