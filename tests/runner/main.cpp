#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "case.h"
#include "pages.h"
#include "sites.h"
#include "ways.h"

namespace fs = std::filesystem;

namespace {

// Expectations that belong to no case, as when a case was renamed.
std::vector<fs::path> orphans(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_directory() && entry.path().filename() == "expected" &&
        !fs::exists(entry.path().parent_path() / "main.mlp"))
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

// mlpc_cases [--update] FOLDER [FILTER…]      golden cases; a filter is a part of the path
// mlpc_cases --pages FOLDER… [CODE…]          the examples of the pages of diagnostics, including those beside rules
// mlpc_cases --ways FOLDER [FILTER…]          golden cases, compiled in every way; with --pages the examples
int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  auto flag = [&](std::string_view name) {
    auto it = std::find(arguments.begin(), arguments.end(), name);
    if (it == arguments.end()) return false;
    arguments.erase(it);
    return true;
  };
  const bool update = flag("--update");
  const bool pages = flag("--pages");
  const bool ways = flag("--ways");
  if (arguments.empty() || !fs::is_directory(arguments[0])) {
    fmt::print(stderr, "usage: mlpc_cases [--update | --ways] FOLDER [FILTER…] | [--ways] --pages FOLDER… [CODE…]\n");
    return 2;
  }
  int passed = 0;
  int failed = 0;
  if (pages) {
    std::vector<fs::path> folders;
    std::set<std::string> codes;
    for (const std::string& argument : arguments) {
      if (fs::is_directory(argument)) {
        folders.emplace_back(argument);
      } else {
        codes.insert(argument);
      }
    }
    std::tie(passed, failed) = ways ? mlpc::test::compareWaysOfPages(folders) : mlpc::test::checkPages(folders, codes);
  } else {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::recursive_directory_iterator(arguments[0])) {
      if (entry.path().filename() == "main.mlp") folders.push_back(entry.path().parent_path());
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders) {
      const std::string name = fs::relative(folder, arguments[0]).string();
      const bool wanted =
          arguments.size() == 1 || std::any_of(arguments.begin() + 1, arguments.end(),
                                               [&](const std::string& f) { return name.find(f) != std::string::npos; });
      if (!wanted) continue;
      mlpc::test::beginCase(name);
      if (ways) {
        const std::string problems = mlpc::test::compareWays(folder);
        (problems.empty() ? passed : failed) += 1;
        if (!problems.empty()) fmt::print("FAILED {}\n{}", name, problems);
        continue;
      }
      const auto result = mlpc::test::runCase(folder, update);
      (result.passed ? passed : failed) += 1;
      if (!result.passed) fmt::print("FAILED {}\n{}", name, result.report);
    }
    for (const fs::path& orphan : orphans(arguments[0])) {
      ++failed;
      fmt::print("FAILED {}\n  belongs to no case\n", orphan.string());
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  // A folder without cases is a mistake in the command, not a success.
  return failed == 0 && passed > 0 ? 0 : 1;
}
