#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mlpc::importers::kfp {

/// The value of the quoted scalar at the beginning of `text`, read by the rules of YAML 1.1: single line breaks become
/// spaces, and of several consecutive ones, one is dropped. Empty if it is not one.
///
/// yaml-cpp 0.7 reads them too, but loses line breaks before the closing quote, which the KFP SDK writes at the end of
/// each Python source. This can go once yaml-cpp is fixed.
std::optional<std::string> readQuoted(std::string_view text);

}  // namespace mlpc::importers::kfp
