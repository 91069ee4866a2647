#pragma once

#include <filesystem>
#include <utility>
#include <vector>

namespace mlpc::test {

/// Checks every page in and below `folders`: the failing example of a code gives that code and no other error, the
/// fixed one no errors and no warnings, and every code of the registry has one page. Prints each failure; returns how
/// many passed and failed.
std::pair<int, int> checkPages(const std::vector<std::filesystem::path>& folders);

}  // namespace mlpc::test
