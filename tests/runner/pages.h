#pragma once

#include <filesystem>

namespace mlpc::test {

/// Checks every page of `folder`: the failing example of a code gives that code and no other error, the fixed one no
/// errors and no warnings, and every code of the registry has its page. Prints each failure; returns how many passed
/// and failed.
std::pair<int, int> checkPages(const std::filesystem::path& folder);

}  // namespace mlpc::test
