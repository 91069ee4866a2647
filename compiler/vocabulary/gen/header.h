#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::vocabulary::gen {

/// The first line of every file that is written.
inline constexpr std::string_view kGenerated = "// Made from stdlib/ by compiler/vocabulary/gen.\n";

/// An enum to be generated: its values have the names of the standard library, and its enumerators those that C++
/// allows.
struct Enum {
  std::string comment;
  std::string name;
  std::set<std::string> values;
};

/// A C++ identifier for a name: `AzureKeyVault` for `azure.KeyVault`, `DisplayName` for `display_name`.
std::string identifier(std::string_view name);

/// A header with enums in the namespace `mlpc::vocabulary`, or in its namespace `inner` unless that is empty, and
/// `more` after them. The enumerator of a name that begins with a digit has an underscore in front. Throws
/// std::runtime_error if two names would have the same identifier, or if one has none.
std::string header(const std::string& inner, const std::vector<Enum>& enums, const std::string& more = {});

/// A constexpr function that maps an enum to what `results` has for each of its names.
std::string function(const std::string& comment, const std::string& signature, const std::string& type,
                     const std::map<std::string, std::string>& results);

}  // namespace mlpc::vocabulary::gen
