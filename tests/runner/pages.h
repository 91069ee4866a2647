#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mlpc::test {

/// Calls `visit(name, text)` for the examples of all pages in `folders` and below.
void forEachExample(const std::vector<std::filesystem::path>& folders,
                    const std::function<void(const std::string&, const std::string&)>& visit);

/// Checks every page in `folders` and below: the failing example of a code gives that code and no other error, the
/// fixed one no errors and no warnings, and every code of the registry has one page. Prints each failure; returns how
/// many passed and failed. Only the pages of `codes`, unless there are none.
std::pair<int, int> checkPages(const std::vector<std::filesystem::path>& folders, const std::set<std::string>& codes);

}  // namespace mlpc::test
