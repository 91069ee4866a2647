#pragma once

#include <set>
#include <string>
#include <string_view>

namespace mlpc::importers::kfp {

/// Whether mlp can write the text as a name: letters, digits and `_`, and not a reserved word.
bool isIdentifier(std::string_view text);
/// The text as a name: other characters become `_`.
std::string toIdentifier(std::string_view text);
/// `loop_parameter` as `LoopParameter`.
std::string upperCamel(std::string_view text);
/// `rows` as `row`, `entries` as `entry`; what does not look like a plural stays.
std::string singular(std::string_view text);
std::string plural(std::string_view text);
/// The name, or the name with the first number after `separator` that makes it unused. The result counts as used from
/// then on.
std::string unique(std::string name, std::set<std::string>& taken, std::string_view separator = "_");
/// A string literal in mlp. The text must not contain control characters other than line breaks and tabs.
std::string quoted(std::string_view text);
/// The key of a record: a name if it can be one, otherwise a string literal.
std::string keyText(std::string_view key);

}  // namespace mlpc::importers::kfp
