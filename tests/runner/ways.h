#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace mlpc::test {

/// Compiles the case in `folder` in every possible way and returns how the results differ; empty if they agree.
///
/// `check` finds what `compile` finds, names the same files and prints nothing. A file has the same text with and
/// without a map. In both, the gates see every string, key and line of a file. Formatted, the program gives the same.
std::string compareWays(const std::filesystem::path& folder);

/// The same for the examples of the pages of diagnostics. Prints what is wrong; returns passed and failed.
std::pair<int, int> compareWaysOfPages(const std::vector<std::filesystem::path>& folders);

}  // namespace mlpc::test
