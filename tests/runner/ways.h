#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace mlpc::test {

/// Compiles the case in `folder` in every way that there is and says where they differ; an empty text if they agree.
///
/// `check` finds what `compile` finds, names the same files and prints nothing. With a map a file has the same text.
/// Every string, key and line of a file was seen by the gates, in both.
std::string compareWays(const std::filesystem::path& folder);

/// The same for the examples of the pages of diagnostics. Prints what is wrong; returns passed and failed.
std::pair<int, int> compareWaysOfPages(const std::vector<std::filesystem::path>& folders);

}  // namespace mlpc::test
